"""What an operator does beside a running product: the command line with its settings."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from running import RunningSimiti

ROOT = Path(__file__).parents[1]


def simiti(running: RunningSimiti, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command against it; the settings are those that `make run` writes down."""
    command = (sys.executable, "-m", "cli.app", *arguments)
    return subprocess.run(
        ["sh", "-c", 'set -a; . "$0"; exec "$@"', str(running.home / "settings.sh"), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_done(answer: subprocess.CompletedProcess[str], words: str = "") -> None:
    assert answer.returncode == 0, answer.stderr
    assert re.search(words, answer.stdout), answer.stdout

"""The bench of tests/bench/province.py works: contenders agree, and each case is measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench" / "province.py"


def test_the_bench_runs_and_the_limit_answers_the_same() -> None:
    quickly = ["--sizes", "100", "--rounds", "1", "--seconds", "0.05", "--connections", "2"]
    done = subprocess.run(
        [sys.executable, BENCH, *quickly, "--without-postgraphile"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "all contenders give the same answers" in done.stdout
    measured = [line.split("**")[1] for line in done.stdout.splitlines() if "| **" in line]
    again = ["a again", "b again", "c again", "c' again"]
    assert measured == ["a", "a'", "b", "c", "c'", *again, "w", "d", "e"]
    assert "peak memory: simiti" in done.stdout

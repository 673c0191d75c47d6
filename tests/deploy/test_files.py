"""Every file of deploy/ and infra/ is looked at by the tool of its kind."""

import subprocess
import sys
from pathlib import Path

import pytest

from local.settings import ROOT

BIN = Path(sys.executable).parent


def files(*endings: str) -> list[Path]:
    found = [
        path
        for folder in ("deploy", "infra")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return [path for path in found if not endings or path.suffix in endings]


def look(*command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_yaml_is_in_order() -> None:
    look(BIN / "yamllint", "--strict", *files(".yml", ".yaml"))


def test_shell_scripts_are_in_order() -> None:
    look(BIN / "shellcheck", "--severity=style", *files(".sh"))


@pytest.mark.parametrize("page", files(".md"), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    targets = [part.split(")")[0].split("#")[0] for part in text.split("](")[1:]]
    missing = [t for t in targets if t and "://" not in t and not (page.parent / t).exists()]
    assert not missing

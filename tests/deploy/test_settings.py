"""One reference of all settings, and no file that names another one."""

import re
from pathlib import Path

import pytest

from local import reference
from local.steps import ROOT

DEPLOY = ROOT / "deploy"
OF_FILES = {
    # Read by a script or a compose file itself, not by the programs.
    "SIMITI_BACKUP_DATABASE", "SIMITI_BACKUP_KEEP", "SIMITI_BIN",
    "SIMITI_HEALTH_SECONDS", "SIMITI_HEALTH_URL", "SIMITI_HOME", "SIMITI_IMAGE",
    "SIMITI_POSTGRES_IMAGE", "SIMITI_POSTGRES_PASSWORD", "SIMITI_PUBLISHED_PORT",
    "SIMITI_ROOT", "SIMITI_SYSTEMCTL", "SIMITI_VALKEY_IMAGE", "SIMITI_VALKEY_PASSWORD",
    "SIMITI_WORKER_PROCESSES",
}  # fmt: skip
FILES = sorted(
    path
    for folder in ("systemd", "container", "monitoring", "kubernetes")
    for path in (DEPLOY / folder).rglob("*")
    if path.is_file() and path.name != "requirements.lock"
)


def test_the_reference_is_what_the_code_reads() -> None:
    written = (ROOT / "docs/operations/settings.md").read_text()
    assert written == "\n".join(reference.write()) + "\n", "python -m local.reference"


def test_every_setting_says_what_it_is() -> None:
    for one in reference.list_settings():
        assert len(one.says) > 10, one.name
        assert one.readers, one.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_a_file_names_only_settings_that_are_read(path: Path) -> None:
    known = {one.name for one in reference.list_settings()} | OF_FILES
    assert set(re.findall(r"SIMITI_[A-Z_]+[A-Z]", path.read_text())) <= known


def test_the_examples_hold_all_that_the_programs_need() -> None:
    text = "".join(
        (DEPLOY / "systemd" / f"{name}.env.example").read_text() for name in ("simiti", "owner")
    )
    given = set(re.findall(r"^(SIMITI_\w+)=", text, re.MULTILINE))
    needed = {one.name for one in reference.list_settings() if one.needed_by}
    assert needed <= given
    assert "SIMITI_OWNER_DATABASE_URL" not in (DEPLOY / "systemd/simiti.env.example").read_text()

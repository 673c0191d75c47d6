"""Rules of the house that no linter knows, looked for in the source itself."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from plan_core.db import migrate

ROOT = Path(__file__).parents[2]
OURS = ("packages", "services", "deploy")
GENERATED = {"node_modules", "dist", "gql"}

ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}
READS_THE_ENVIRONMENT = "settings.py"
# Before there is anything to set: they run with the system's Python, or hand everything on.
SET_UP = {"deploy/local/bootstrap.py", "deploy/local/node.py", "deploy/local/steps.py"}

ENDS_TRANSACTIONS = "packages/plan_core/db/transaction.py"
RAISES_THE_PLANS_VERSION = "packages/plan_core/plans/actions/versions.py"


def sources(*folders: str) -> Iterator[Path]:
    """Every Python file below the folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not GENERATED.intersection(path.parts):
                yield path


def named(path: Path) -> str:
    """Its place in the checkout."""
    return path.relative_to(ROOT).as_posix()


def attributes(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of each attribute looked up, and of each name imported."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, alias.name


def test_the_environment_is_read_in_settings_only() -> None:
    found = [
        f"{named(path)}:{line} {name}"
        for path in sources(*OURS)
        if path.name != READS_THE_ENVIRONMENT and named(path) not in SET_UP
        for line, name in attributes(path)
        if name in ENVIRONMENT
    ]
    assert not found


def test_a_plans_version_is_raised_in_one_file_so_that_it_is_always_told() -> None:
    raised = re.compile(r"\bplan\.version\s*(\+?=)(?!=)")
    found = {
        named(path) for path in sources("packages/plan_core") if raised.search(path.read_text())
    }
    assert found == {RAISES_THE_PLANS_VERSION}


def test_transactions_end_in_one_file() -> None:
    found = [
        f"{named(path)}:{line} .{name}("
        for path in sources("packages", "services")
        if named(path) != ENDS_TRANSACTIONS
        for line, name in attributes(path)
        if name in {"commit", "rollback"}
    ]
    assert not found


def test_the_migrations_have_one_head() -> None:
    heads = ScriptDirectory.from_config(migrate.configuration()).get_heads()
    assert len(heads) == 1


def test_the_lock_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert lock.count("--hash=sha256:") > 500


@pytest.mark.parametrize("lock", ["services/web", "tests/e2e/browser"])
def test_the_web_locks_name_no_address(lock: str) -> None:
    text = (ROOT / lock / "package-lock.json").read_text()
    assert '"resolved"' not in text


def test_every_declared_package_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = (ROOT / "requirements.lock").read_text()
    declared = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        declared += [entry for entry in group if isinstance(entry, str)]
    for requirement in declared:
        match = re.match(r"[A-Za-z0-9_.-]+", requirement)
        assert match is not None
        assert f"\n{match[0].lower()}==" in f"\n{lock}", requirement


DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")]
    if path.name != "CHANGELOG.md"
)
TOP = "packages|services|deploy|infra|tests|docs|plan_core|api|worker|cli|web|local"
PATH_IN_TEXT = re.compile(rf"`((?:{TOP}|\.ci)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
HOMES = ("", "packages/", "services/", "deploy/")


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_paths_named_in_documents_exist(document: Path) -> None:
    text = document.read_text()
    named_paths = PATH_IN_TEXT.findall(text)
    missing = [
        path for path in named_paths if not any((ROOT / home / path).exists() for home in HOMES)
    ]
    missing += [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    assert not missing

"""Fixtures every folder may use, and the count of tests by folder at the end."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import servers
from local.database import DatabaseUrls

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def private_folder() -> Iterator[Path]:
    """A folder of this test process, in memory if possible."""
    with servers.private_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres_admin(private_folder: Path) -> Iterator[servers.Admin]:
    """The embedded PostgreSQL of this test process, its template database migrated and seeded."""
    with servers.running_postgres(private_folder) as admin:
        yield admin


@pytest.fixture
def database_urls(postgres_admin: servers.Admin) -> Iterator[DatabaseUrls]:
    """A fresh database for this test: `.owner .app .worker .door .operator` addresses."""
    with postgres_admin.copy_of_template() as urls:
        yield urls


@pytest.fixture(scope="module")
def module_database_urls(postgres_admin: servers.Admin) -> Iterator[DatabaseUrls]:
    """A database shared by the tests of one file, for tests that only read or never collide."""
    with postgres_admin.copy_of_template() as urls:
        yield urls


@pytest.fixture(scope="session")
def broker_url(private_folder: Path) -> Iterator[str]:
    """The embedded Valkey of this test process, as an address for kombu."""
    with servers.running_broker(private_folder) as broker:
        yield broker.url


@pytest.fixture
def files_url(tmp_path: Path) -> str:
    """An empty object store for this test."""
    folder = tmp_path / "files"
    folder.mkdir()
    return folder.as_uri()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests each folder holds, above pytest's own last line."""
    counts: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and _tells_the_outcome(report):
                counts[report.nodeid.split("/")[1]] += 1
    if counts:
        total = " · ".join(f"{folder} {count}" for folder, count in sorted(counts.items()))
        terminalreporter.write_line(f"tests by folder: {total}")


def _tells_the_outcome(report: pytest.TestReport) -> bool:
    return report.when == "call" or (report.when == "setup" and not report.passed)

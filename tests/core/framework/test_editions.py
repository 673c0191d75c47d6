"""Editions in the database: an added file is an added edition, a changed title is changed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from local.database import DatabaseUrls
from plan_core.db.transaction import Database
from plan_core.errors import NotFound
from plan_core.framework import queries, rules, seed
from plan_core.framework.model import Deadline
from plan_core.framework.rules import FrameworkDimension, FrameworkEdition, FrameworkMission

LATER = FrameworkEdition(
    code="2566-2570",
    first_year_be=2566,
    last_year_be=2570,
    dimensions=(FrameworkDimension("1", "มิติเดียว", (FrameworkMission("1.1", "ภารกิจเดียว"),)),),
    title="ฉบับทดสอบ",
)


@pytest.fixture
async def operator(database_urls: DatabaseUrls) -> AsyncIterator[Database]:
    operator = Database(database_urls.operator)
    yield operator
    await operator.close()


async def test_the_packages_editions_are_there_as_they_are_written(operator: Database) -> None:
    async with operator.unscoped() as session:
        assert await seed.load_editions(session, rules.load_editions()) == 0
        assert await queries.list_editions(session) == rules.load_editions()
        edition = await queries.get_edition(session, "2561-2564")
    assert len(edition.dimensions) == 4
    assert [len(dimension.missions) for dimension in edition.dimensions] == [3, 5, 3, 4]
    assert edition.fiscal_years == (2561, 2562, 2563, 2564)
    assert edition.title


async def test_another_edition_needs_no_code(operator: Database) -> None:
    async with operator.unscoped() as session:
        assert await queries.find_edition(session, LATER.code) is None
        assert await seed.load_editions(session, [*rules.load_editions(), LATER]) == 1
    async with operator.unscoped() as session:
        # Found by a process that had read the editions before this one came.
        assert await queries.get_edition(session, LATER.code) == LATER
        assert (await queries.latest_edition(session)).code == LATER.code


async def test_a_changed_title_is_changed_and_nothing_else_is_written(
    operator: Database,
) -> None:
    edition = rules.load_editions()[0]
    changed = replace(edition, title="ชื่อใหม่")
    async with operator.unscoped() as session:
        assert await seed.load_editions(session, [changed]) == 1
        assert await seed.load_editions(session, [changed]) == 0
        assert await queries.read_editions(session) == [changed]


async def test_an_unknown_edition_is_not_found(operator: Database) -> None:
    with pytest.raises(NotFound):
        async with operator.unscoped() as session:
            await queries.get_edition(session, "2999-3000")


async def test_a_deadline_is_a_provinces_and_an_editions(operator: Database) -> None:
    async with operator.unscoped() as session:
        session.add(
            Deadline(edition_code="2561-2564", province_code="54", due_on=date(2017, 9, 30))
        )
        await session.flush()
        assert await queries.find_deadline(session, "2561-2564", "54") == date(2017, 9, 30)
        assert await queries.find_deadline(session, "2561-2564", "55") is None

"""How editions follow each other: read from a file, kept, and walked step by step."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from local.database import DatabaseUrls
from plan_core.db.transaction import Database
from plan_core.errors import Conflict, Invalid
from plan_core.framework import queries, rules, seed
from plan_core.framework.rules import (
    Crosswalk,
    FrameworkEdition,
    FrameworkSubMission,
    follow,
    read_edition,
)

FILE = """
code = "2566-2570"
first_year_be = 2566
last_year_be = 2570
title = "ฉบับทดสอบ"

[[dimensions]]
code = "1"
title = "มิติแรก"
missions = [{code = "1.1", title = "ภารกิจแรก"}, {code = "1.2", title = "ภารกิจที่สอง"}]

[[dimensions]]
code = "2"
title = "มิติที่สอง"
missions = [{code = "2.1", title = "ภารกิจเดียว"}]

[[crosswalks]]
from_edition = "2561-2564"
pairs = [["2.5", ""], ["1.1", "1.2"], ["1", "1"], ["2", "2.1"]]
"""


@pytest.fixture
async def operator(database_urls: DatabaseUrls) -> AsyncIterator[Database]:
    operator = Database(database_urls.operator)
    yield operator
    await operator.close()


def earlier() -> FrameworkEdition:
    (edition,) = [one for one in rules.load_editions() if one.code == "2561-2564"]
    return edition


def test_a_mission_goes_where_it_or_its_dimension_goes_or_nowhere() -> None:
    later = read_edition(FILE)
    found = {one.mission.code: one.code for one in follow([earlier(), later])}
    assert (found["1.1"], found["1.2"], found["1.3"]) == ("1.2", "1", "1")
    assert (found["2.1"], found["2.5"]) == ("2.1", None)
    assert {found[code] for code in ("3.1", "3.2", "4.4")} == {None}, "nothing is said of them"
    assert len(found) == sum(1 for _ in earlier().missions())


def test_two_steps_are_one_after_the_other_and_a_missing_step_ends_there() -> None:
    second = read_edition(FILE)
    third = replace(
        second,
        code="2571-2575",
        first_year_be=2571,
        last_year_be=2575,
        crosswalks=(Crosswalk(second.code, (("1", "2"), ("1.2", "1.1"), ("2.1", ""))),),
    )
    found = {
        (one.edition.code, one.mission.code): one.code for one in follow([earlier(), second, third])
    }
    first = earlier().code
    assert found[first, "1.1"] == "1.1", "by way of 1.2"
    assert found[first, "1.2"] == "2", "by way of the dimension 1"
    assert found[first, "2.1"] is None
    assert found[second.code, "1.1"] == "2"
    unknown = replace(third, crosswalks=())
    assert {one.code for one in follow([earlier(), second, unknown])} == {None}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("first_year_be = 2566", "first_year_be = 2571", "years in order"),
        ("last_year_be = 2570", "last_year_be = 2590", "at most 10 years"),
        ('code = "2566-2570"', 'code = "ฉบับ"', "letters, digits"),
        ('code = "1.2"', 'code = "1.1"', "stands twice"),
        ('code = "1.2"', 'code = "2.2"', "mission 2.2"),
        ('title = "ภารกิจแรก"', 'title = ""', "mission 1.1"),
        ('["1.1", "1.2"]', '["1.1", "9.9"]', "no 9.9"),
        ('["1.1", "1.2"]', '["1", "1.2"]', "stands twice"),
        ("first_year_be = 2566", "first_year_be = two", "Invalid value"),
        ("last_year_be = 2570", "", "last_year_be"),
    ],
)
def test_a_file_that_is_wrong_says_what_is_wrong(old: str, new: str, told: str) -> None:
    assert old in FILE
    with pytest.raises(Invalid, match="EDITION_UNREADABLE") as refusal:
        read_edition(FILE.replace(old, new, 1))
    assert told in str(refusal.value.values["reason"])


async def test_an_operators_edition_is_kept_and_may_change_words_only(operator: Database) -> None:
    edition = read_edition(FILE)
    async with operator.unscoped() as session:
        assert await seed.add_edition(session, edition)
    async with operator.unscoped() as session:
        assert not await seed.add_edition(session, edition)
        kept = {one.code: one for one in await queries.read_editions(session)}[edition.code]
    assert kept == edition
    other_words = read_edition(FILE.replace("ภารกิจเดียว", "ภารกิจอื่น").replace('["2.5", ""], ', ""))
    async with operator.unscoped() as session:
        assert await seed.add_edition(session, other_words)
        assert other_words in await queries.read_editions(session)
    fewer = read_edition(
        FILE.replace(', {code = "1.2", title = "ภารกิจที่สอง"}', "").replace('["1.1", "1.2"], ', "")
    )
    async with operator.unscoped() as session:
        with pytest.raises(Conflict, match="EDITION_IN_USE"):
            await seed.add_edition(session, fewer)
    # The package's own editions are loaded at each start, and leave it alone.
    async with operator.unscoped() as session:
        assert await seed.load_editions(session, rules.load_editions()) == 0
        assert other_words in await queries.read_editions(session)


async def test_sub_missions_may_be_named_later_and_then_stay(operator: Database) -> None:
    edition = read_edition(FILE)

    def naming(code: str) -> FrameworkEdition:
        first, *others = edition.dimensions
        one, *rest = first.missions
        named = replace(one, sub_missions=(FrameworkSubMission(code, "ภารกิจย่อย"),))
        return replace(edition, dimensions=(replace(first, missions=(named, *rest)), *others))

    later = naming("1.1.1")
    async with operator.unscoped() as session:
        assert await seed.add_edition(session, edition)
        assert await seed.add_edition(session, later)
        assert later in await queries.read_editions(session)
    for other in (edition, naming("1.1.2")):
        async with operator.unscoped() as session:
            with pytest.raises(Conflict, match="EDITION_IN_USE"):
                await seed.add_edition(session, other)


@pytest.mark.parametrize(
    ("old", "new"), [("2561-2564", "2551-2554"), ('["2.5", ""]', '["2.9", ""]')]
)
async def test_a_crosswalk_from_what_is_not_there_is_refused(
    operator: Database, old: str, new: str
) -> None:
    edition = read_edition(FILE.replace(old, new))
    async with operator.unscoped() as session:
        with pytest.raises(Invalid, match="EDITION_UNKNOWN"):
            await seed.add_edition(session, edition)


def simiti(database_urls: DatabaseUrls, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIMITI_")}
    return subprocess.run(
        [sys.executable, "-m", "cli.app", "edition", *arguments],
        env=kept | {"SIMITI_OPERATOR_DATABASE_URL": database_urls.operator},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_line_loads_a_file_once_and_says_what_is_wrong(
    database_urls: DatabaseUrls, tmp_path: Path
) -> None:
    file = tmp_path / "later.toml"
    file.write_text(FILE)
    first = simiti(database_urls, "load", str(file))
    assert (first.returncode, "3 missions: loaded" in first.stdout) == (0, True), first
    again = simiti(database_urls, "load", str(file))
    assert "unchanged" in again.stdout
    listed = simiti(database_urls, "list")
    assert "2566-2570 2566-2570: 3 missions" in listed.stdout
    assert "2561-2564 →: 4 pairs, 1 without" in listed.stdout
    file.write_bytes(b"\xff\xfe")
    refused = simiti(database_urls, "load", str(file))
    assert (refused.returncode, "EDITION_UNREADABLE" in refused.stderr) == (1, True), refused
    missing = simiti(database_urls, "load", str(tmp_path / "none.toml"))
    assert (missing.returncode, "FILE_UNREADABLE" in missing.stderr) == (1, True), missing

"""The drill of docs/operations/add-a-province.md: by the commands alone, then signed in."""

from __future__ import annotations

import csv
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from local.database import DatabaseUrls
from make.world import open_world
from plan_core.comparison import queries as comparison
from plan_core.comparison.queries import area_of
from plan_core.people.queries import actor_for, find_person, list_memberships

REGISTER = """code,kind,name,province,district,subdistrict
6570101,อบต.,องค์การบริหารส่วนตำบลบ้านดู่,57,5701,570105
4570102,TOWN,เทศบาลเมืองตัวอย่าง,57,5701,
๖๕๗๐๓๐๑,อบต,องค์การบริหารส่วนตำบลตัวอย่างสาม,57,5703,
"""
PEOPLE = """username,name,role,organisation,province,district
bandu.editor,มานี ใจดี,EDITOR,6570101,,
bandu.approver,ปิติ ใจดี,APPROVER,6570101,,
chiangrai.officer,ชูใจ ใจดี,PROVINCE_OFFICER,,57,
bandu.editor,มานี ใจดี,VIEWER,4570102,,
"""


class Operator:
    """Whoever types the commands."""

    def __init__(self, urls: DatabaseUrls, folder: Path) -> None:
        self.urls = urls
        self.folder = folder

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def types(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if "SIMITI" not in name}
        return subprocess.run(
            [sys.executable, "-m", "cli.app", *arguments],
            env=kept
            | {
                "SIMITI_OPERATOR_DATABASE_URL": self.urls.operator,
                "SIMITI_DOOR_DATABASE_URL": self.urls.door,
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def does(self, *arguments: str) -> str:
        said = self.types(*arguments)
        assert said.returncode == 0, said.stderr
        return said.stdout

    def is_refused(self, *arguments: str) -> str:
        said = self.types(*arguments)
        assert said.returncode == 1, said.stdout
        return said.stderr


@pytest.fixture
def operator(database_urls: DatabaseUrls, tmp_path: Path) -> Operator:
    return Operator(database_urls, tmp_path)


async def test_a_province_is_added_by_three_commands_and_its_officer_compares_it(
    operator: Operator,
) -> None:
    register = operator.file("register.csv", REGISTER)
    assert "3 organisations would be new" in operator.does(
        "organisation", "load", register, "--dry-run"
    )
    assert "3 organisations are new, 0" in operator.does("organisation", "load", register)
    assert "0 organisations are new, 3" in operator.does("organisation", "load", register)

    people = operator.file("people.csv", PEOPLE)
    first = operator.folder / "first.csv"
    assert "PASSWORD_FILE_NEEDED" in operator.is_refused("user", "load", people)
    assert "3 accounts would be new" in operator.does("user", "load", people, "--dry-run")
    assert not first.exists()
    loading = ("user", "load", people, "--passwords", str(first))
    assert "3 accounts are new; 4 posts" in operator.does(*loading)
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    with first.open(encoding="utf-8-sig", newline="") as opened:
        handed = {row["username"]: row["password"] for row in csv.DictReader(opened)}
    assert handed.keys() == {"bandu.editor", "bandu.approver", "chiangrai.officer"}
    # Again, with one more person: the others keep their passwords, and no file is overwritten.
    more = operator.file("more.csv", PEOPLE + "new.viewer,วีระ ใจดี,VIEWER,6570301,,\n")
    told = operator.is_refused("user", "load", more, "--passwords", str(first))
    assert "PASSWORD_FILE_THERE" in told
    second = operator.folder / "second.csv"
    assert "1 accounts are new" in operator.does("user", "load", more, "--passwords", str(second))
    assert "new.viewer" in second.read_text("utf-8")
    assert "bandu" not in second.read_text("utf-8")

    operator.does("deadline", "set", "2561-2564", "57", "2026-11-30")
    operator.does("deadline", "set", "2561-2564", "57", "2026-12-31")
    assert operator.does("deadline", "list") == "2561-2564 57 2026-12-31\n"

    async with open_world(operator.urls) as world:
        async with world.door.unscoped() as session:
            person = await find_person(session, "chiangrai.officer")
            assert person is not None
            (post,) = await list_memberships(session, person.id)
            editor = await find_person(session, "bandu.editor")
            assert editor is not None
            assert len(await list_memberships(session, editor.id)) == 2
        officer = actor_for(post, person.display_name)
        async with world.app.look(officer) as look:
            found = await comparison.compare(look, world.edition, area_of(officer, None, None))
        codes = [line.organisation.code for line in found.organisations]
        assert sorted(codes) == ["4570102", "6570101", "6570301"]
        assert found.due_on is not None
        assert found.due_on.isoformat() == "2026-12-31"


def test_lines_that_cannot_be_used_are_told_together_and_nothing_is_kept(
    operator: Operator,
) -> None:
    operator.does("organisation", "load", operator.file("register.csv", REGISTER))
    bad = operator.file(
        "bad.csv",
        "code,kind,name,province,district,subdistrict\n"
        "6570109,อบต.,องค์การบริหารส่วนตำบลใหม่,57,5701,\n"
        "6570110,อบต.,องค์การบริหารส่วนตำบลผิดที่,57,5401,\n"
        "6570101,อบต.,องค์การบริหารส่วนตำบลชื่ออื่น,57,5701,570105\n",
    )
    told = operator.is_refused("organisation", "load", bad)
    assert "REGISTER_LINES_UNSUITABLE" in told
    assert "line 3: There is no area 5401" in told
    assert "line 4: 6570101 is registered otherwise" in told
    assert "2 lines" in told
    assert "0 organisations are new, 3" in operator.does(
        "organisation", "load", operator.file("again.csv", REGISTER)
    )
    unread = operator.file(
        "unread.csv",
        "code,kind,name,province,district,subdistrict\n"
        "657,อบต.,ก,57,,\n6570111,วัด,ข,57,,\n6570112,SAO,ค,57,,\n6570112,SAO,ง,57,,\n",
    )
    told = operator.is_refused("organisation", "load", unread)
    for part in ("3 lines", "line 2:", "line 3: There is no kind", "stands in line 4 too"):
        assert part in told
    people = operator.file(
        "people.csv",
        "username,name,role,organisation,province,district\n"
        "a.one,ก ข,EDITOR,9999999,,\n"
        "b.two,ค ง,PROVINCE_OFFICER,6570101,,\n"
        "c.three,จ ฉ,KING,,,\n",
    )
    assert "line 4: There is no role" in operator.is_refused("user", "load", people)
    people = operator.file(
        "people2.csv",
        "username,name,role,organisation,province,district\n"
        "a.one,ก ข,EDITOR,9999999,,\n"
        "b.two,ค ง,PROVINCE_OFFICER,6570101,,\n",
    )
    told = operator.is_refused("user", "load", people, "--passwords", str(operator.folder / "p"))
    assert "2 lines" in told
    assert not (operator.folder / "p").exists()
    assert "NOT_FOUND" in operator.is_refused("deadline", "set", "2561-2564", "99", "2026-11-30")
    assert "NOT_FOUND" in operator.is_refused("deadline", "set", "9999", "57", "2026-11-30")
    assert "DAY_UNREADABLE" in operator.is_refused("deadline", "set", "2561-2564", "57", "30/11")

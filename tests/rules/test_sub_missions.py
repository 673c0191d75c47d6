"""Sub-missions: which one a plan means by what it prints, and what an edition's file may say."""

from __future__ import annotations

from importlib import resources

import pytest

from plan_core.errors import Invalid
from plan_core.framework.rules import (
    FrameworkMission,
    FrameworkSubMission,
    load_editions,
    read_edition,
    sub_mission_of,
)

FIRST = FrameworkSubMission("1.1.1", "สร้างจิตสำนึกและความตระหนัก")
SECOND = FrameworkSubMission("1.1.2", "มาตรการสร้างวินัย")
MISSION = FrameworkMission("1.1", "ภารกิจ", (FIRST, SECOND))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("1.1.1 สร้างจิตสำนึกและความตระหนัก", FIRST),
        ("๑.๑.๒ ชื่อที่พิมพ์ต่างไป", SECOND),
        ("๑ . ๑ . ๒) ชื่อที่พิมพ์ต่างไป", SECOND),
        ("มาตรการ สร้างวินัย", SECOND),
        ("1.1.9 มาตรการสร้างวินัย", SECOND),
        ("1.1.9 ภารกิจย่อยของหน่วยงานเอง", None),
        ("1.1.10 สร้างวินัย", None),
        ("2561 โครงการ", None),
        ("", None),
    ],
)
def test_a_sub_mission_is_known_by_its_number_else_by_its_title(
    printed: str, meant: FrameworkSubMission | None
) -> None:
    assert sub_mission_of(MISSION, printed) == meant


def edition_text(*lines: str) -> str:
    """The package's edition with other words in the place of its own sub-mission's."""
    folder = resources.files("plan_core.framework") / "editions"
    text = (folder / "2561-2564.toml").read_text("utf-8")
    own = text[text.index("[[dimensions.missions.sub_missions]]") :].split("\n\n", 1)[0]
    return text.replace(own, "\n".join(lines))


def test_the_packages_edition_names_the_one_that_is_known() -> None:
    (edition,) = load_editions()
    assert [one.code for one in edition.sub_missions()] == ["1.1.1"]
    assert not [*read_edition(edition_text()).sub_missions()]


@pytest.mark.parametrize(
    "lines",
    [
        ('code = "1.2.1"', 'title = "ของภารกิจอื่น"'),
        ('code = "1.1"', 'title = "เลขของภารกิจเอง"'),
        ('code = "1.1.1"', 'title = ""'),
        (
            *('code = "1.1.1"', 'title = "ก"'),
            *("[[dimensions.missions.sub_missions]]", 'code = "1.1.1"', 'title = "ข"'),
        ),
    ],
)
def test_an_edition_with_a_sub_mission_that_cannot_be_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="sub-mission") as refused:
        read_edition(edition_text("[[dimensions.missions.sub_missions]]", *lines))
    assert refused.value.code == "EDITION_UNREADABLE"

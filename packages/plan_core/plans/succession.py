"""From a plan of an earlier edition to the rows of a new one: its years shifted. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.body import Body
from plan_core.plans.content import NewInitiative
from plan_core.plans.parts import Member, NewRisk, NewSection, Sheet
from plan_core.thai_text import fold_key

_QUARTER = re.compile("([0-9]{4})-(Q[1-4])")


@dataclass(frozen=True, slots=True)
class EarlierMission:
    """A mission of the earlier edition with rows, and where they would go.

    `proposed` is the mission with the same title in the new edition; None when there is none, for a
    code may mean another mission there: a person decides.
    """

    code: str
    title: str
    initiatives: int
    proposed: str | None


@dataclass(frozen=True, slots=True)
class Succession:
    """What the new plan begins with; `sheets` beside `rows`, `answers` are their places by risk."""

    rows: tuple[NewInitiative, ...]
    sheets: tuple[Sheet | None, ...]
    sections: tuple[NewSection, ...]
    risks: tuple[NewRisk, ...]
    answers: tuple[tuple[int, ...], ...]
    members: tuple[Member, ...]


def shifted_years(old: FrameworkEdition, new: FrameworkEdition) -> dict[int, int]:
    """The first year to the first, and so on; what has no year on the other side is left out."""
    return dict(zip(old.fiscal_years, new.fiscal_years, strict=False))


def missions_of(
    body: Body, old: FrameworkEdition, new: FrameworkEdition
) -> tuple[EarlierMission, ...]:
    """The missions that have rows, in the earlier edition's order."""
    counts = Counter(row.mission for row in body.initiatives)
    by_title = {fold_key(mission.title): mission.code for mission in new.missions()}
    return tuple(
        EarlierMission(
            mission.code,
            mission.title,
            counts[mission.code],
            by_title.get(fold_key(mission.title)),
        )
        for mission in old.missions()
        if counts[mission.code]
    )


def succeed(
    body: Body,
    old: FrameworkEdition,
    new: FrameworkEdition,
    missions: Mapping[str, str],
) -> Succession:
    """Every row in its new mission (`missions`, by earlier code), its budgets in the shifted years.

    What was decided for the earlier period only is not taken: the order that appoints the
    committees, printed numbers, the budgets and quarters of years without a counterpart. Raises
    Invalid MISSION_NOT_MAPPED when it is not said where a mission's rows go.
    """
    _check_missions(body, missions)
    years = shifted_years(old, new)
    order = {mission.code: at for at, mission in enumerate(new.missions())}
    taken = sorted(body.initiatives, key=lambda row: order.get(missions[row.mission], -1))
    places = {row.id: at for at, row in enumerate(taken) if row.id is not None}
    return Succession(
        rows=tuple(
            NewInitiative(
                missions[row.mission],
                row.kind,
                row.title,
                {
                    years[int(year)]: cell.budget
                    for year, cell in row.budgets.items()
                    if int(year) in years
                },
                remarks=row.remarks,
                # Another edition numbers its missions in another way.
                sub_mission=row.sub_mission if missions[row.mission] == row.mission else None,
            )
            for row in taken
        ),
        sheets=tuple(_sheet(row.sheet, years) for row in taken),
        sections=body.sections,
        risks=tuple(replace(risk, answered_by=()) for risk in body.risks),
        answers=tuple(
            tuple(places[row] for row in risk.answered_by if row in places) for risk in body.risks
        ),
        members=body.appointment.members if body.appointment else (),
    )


def _check_missions(body: Body, missions: Mapping[str, str]) -> None:
    wanted = {row.mission for row in body.initiatives}
    if unsaid := sorted(wanted - missions.keys()):
        raise Invalid(
            "MISSION_NOT_MAPPED",
            f"ยังไม่ได้เลือกว่ารายการของภารกิจ {', '.join(unsaid)} จะไปอยู่ภารกิจใด",
            f"It is not said where the rows of mission {', '.join(unsaid)} go.",
            field="missions",
            values={"missions": [*unsaid]},
        )
    if unknown := sorted(missions.keys() - wanted):
        raise Invalid(
            "MISSION_WITHOUT_ROWS",
            f"แผนเดิมไม่มีรายการในภารกิจ {', '.join(unknown)}",
            f"The earlier plan has no rows in mission {', '.join(unknown)}.",
            field="missions",
            values={"missions": [*unknown]},
        )


def _sheet(sheet: Sheet | None, years: Mapping[int, int]) -> Sheet | None:
    if sheet is None:
        return None
    found = [match for quarter in sheet.quarters if (match := _QUARTER.fullmatch(quarter))]
    return replace(
        sheet,
        quarters=tuple(
            f"{years[int(match[1])]}-{match[2]}" for match in found if int(match[1]) in years
        ),
    )

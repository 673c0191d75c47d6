"""Plans that say something in every part, for the organisations that a visitor opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

from plan_core.db.transaction import WriteTx
from plan_core.demo import cast, words
from plan_core.demo.plans import MadePlan
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.actions import beginning, committees
from plan_core.plans.content import NewInitiative
from plan_core.plans.model import Plan
from plan_core.plans.parts import Indicator, Member, NewRisk, NewSection, Sheet
from plan_core.plans.sheets_rules import TargetGroup
from plan_core.plans.stages import CommitteeKind, RiskFactor

ORDERED_ON = date(2017, 9, 1)


def written_whole(made: MadePlan, code: str) -> MadePlan:
    """The same rows with the texts of Part 1 and scored risks."""
    dice = cast.dice_of(code, "whole")
    return replace(
        made,
        sections=(
            NewSection("RATIONALE", "หลักการและเหตุผล", words.RATIONALE),
            *made.sections,
            NewSection("TARGETS", "เป้าหมาย", words.TARGETS),
            NewSection("BENEFITS", "ประโยชน์ที่คาดว่าจะได้รับ", words.BENEFITS),
        ),
        risks=tuple(_scored(dice, risk) for risk in made.risks),
    )


async def write_beside(
    tx: WriteTx,
    plan: Plan,
    edition: FrameworkEdition,
    code: str,
    made: MadePlan,
    rows: Sequence[UUID],
) -> None:
    """Sheets, answers to risks, and both committees with their order."""
    dice = cast.dice_of(code, "beside")
    sheets = [sheet_of(dice, one, edition) for one in made.initiatives]
    beginning.write_sheets(tx, plan, rows, sheets)
    # The last risk stays unanswered: the checks have something to say.
    answered = [dice.sample(list(rows), min(2, len(rows))) for _ in made.risks[:-1]]
    await beginning.write_answers(tx, plan, answered)
    await committees.set_appointment(
        tx,
        plan.id,
        0,
        order_number="๑๒๕/๒๕๖๐",
        ordered_on=ORDERED_ON,
        preamble=words.ORDER_PREAMBLE,
    )
    await beginning.write_members(tx, plan, members_of(dice))


def _scored(dice: Random, risk: NewRisk) -> NewRisk:
    return replace(
        risk,
        factor=dice.choice(list(RiskFactor)),
        factors_text=dice.choice(words.FACTORS),
        likelihood=dice.randint(2, 5),
        impact=dice.randint(2, 5),
    )


def sheet_of(dice: Random, row: NewInitiative, edition: FrameworkEdition) -> Sheet:
    """A sheet with every field that the form asks for."""
    years = edition.fiscal_years
    return Sheet(
        rationale=words.RATIONALE_OF_ROW,
        objectives="๑. เพื่อให้ผู้เกี่ยวข้องเข้าใจและปฏิบัติได้\n๒. เพื่อลดโอกาสเกิดการทุจริต",
        targets=f"ดำเนินการ “{row.title}” อย่างน้อยปีละ ๑ ครั้ง",
        place="ในเขตองค์การบริหารส่วนตำบล",
        method="๑. เสนอขออนุมัติ\n๒. ดำเนินการตามกำหนด\n๓. สรุปผลและรายงานผู้บริหาร",
        duration=f"ปีงบประมาณ {years[0]}-{years[-1]}",
        quarters=tuple(f"{year}-Q{dice.randint(1, 4)}" for year in years),
        responsible_unit=dice.choice(words.UNITS),
        responsible_person=_name(dice),
        target_groups=(dice.choice(list(TargetGroup)).value,),
        expected_outcome="ผู้เกี่ยวข้องปฏิบัติถูกต้อง และเรื่องร้องเรียนลดลง",
        indicators=(
            Indicator(
                "ร้อยละของผู้เข้าร่วมที่เข้าใจเพิ่มขึ้น",
                baseline="๐",
                target=str(dice.choice((70, 80, 90))),
                unit="ร้อยละ",
                tool="แบบประเมิน",
            ),
        ),
    )


def members_of(dice: Random) -> list[Member]:
    """Five people in each committee, by their posts."""
    return [
        Member(kind, _name(dice), post, duty)
        for kind in CommitteeKind
        for post, duty in words.COMMITTEE_POSTS
    ]


def _name(dice: Random) -> str:
    return f"{dice.choice(words.GIVEN_NAMES)} {words.SURNAME}"

"""The rows that an organisation's plan is in the tables: the product's own rules fill them. Pure.

`plans.actions` writes the same; tests/core/test_nation.py compares the two, column by column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import cast
from uuid import UUID

from bench.nation.organisations import MadeOrganisation
from bench.nation.plans import MadePlan, MadeRow
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import body, freezing, rollup
from plan_core.plans.actions import submitting
from plan_core.plans.content import PlanContent
from plan_core.plans.stages import PlanState, StepKind
from plan_core.values import UNSTATED, Budget

Values = Mapping[str, object]
BY = "ผู้สร้างข้อมูลทดสอบ"
NOBODY = UUID(int=0)
DRAFTED_AT = datetime.fromisoformat("2017-11-01T02:00:00+00:00")

PLAN_TABLES: tuple[str, ...] = (
    "plan",
    "initiative",
    "budget_cell",
    "plan_section",
    "risk",
    "revision",
    "revision_initiative",
    "plan_rollup",
    "revision_step",
    "searched_text",
)
"""In the order in which they point to each other."""
_NUMBERS = {name: number for number, name in enumerate(PLAN_TABLES, start=1)}


def id_of(table: str, organisation_id: int, number: int = 0) -> UUID:
    """The same on every machine, and in order of time like all our ids (UUIDv7's layout)."""
    return UUID(f"{0x0160_0000_0000 + organisation_id:012x}7{_NUMBERS[table]:03x}8{number:015x}")


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its id and place: what the product's rules ask of a row of a plan."""

    id: UUID
    position: int
    made: MadeRow

    @property
    def mission_code(self) -> str:
        return self.made.mission_code

    @property
    def kind(self) -> object:
        return self.made.kind

    @property
    def sub_mission(self) -> None:
        return None

    @property
    def number(self) -> int:
        return self.made.number

    @property
    def budgets(self) -> Mapping[int, Budget]:
        return self.made.budgets

    @property
    def initiative(self) -> MadeRow:
        return self.made


def rows_of(
    organisation: MadeOrganisation, plan: MadePlan, edition: FrameworkEdition
) -> dict[str, list[Values]]:
    """By table; a draft has none in the tables of what was submitted."""
    owner = {"tenant_id": organisation.id, "plan_id": id_of("plan", organisation.id)}
    placed = [
        PlacedRow(id_of("initiative", organisation.id, position), position, made)
        for position, made in enumerate(plan.rows, start=1)
    ]
    tables: dict[str, list[Values]] = {name: [] for name in PLAN_TABLES}
    tables["plan"].append(_plan(organisation, plan, edition))
    for row in placed:
        tables["initiative"].append(_initiative(owner, row))
        tables["budget_cell"] += _cells(organisation, owner, row, edition)
    for position, section in enumerate(plan.sections, start=1):
        tables["plan_section"].append(
            {
                **owner,
                "id": id_of("plan_section", organisation.id, position),
                "position": position,
                "code": section.code,
                "title_th": section.title_th,
                "body": section.body,
                "version": 1,
            }
        )
    for position, risk in enumerate(plan.risks, start=1):
        tables["risk"].append(
            {
                **owner,
                "id": id_of("risk", organisation.id, position),
                "position": position,
                "category": risk.category.value,
                "text": risk.text,
                "factor": None,
                "factors_text": "",
                "likelihood": None,
                "impact": None,
                "version": 1,
            }
        )
    if plan.submitted_at is not None:
        _submit(tables, organisation, plan, plan.submitted_at, placed, edition)
    return tables


def _plan(organisation: MadeOrganisation, plan: MadePlan, edition: FrameworkEdition) -> Values:
    is_draft = plan.submitted_at is None
    return {
        "tenant_id": organisation.id,
        "id": id_of("plan", organisation.id),
        "edition_code": edition.code,
        "state": (PlanState.DRAFT if is_draft else PlanState.SUBMITTED).value,
        # Sent to the committee, and from there submitted.
        "version": 1 if is_draft else 3,
        "updated_at": plan.submitted_at or DRAFTED_AT,
        "amendment_id": None,
    }


def _initiative(owner: Values, row: PlacedRow) -> Values:
    return {
        **owner,
        "id": row.id,
        "mission_code": row.made.mission_code,
        "position": row.position,
        "number_printed": "",
        "kind": row.made.kind.value,
        "title": row.made.title,
        "remarks": row.made.remarks,
        "search_key": row.made.search_key,
        "version": 1,
        "removed_at": None,
    }


def _cells(
    organisation: MadeOrganisation, owner: Values, row: PlacedRow, edition: FrameworkEdition
) -> list[Values]:
    cells: list[Values] = []
    for at, year in enumerate(edition.fiscal_years):
        budget = row.made.budgets.get(year, UNSTATED)
        cells.append(
            {
                **owner,
                "id": id_of("budget_cell", organisation.id, row.position * 10 + at),
                "initiative_id": row.id,
                "fiscal_year_be": year,
                "state": budget.state.value,
                "amount_satang": budget.satang,
                "version": 1,
            }
        )
    return cells


def _submit(
    tables: dict[str, list[Values]],
    organisation: MadeOrganisation,
    plan: MadePlan,
    submitted_at: datetime,
    placed: list[PlacedRow],
    edition: FrameworkEdition,
) -> None:
    """The revision with its rows, its figures and its first step."""
    content = cast("PlanContent", SimpleNamespace(rows=placed))
    frozen = body.Body(
        format=body.FORMAT,
        version=body.VERSION,
        edition=edition.code,
        initiatives=freezing.frozen_rows(content, {}),
        sections=plan.sections,
        risks=plan.risks,
    )
    text = body.encode(frozen)
    area: dict[str, object] = {
        "tenant_id": organisation.id,
        "province_code": organisation.province_code,
        "district_code": organisation.district_code,
    }
    revision_id = id_of("revision", organisation.id)
    tables["revision"].append(
        {
            **area,
            "id": revision_id,
            "plan_id": id_of("plan", organisation.id),
            "edition_code": edition.code,
            "number": 1,
            "submitted_at": submitted_at,
            "submitted_by": BY,
            "body": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "amendment_id": None,
        }
    )
    owner = area | {"revision_id": revision_id}
    for number, row in enumerate(submitting.revision_rows(content, edition, owner), start=1):
        row["id"] = id_of("revision_initiative", organisation.id, number)
        row["kind"] = placed[number - 1].made.kind.value
        tables["revision_initiative"].append(row)
    for number, row in enumerate(submitting.searched_rows(frozen, owner), start=1):
        row["id"] = id_of("searched_text", organisation.id, number)
        tables["searched_text"].append(row)
    figures = rollup.figures_of(content.rows, edition)
    below = rollup.sub_figures_of(content.rows, edition)
    tables["plan_rollup"].append(
        {
            **owner,
            "id": id_of("plan_rollup", organisation.id),
            "edition_code": edition.code,
            "revision_number": 1,
            "first_submitted_at": submitted_at,
            "submitted_at": submitted_at,
            "counts": figures.counts,
            "states": figures.states,
            "amounts_satang": figures.amounts_satang,
            "parts": rollup.parts_of(frozen).listed(),
            "sub_counts": below.counts,
            "sub_states": below.states,
            "sub_amounts_satang": below.amounts_satang,
        }
    )
    tables["revision_step"].append(
        {
            **owner,
            "id": id_of("revision_step", organisation.id),
            "at": submitted_at,
            "person_id": NOBODY,
            "by_name": BY,
            "by_role": "APPROVER",
            "sequence": 1,
            "kind": StepKind.SUBMITTED.value,
            "note": "",
            "signed_by": "",
            "signed_as": "",
            "acting_for": "",
            "order_number": "",
            "signed_on": None,
        }
    )

"""A plan seen as a draft again, so that the same checks run on it as on a document. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from plan_core.framework.rules import FrameworkEdition, dimension_code_of
from plan_core.intake import checks
from plan_core.intake.draft import (
    DeclaredDimension,
    DraftInitiative,
    DraftRisk,
    DraftSection,
    PlanDraft,
    WrittenParts,
)
from plan_core.intake.findings import Finding
from plan_core.intake.settled import Explanation
from plan_core.intake.sheets import Place
from plan_core.plans.body import Body
from plan_core.plans.content import PlanContent
from plan_core.plans.model import Acceptance

NOWHERE = Place("", 0, 0)
"""A row of a plan stands in no document."""


def declared_of(acceptance: Acceptance | None) -> tuple[DeclaredDimension, ...]:
    """What the imported document claimed; nothing for a plan written here."""
    if acceptance is None:
        return ()
    return msgspec.json.decode(acceptance.declared, type=tuple[DeclaredDimension, ...])


def explanations_of(acceptance: Acceptance | None) -> dict[str, Explanation]:
    if acceptance is None:
        return {}
    return msgspec.json.decode(acceptance.explanations, type=dict[str, Explanation])


def rekeyed(
    explanations: Mapping[str, Explanation], plan_ids: Mapping[str, str]
) -> dict[str, Explanation]:
    """Explanations about a draft's rows, by the keys that the same findings have in the plan.

    `plan_ids` maps a draft row's id to the plan row's.
    """
    return {
        ":".join(plan_ids.get(part, part) for part in key.split(":")): explanation
        for key, explanation in explanations.items()
    }


def findings_of(
    content: PlanContent, body: Body, acceptance: Acceptance | None, edition: FrameworkEdition
) -> tuple[Finding, ...]:
    """The checks' findings on the plan as it stands; initiative ids are the rows' own.

    `body` is the same plan with what stands beside its rows.
    """
    draft = PlanDraft(
        fiscal_years=edition.fiscal_years,
        edition_code=edition.code,
        organisation_name_printed="",
        initiatives=tuple(
            DraftInitiative(
                id=str(row.id),
                dimension=dimension_code_of(row.mission_code),
                mission=row.mission_code,
                number=str(row.number),
                kind=row.kind,
                title=row.initiative.title,
                title_printed=row.initiative.title,
                budgets=row.budgets,
                remarks=row.initiative.remarks,
                place=NOWHERE,
                sub_heading=row.sub_mission or "",
            )
            for row in content.rows
        ),
        declared=declared_of(acceptance),
        sections=tuple(
            DraftSection(one.code, one.title_th, one.body, NOWHERE) for one in body.sections
        ),
        risks=tuple(DraftRisk(one.category, one.text, NOWHERE) for one in body.risks),
        written=WrittenParts(
            sheets={str(row.id): row.sheet for row in body.initiatives if row.sheet is not None},
            risks=body.risks,
            appointment=body.appointment,
        ),
    )
    return checks.run_all(draft, edition)

"""Writing the sections of Part 1: create or replace one by its code."""

from __future__ import annotations

from uuid import UUID

from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Value
from plan_core.plans import part_queries, queries, rich_text, rules, texts_rules
from plan_core.plans.actions.editing import conflict, open_for_edit
from plan_core.plans.changed_text import changed_part
from plan_core.plans.model import PlanSection
from plan_core.plans.stages import Part, PartKind

NOT_THERE = 0
"""The version of a part that nobody has begun."""


async def set_section(
    tx: WriteTx, plan_id: UUID, code: str, version: int, body: str, title: str | None = None
) -> PlanSection:
    """Replace the text of a section, or begin it (`version` 0); its heading stays unless given."""
    cleaned = rich_text.clean(body)
    plan = await open_for_edit(tx, plan_id, Part(PartKind.SECTION, section_code=code))
    section = await part_queries.find_section(tx, plan.id, code)
    if version != (NOT_THERE if section is None else section.version):
        raise conflict(_facts_of(section))
    before = None if section is None else (section.title_th, section.body, section.version)
    if section is None:
        section = await _begin(tx, plan.id, code)
    else:
        section.version += 1
    section.body = cleaned
    if title is not None:
        section.title_th = rules.clean_needed_line(title, "title")
    _record(tx, section, before)
    await tx.session.flush()
    return section


async def _begin(tx: WriteTx, plan_id: UUID, code: str) -> PlanSection:
    """An empty section where the printed order puts it; those behind it move on."""
    heading = texts_rules.heading_of(code)
    others = await queries.list_sections(tx, plan_id)
    at = texts_rules.place_of(code, [one.code for one in others])
    section = PlanSection(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        plan_id=plan_id,
        position=at + 1,
        code=code,
        title_th=heading,
        body="",
        version=1,
    )
    for position, other in enumerate([*others[:at], section, *others[at:]], start=1):
        other.position = position
    tx.session.add(section)
    return section


def _record(tx: WriteTx, section: PlanSection, before: tuple[str, str, int] | None) -> None:
    title, body, version = before or ("", "", NOT_THERE)
    was, became = changed_part(body, section.body)
    audit.record(
        tx,
        "set_section",
        "plan_section",
        section.id,
        None
        if before is None
        else {"code": section.code, "title": title, "body": was, "version": version},
        {
            "code": section.code,
            "title": section.title_th,
            "body": became,
            "version": section.version,
        },
    )


def _facts_of(section: PlanSection | None) -> dict[str, Value]:
    if section is None:
        return {"version": NOT_THERE, "title": "", "body": ""}
    return {"version": section.version, "title": section.title_th, "body": section.body}

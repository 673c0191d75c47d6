"""Writing the sections of Part 1: create or replace one by its code."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from plan_core.audit import actions as audit
from plan_core.audit.about import About
from plan_core.audit.actions import Facts
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Value
from plan_core.plans import part_queries, queries, rich_text, texts_rules
from plan_core.plans.actions.editing import conflict, open_for_edit
from plan_core.plans.changed_text import changed_part
from plan_core.plans.model import PlanSection
from plan_core.plans.stages import Part, PartKind
from plan_core.typed_text import clean_needed_line

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
    before = None if section is None else _said_by(section)
    if section is None:
        section = await _begin(tx, plan.id, code)
    else:
        section.version += 1
    section.body = cleaned
    if title is not None:
        section.title_th = clean_needed_line(title, "title")
    record_section(tx, plan.id, section.id, code, before, _said_by(section))
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


@dataclass(frozen=True, slots=True)
class Said:
    """What a section said."""

    title: str
    body: str
    version: int


def record_section(
    tx: WriteTx,
    plan_id: UUID,
    section_id: UUID,
    code: str,
    before: Said | None,
    after: Said | None,
    verb: str = "set_section",
) -> None:
    """Of a long text only what changed."""
    was, became = changed_part(before.body if before else "", after.body if after else "")
    audit.record(
        tx,
        verb if after else "remove_section",
        "plan_section",
        section_id,
        _told(code, before, was),
        _told(code, after, became),
        About.section(plan_id, code),
    )


def _told(code: str, said: Said | None, body: str) -> Facts:
    if said is None:
        return None
    return {"code": code, "title": said.title, "body": body, "version": said.version}


def _said_by(section: PlanSection) -> Said:
    return Said(section.title_th, section.body, section.version)


def _facts_of(section: PlanSection | None) -> dict[str, Value]:
    if section is None:
        return {"version": NOT_THERE, "title": "", "body": ""}
    return {"version": section.version, "title": section.title_th, "body": section.body}

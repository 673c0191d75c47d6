"""Reading the history of the own plan from the audit log, newest first, and what was removed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, cast, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSON, distinct_on
from sqlalchemy.orm import InstrumentedAttribute

from plan_core.actor import Permission
from plan_core.audit.about import About
from plan_core.audit.model import AuditEntry
from plan_core.audit.queries import plain
from plan_core.audit.rules import Entry
from plan_core.db.transaction import ReadTx
from plan_core.plans import history
from plan_core.plans.history import (
    SHEET,
    TITLED,
    WHOLE_ROW,
    WHOLE_SHEET,
    Act,
    Change,
    HistoryKind,
    Subject,
    Told,
)
from plan_core.plans.model import Initiative, Plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of one part or of the whole plan, of one field or cell, by one person."""

    part: About | None = None
    fiscal_year_be: int | None = None
    field: str = ""
    person_id: UUID | None = None
    kinds: Collection[HistoryKind] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, ready to be read."""

    entry: Entry
    act: Act
    subject: Subject
    changes: tuple[Change, ...]


async def list_history(
    tx: ReadTx, plan: Plan, wanted: Wanted, first: int, before: int | None = None
) -> list[Line]:
    """Newest first, from behind the entry numbered `before`: two statements, and a third one for
    the names of rows that are gone altogether."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(AuditEntry)
        .where(*_conditions(tx, plan, wanted))
        .order_by(AuditEntry.sequence.desc())
        .limit(first)
    )
    if before is not None:
        query = query.where(AuditEntry.sequence < before)
    told = [Told.of(plain(one)) for one in await tx.session.scalars(query)]
    faces = await _faces_of(tx, plan, {row for one in told for row in one.mentioned_rows})
    titles = {row: face.title for row, face in faces.items()}
    return [
        Line(
            one.entry,
            one.act,
            _named(history.subject_of(one), faces),
            tuple(
                change
                for change in history.changes_of(one, titles, wanted.fiscal_year_be)
                if wanted.field in ("", WHOLE_SHEET, change.field)
            ),
        )
        for one in told
    ]


def _conditions(tx: ReadTx, plan: Plan, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [AuditEntry.tenant_id == tx.actor.tenant, AuditEntry.plan_id == plan.id]
    if wanted.part is not None:
        found.append(AuditEntry.part == wanted.part.part)
    if wanted.person_id is not None:
        found.append(AuditEntry.person_id == wanted.person_id)
    if wanted.kinds:
        found.append(AuditEntry.verb.in_([one for one in Act if one.kind in wanted.kinds]))
    if wanted.fiscal_year_be is not None:
        year = cast(AuditEntry.after, JSON)["fiscalYear"].astext
        found.append(or_(year == str(wanted.fiscal_year_be), AuditEntry.verb.in_(WHOLE_ROW)))
    if wanted.field == WHOLE_SHEET:
        found.append(AuditEntry.verb == Act.SET_SHEET)
    elif wanted.field:
        name = wanted.field.removeprefix(SHEET)
        is_sheet = wanted.field.startswith(SHEET)
        old, new = (_said(side, name) for side in (AuditEntry.before, AuditEntry.after))
        found.append((AuditEntry.verb == Act.SET_SHEET) if is_sheet else true())
        found.append(old != new)
    return found


def _said(side: InstrumentedAttribute[str | None], name: str) -> ColumnElement[str]:
    """A field's text; the same for one that is blank and for one that is not there."""
    return func.coalesce(func.nullif(cast(side, JSON)[name].astext, "[]"), "")


@dataclass(frozen=True, slots=True)
class _Face:
    title: str
    mission_code: str
    is_there: bool


async def _faces_of(tx: ReadTx, plan: Plan, rows: Collection[UUID]) -> dict[UUID, _Face]:
    """What rows are called: as they stand, also removed; else by the last that the log says."""
    if not rows:
        return {}
    standing = await tx.session.execute(
        select(
            Initiative.id, Initiative.title, Initiative.mission_code, Initiative.removed_at
        ).where(Initiative.tenant_id == tx.actor.tenant, Initiative.id.in_(rows))
    )
    faces = {
        row: _Face(title, mission, removed_at is None)
        for row, title, mission, removed_at in standing
    }
    gone = set(rows) - faces.keys()
    if not gone:
        return faces
    last = await tx.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.tenant_id == tx.actor.tenant,
            AuditEntry.plan_id == plan.id,
            AuditEntry.part.in_([About.row(plan.id, one).part for one in gone]),
            AuditEntry.verb.in_(TITLED),
        )
        .ext(distinct_on(AuditEntry.part))
        .order_by(AuditEntry.part, AuditEntry.sequence.desc())
    )
    for told in (Told.of(plain(one)) for one in last):
        facts = told.facts
        if told.row_id is not None:
            faces[told.row_id] = _Face(facts["title"], facts["missionCode"], is_there=False)
    return faces


def _named(subject: Subject, faces: Mapping[UUID, _Face]) -> Subject:
    face = None if subject.initiative_id is None else faces.get(subject.initiative_id)
    if face is None:
        return subject
    return replace(
        subject, label=face.title, mission_code=face.mission_code, is_there=face.is_there
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Who did something to the plan, by the newest name."""

    id: UUID
    name: str


async def list_people(tx: ReadTx, plan: Plan) -> list[Person]:
    """Everybody who ever did something to the plan, by name: one statement."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(AuditEntry.person_id, AuditEntry.by_name)
        .where(AuditEntry.tenant_id == tx.actor.tenant, AuditEntry.plan_id == plan.id)
        .ext(distinct_on(AuditEntry.person_id))
        .order_by(AuditEntry.person_id, AuditEntry.sequence.desc())
    )
    found = [Person(person, name) for person, name in await tx.session.execute(query)]
    return sorted(found, key=lambda one: (one.name, one.id))

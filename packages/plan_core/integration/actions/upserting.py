"""Bringing what another system says into the plan, by the same actions as a person's edits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound, SimitiError
from plan_core.framework.rules import FrameworkEdition
from plan_core.integration import export_rules, upsert_queries, upsert_rules
from plan_core.integration.upsert_model import ExternalReference, KeptUpsert
from plan_core.integration.upsert_rules import (
    Answer,
    OnError,
    Outcome,
    RowResult,
    Told,
    UpsertRequest,
    WantedRow,
)
from plan_core.plans import queries, rules
from plan_core.plans.actions import ordering, wording
from plan_core.plans.actions.editing import RefusedRows, refusal_of_row
from plan_core.plans.actions.filling import CellEdit
from plan_core.plans.actions.wording import RowEdit
from plan_core.plans.content import NewInitiative, PlanRow
from plan_core.plans.model import BudgetCell, Plan


@dataclass(frozen=True, slots=True)
class Upserted:
    """`is_replay`: the answer of an earlier request with the same key."""

    answer: Answer
    is_replay: bool = False


class NothingSaved(Exception):
    """A dry run, or each row that would have changed something was refused: raising this leaves
    the transaction without a trace of what was tried."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("nothing is to be saved")
        self.answer = answer


class RefusedUpsert(RefusedRows):
    """One refused row, and nothing was saved."""


@dataclass
class _Work:
    """A request on its way. Rows are known by their index."""

    request: UpsertRequest
    refusals: dict[str, SimitiError]
    rows: dict[UUID, PlanRow]
    target: dict[int, UUID] = field(default_factory=dict[int, UUID])
    """Which row of the plan it is, for those that there are."""
    unlinked: set[int] = field(default_factory=set[int])
    """Rows that there are, but not by this name yet."""
    results: dict[int, RowResult] = field(default_factory=dict[int, RowResult])
    cells: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    """Of an edit the indexes of its budgets, in the order of its cells."""

    def is_refused(self, at: int) -> bool:
        return any(place.partition(".")[0] == str(at) for place in self.refusals)

    def left(self) -> list[tuple[int, WantedRow]]:
        return [(at, row) for at, row in enumerate(self.request.rows) if not self.is_refused(at)]


async def upsert(
    tx: WriteTx, request: UpsertRequest, edition: FrameworkEdition, key: str | None, *, dry: bool
) -> Upserted:
    """Raises RefusedUpsert by STOP, NothingSaved with the answer when nothing is to stay, and what
    refuses the whole: a plan that is locked, or has no room, saves no row by SKIP either."""
    tx.actor.require(Permission.PLAN_EDIT)
    key = export_rules.clean_key(key)
    upsert_rules.clean_name(request.system, "system")
    plan = await queries.get_plan(tx, request.plan_id, lock=True)
    if key is not None and (kept := await _find_kept(tx, key)) is not None:
        export_rules.check_same(kept.request_sha256, request.sha256)
        return Upserted(upsert_rules.decode(kept.answer), is_replay=True)
    content = await queries.get_content(tx, plan, edition)
    work = _Work(
        request, upsert_rules.check_rows(request.rows), {row.id: row for row in content.rows}
    )
    await _find_targets(tx, work)
    _check_new(work, edition)
    new = [(at, row) for at, row in work.left() if at not in work.target]
    await _update(tx, plan, work, edition)
    if work.refusals and request.on_error is OnError.STOP:
        raise RefusedUpsert(work.refusals)
    await _create(tx, plan, work, edition, new)
    if work.refusals and request.on_error is OnError.STOP:
        raise RefusedUpsert(work.refusals)
    answer = await _answer(tx, plan, work)
    if dry or (work.refusals and not answer.changes_anything):
        raise NothingSaved(answer)
    if key is not None:
        await _keep(tx, key, request, answer)
    await tx.session.flush()
    return Upserted(answer)


async def _find_targets(tx: WriteTx, work: _Work) -> None:
    named = [row.initiative_id for row in work.request.rows if row.initiative_id is not None]
    values = [row.external_id for row in work.request.rows]
    found = await upsert_queries.list_references(tx, work.request.system, values, named)
    by_value = {one.value: one for one in found}
    by_row = {one.initiative_id: one for one in found}
    taken: set[UUID] = set()
    for at, row in work.left():
        known = by_value.get(row.external_id)
        wanted = known.initiative_id if known is not None else row.initiative_id
        if wanted is None:
            continue
        other = by_row.get(wanted)
        differs = row.initiative_id is not None and row.initiative_id != wanted
        if differs or (other is not None and other.value != row.external_id):
            work.refusals[str(at)] = upsert_rules.refers_elsewhere()
        elif wanted not in work.rows:
            # Of another plan, of nobody's, or taken out of the plan: it is not made anew.
            work.refusals[str(at)] = NotFound("initiative")
        elif wanted in taken:
            work.refusals[str(at)] = upsert_rules.row_twice()
        else:
            taken.add(wanted)
            work.target[at] = wanted
            if known is None:
                work.unlinked.add(at)


def _check_new(work: _Work, edition: FrameworkEdition) -> None:
    """What the actions would refuse for a whole block is refused here for the row."""
    for at, row in work.left():
        if at not in work.target:
            if row.if_version is not None:
                work.refusals[str(at)] = NotFound("initiative")
                continue
            missing = [
                name
                for name, value in (
                    ("missionCode", row.mission_code),
                    ("kind", row.kind),
                    ("title", row.title),
                )
                if value is None
            ]
            if missing:
                work.refusals[str(at)] = upsert_rules.needed(missing[0])
                continue
        _check_values(work, at, row, edition)


def _check_values(work: _Work, at: int, row: WantedRow, edition: FrameworkEdition) -> None:
    if row.mission_code is not None:
        _try(
            work, f"{at}.missionCode", lambda: rules.check_mission(edition, row.mission_code or "")
        )
    for index, one in enumerate(row.budgets):
        place = f"{at}.budgets.{index}"
        _try(work, place, lambda one=one: rules.check_year(edition, one.fiscal_year_be))
        _try(work, place, lambda one=one: rules.check_budget(one.budget))


def _try(work: _Work, place: str, check: Callable[[], None]) -> None:
    try:
        check()
    except Invalid as refusal:
        work.refusals.setdefault(place, refusal)


async def _update(tx: WriteTx, plan: Plan, work: _Work, edition: FrameworkEdition) -> None:
    """Rows that there are: first what they say, then where they stand."""
    edits: dict[int, RowEdit] = {}
    for at, row in work.left():
        if at not in work.target:
            continue
        there = work.rows[work.target[at]]
        if row.if_version is not None:
            stale = refusal_of_row(there.initiative, row.if_version)
            if stale is not None:
                work.refusals[str(at)] = stale
                continue
        edit = _edit_of(work, at, row, there)
        if edit.has_fields or edit.cells:
            edits[at] = edit
    while edits:
        order = list(edits)
        try:
            await wording.set_initiatives(tx, [edits[at] for at in order], of_plan=plan.id)
            break
        except RefusedRows as refused:
            # Nothing was written: the block is tried again without what it refused.
            for place, why in refused.refusals.items():
                at = order[int(place.partition(".")[0])]
                work.refusals[_place_of(work, at, place)] = why
                edits.pop(at, None)
            if work.request.on_error is OnError.STOP:
                return
    for at, row in work.left():
        if at not in work.target:
            continue
        initiative = work.rows[work.target[at]].initiative
        moves = row.mission_code is not None and row.mission_code != initiative.mission_code
        if moves and row.mission_code is not None:
            await ordering.move_initiative(
                tx, initiative.id, initiative.version, edition, mission_code=row.mission_code
            )
        if at in work.unlinked:
            _add_reference(tx, work, row.external_id, initiative.id)
        changed = at in edits or moves or at in work.unlinked
        work.results[at] = RowResult(
            Outcome.UPDATED if changed else Outcome.UNCHANGED, initiative.id, initiative.version
        )


def _edit_of(work: _Work, at: int, row: WantedRow, there: PlanRow) -> RowEdit:
    """Only what differs: a nightly push that says the same leaves no trace."""
    initiative = there.initiative
    by_year = {cell.fiscal_year_be: cell for cell in there.cells}
    changed: list[tuple[int, BudgetCell]] = []
    for index, one in enumerate(row.budgets):
        cell = by_year[one.fiscal_year_be]
        is_stale = one.if_version is not None and one.if_version != cell.version
        if is_stale or cell.budget != one.budget:
            changed.append((index, cell))
    work.cells[at] = [index for index, _ in changed]
    return RowEdit(
        initiative.id,
        initiative.version,
        title=_if_other(row.title, initiative.title),
        kind=None if row.kind is initiative.kind else row.kind,
        remarks=_if_other(row.remarks, initiative.remarks),
        sub_mission=_if_other(row.sub_mission, initiative.sub_mission or ""),
        cells=tuple(
            CellEdit(
                cell.id,
                cell.version if (seen := row.budgets[index].if_version) is None else seen,
                row.budgets[index].budget,
            )
            for index, cell in changed
        ),
    )


def _if_other(wanted: str | None, there: str) -> str | None:
    return None if wanted == there else wanted


def _place_of(work: _Work, at: int, place: str) -> str:
    """A cell of an edit, by the budget that it came from."""
    _, cells, index = place.partition(".cells.")
    return f"{at}.budgets.{work.cells[at][int(index)]}" if cells else str(at)


async def _create(
    tx: WriteTx,
    plan: Plan,
    work: _Work,
    edition: FrameworkEdition,
    new: list[tuple[int, WantedRow]],
) -> None:
    """Behind the last row of their missions, in the order of the request."""
    by_mission: dict[str, dict[int, WantedRow]] = defaultdict(dict)
    for at, row in new:
        if row.mission_code is not None and not work.is_refused(at):
            by_mission[row.mission_code][at] = row
    for mission_code, rows in by_mission.items():
        while rows:
            order = list(rows)
            try:
                added = await ordering.add_initiatives(
                    tx, plan.id, edition, mission_code, [_new_row(rows[at]) for at in order]
                )
            except RefusedRows as refused:
                for place, why in refused.refusals.items():
                    at = order[int(place)]
                    work.refusals[str(at)] = why
                    del rows[at]
                if work.request.on_error is OnError.STOP:
                    return
                continue
            for at, initiative in zip(order, added, strict=True):
                _add_reference(tx, work, rows[at].external_id, initiative.id)
                work.results[at] = RowResult(Outcome.CREATED, initiative.id, initiative.version)
            break


def _new_row(row: WantedRow) -> NewInitiative:
    if row.mission_code is None or row.kind is None or row.title is None:
        raise ValueError("a new row was not looked at")
    return NewInitiative(
        row.mission_code,
        row.kind,
        row.title,
        {one.fiscal_year_be: one.budget for one in row.budgets},
        remarks=row.remarks or "",
        sub_mission=row.sub_mission,
    )


def _add_reference(tx: WriteTx, work: _Work, value: str, initiative_id: UUID) -> None:
    """In the log and the feed; in no row's history, whose readers know nothing of systems."""
    system = work.request.system
    tx.session.add(
        ExternalReference(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            system=system,
            value=value,
            initiative_id=initiative_id,
            made_at=tx.now,
        )
    )
    facts = {"system": system, "value": value}
    audit.record(tx, "link_initiative", "initiative", initiative_id, None, facts)


async def _answer(tx: WriteTx, plan: Plan, work: _Work) -> Answer:
    await tx.session.flush()
    refused = RowResult(Outcome.REFUSED)
    results = tuple(
        refused if work.is_refused(at) else work.results[at] for at in range(len(work.request.rows))
    )
    told = tuple(Told.of(place, why) for place, why in work.refusals.items())
    return Answer(results, told, plan.version)


async def _find_kept(tx: WriteTx, key: str) -> KeptUpsert | None:
    return await tx.session.scalar(
        select(KeptUpsert).where(
            KeptUpsert.tenant_id == tx.actor.tenant,
            KeptUpsert.person_id == tx.actor.person_id,
            KeptUpsert.idempotency_key == key,
        )
    )


async def _keep(tx: WriteTx, key: str, request: UpsertRequest, answer: Answer) -> None:
    """And let go of what was kept long enough."""
    await tx.session.execute(
        delete(KeptUpsert).where(
            KeptUpsert.tenant_id == tx.actor.tenant,
            KeptUpsert.made_at < tx.now - upsert_rules.KEPT,
        )
    )
    tx.session.add(
        KeptUpsert(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            person_id=tx.actor.person_id,
            idempotency_key=key,
            request_sha256=request.sha256,
            answer=upsert_rules.encode(answer),
            made_at=tx.now,
        )
    )

"""Signing handed to a colleague: who, from when, until when, and what stands in the records."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from make.delegating import ORDER, POSITION, as_now, grant, make_order, make_pair, revoke
from make.people import make_actor, organisation_of
from make.plans import SIGNATURE, adopt, make_plan, publish, submit
from make.reports import YEAR, Office
from make.world import World, changes
from plan_core.actor import DELEGABLE, Actor, Permission, Role
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from plan_core.people import delegation_queries, queries
from plan_core.people.actions import delegating
from plan_core.people.delegation_rules import DelegationState, acting_words, state_on
from plan_core.people.model import Membership, Person
from plan_core.people.model_delegation import Delegation
from plan_core.plans import queries as plans
from plan_core.plans import step_queries
from plan_core.plans.actions import adopting, reviewing, submitting
from plan_core.plans.model import Revision
from plan_core.plans.stages import WHOLE_PLAN, AmendmentKind
from plan_core.publishing import actions as publishing
from plan_core.reporting.actions import submitting as reporting
from plan_core.reporting.rules import ReportRound
from plan_core.values import thai_day

FIRST, LAST = 2, 4
"""The delegation of these tests: three days, from the day after tomorrow."""


def set_clock(world: World, days: int, hour: int, minute: int = 0) -> None:
    """To an hour in Thailand, so many days from the world's first."""
    start = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # midnight of the 23rd in Bangkok
    world.clock.now = start + timedelta(days=days, hours=hour, minutes=minute)


Move = Callable[[World, Actor, Revision], Awaitable[object]]


async def _plan_of(world: World, actor: Actor) -> tuple[plans.Plan, int]:
    async with world.app.read(actor) as tx:
        plan = await plans.find_plan(tx, world.edition.code)
        assert plan is not None
        return plan, plan.version


async def do_submit(world: World, actor: Actor, _: Revision) -> None:
    plan, version = await _plan_of(world, actor)
    async with world.app.write(actor) as tx:
        await submitting.submit_plan(tx, plan.id, version, world.edition, "ส่งอีกครั้ง")


async def do_adopt(world: World, actor: Actor, _: Revision) -> None:
    plan, version = await _plan_of(world, actor)
    async with world.app.write(actor) as tx:
        await adopting.adopt_plan(tx, plan.id, version, SIGNATURE)


async def do_publish(world: World, actor: Actor, _: Revision) -> None:
    plan, version = await _plan_of(world, actor)
    async with world.app.write(actor) as tx:
        await publishing.publish_plan(tx, plan.id, version)


async def do_amend(world: World, actor: Actor, _: Revision) -> None:
    plan, version = await _plan_of(world, actor)
    async with world.app.write(actor) as tx:
        await adopting.open_amendment(
            tx, plan.id, version, kind=AmendmentKind.CHANGE, reason="เปลี่ยนงบประมาณ"
        )


async def do_report(world: World, actor: Actor, revision: Revision) -> None:
    six = ReportRound.SIX_MONTHS
    seen = (await Office(world, actor, revision).sheet(six)).fingerprint
    async with world.app.write(actor) as tx:
        await reporting.submit_report(tx, world.edition, YEAR, six, seen)


async def accept(world: World, revision: Revision) -> None:
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=revision.province_code)
    async with world.app.review(officer, revision.tenant_id) as tx:
        await reviewing.accept_plan(tx, plans.SubmittedKey(revision.tenant_id, revision.id))


async def ready_for(world: World, move: Move, approver: Actor) -> Revision:
    """A plan that stands where this move begins; the last revision."""
    await make_plan(world, approver)
    revision = await submit(world, approver)
    if move is do_submit:
        officer = await make_actor(world, Role.PROVINCE_OFFICER)
        async with world.app.review(officer, revision.tenant_id) as tx:
            key = plans.SubmittedKey(revision.tenant_id, revision.id)
            await reviewing.return_plan(tx, key, [reviewing.NewReason(WHOLE_PLAN, "ยอดรวมไม่ตรง")])
    elif move is do_adopt:
        await accept(world, revision)
    elif move in {do_publish, do_report}:
        await adopt(world, revision, approver)
    elif move is do_amend:
        await publish(world, revision, approver)
    return revision


MOVES: dict[str, Move] = {
    "submit": do_submit,
    "adopt": do_adopt,
    "publish": do_publish,
    "amend": do_amend,
    "report": do_report,
}
WHEN: dict[str, tuple[int, int, int, bool]] = {
    "before, at its eve's last minute": (FIRST - 1, 23, 59, False),
    "at the first minute of the first day": (FIRST, 0, 0, True),
    "amid": (FIRST + 1, 12, 0, True),
    "at the last minute of the last day": (LAST, 23, 59, True),
    "after, at the next midnight": (LAST + 1, 0, 0, False),
}
"""Days from today, hour and minute in Thailand, and whether a delegate may sign then."""


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("when", [*WHEN, "revoked amid"])
async def test_a_delegate_signs_on_the_granted_days_and_on_no_other(
    world: World, move: str, when: str
) -> None:
    approver, editor = await make_pair(world)
    revision = await ready_for(world, MOVES[move], approver)
    granted = await grant(world, approver, editor, FIRST, LAST)
    day, hour, minute, may = WHEN.get(when, (FIRST + 1, 12, 0, False))
    set_clock(world, day, hour, minute)
    if when not in WHEN:
        assert (await as_now(world, editor)).delegated
        await revoke(world, approver, granted)
    delegate = await as_now(world, editor)
    assert delegate.delegated == (DELEGABLE if may else frozenset())
    if may:
        await MOVES[move](world, delegate, revision)
    else:
        with pytest.raises(Forbidden):
            await MOVES[move](world, delegate, revision)


async def test_what_a_delegate_signs_says_in_whose_place_by_which_order(world: World) -> None:
    approver, editor = await make_pair(world)
    await make_plan(world, approver)
    await grant(world, approver, editor)
    delegate = await as_now(world, editor)
    words = acting_words(make_order(world).kind, POSITION, approver.name, ORDER)
    assert words == f"รักษาราชการแทน {POSITION} ({approver.name}) ตามคำสั่งที่ {ORDER}"
    plan, version = await _plan_of(world, editor)
    async with world.app.write(delegate) as tx:
        await submitting.send_to_committee(tx, plan.id, version)
    _, version = await _plan_of(world, editor)
    async with world.app.write(delegate) as tx:
        revision = await submitting.submit_plan(tx, plan.id, version, world.edition)
    await accept(world, revision)
    await do_adopt(world, delegate, revision)
    await do_publish(world, delegate, revision)
    async with world.app.read(approver) as tx:
        steps = await step_queries.list_all_steps(tx, approver.tenant, world.edition.code)
    said = {one.row.kind.value: (one.row.by_name, one.row.acting_for) for one in steps}
    for kind in ("SUBMITTED", "ADOPTED", "PUBLISHED"):
        assert said[kind] == (editor.name, words), kind
    assert said["ACCEPTED"][1] == ""
    assert revision.submitted_by == f"{editor.name} {words}"
    async with world.app.write(approver) as tx:
        signed = {one.verb: one.acting_for for one in await changes(tx)}
    assert {verb for verb, place in signed.items() if place == words} == {
        "submit_plan",
        "adopt_plan",
        "publish_plan",
        "publish",
    }
    # What an editor does in the own right says nothing of it.
    assert signed["send_to_committee"] == ""


async def test_a_delegate_cannot_claim_to_sign_in_another_place(world: World) -> None:
    approver, editor = await make_pair(world)
    await make_plan(world, approver)
    revision = await submit(world, approver)
    await accept(world, revision)
    await grant(world, approver, editor)
    delegate = await as_now(world, editor)
    plan, version = await _plan_of(world, editor)
    claimed = replace(SIGNATURE, acting_for="ปฏิบัติราชการแทน ผู้ว่าราชการจังหวัด")
    async with world.app.write(delegate) as tx:
        with pytest.raises(Invalid) as refusal:
            await adopting.adopt_plan(tx, plan.id, version, claimed)
    assert (refusal.value.code, refusal.value.field) == ("ACTING_FOR_ANOTHER", "actingFor")
    said = replace(SIGNATURE, acting_for=delegate.acting_for)
    async with world.app.write(delegate) as tx:
        step = await adopting.adopt_plan(tx, plan.id, version, said)
    assert step.acting_for == delegate.acting_for


async def test_a_viewer_may_be_chosen_too_and_then_signs_but_edits_nothing(world: World) -> None:
    approver, viewer = await make_pair(world, Role.VIEWER)
    await grant(world, approver, viewer)
    delegate = await as_now(world, viewer)
    assert delegate.may(Permission.PLAN_SUBMIT)
    assert not delegate.may(Permission.PLAN_EDIT)


async def test_a_delegate_hands_nothing_on(world: World) -> None:
    approver, editor = await make_pair(world)
    other = await make_actor(world, Role.VIEWER, await organisation_of(world, approver))
    granted = await grant(world, approver, editor)
    delegate = await as_now(world, editor)
    with pytest.raises(Forbidden):
        await grant(world, delegate, other, 10, 11)
    with pytest.raises(Forbidden):
        await revoke(world, delegate, granted)
    async with world.app.write(delegate) as tx:
        colleague = delegation_queries.Colleague(
            other.membership_id, other.person_id, other.role, other.name
        )
        with pytest.raises(Forbidden):
            await delegating.grant_signing(tx, colleague, make_order(world, 10, 11))


async def test_nobody_of_another_organisation_is_found(world: World) -> None:
    approver, _ = await make_pair(world)
    stranger = await make_actor(world, Role.EDITOR)
    with pytest.raises(NotFound):
        await grant(world, approver, stranger)
    _, neighbour = await make_pair(world)
    async with world.door.unscoped() as session:
        names = {one.name for one in await delegation_queries.list_colleagues(session, approver)}
    assert approver.name in names
    assert not names & {stranger.name, neighbour.name}


async def test_a_row_about_a_post_elsewhere_gives_nothing(world: World) -> None:
    """Should the application write one all the same: the door joins post and organisation."""
    approver, _ = await make_pair(world)
    stranger = await make_actor(world, Role.EDITOR)
    forged = delegation_queries.Colleague(
        stranger.membership_id, stranger.person_id, stranger.role, stranger.name
    )
    async with world.app.write(approver) as tx:
        await delegating.grant_signing(tx, forged, make_order(world))
    assert not (await as_now(world, stranger)).delegated


async def test_nobody_delegates_to_themselves_or_to_who_signs_already(world: World) -> None:
    approver, _ = await make_pair(world)
    second = await make_actor(world, Role.APPROVER, await organisation_of(world, approver))
    for to, code in ((approver, "DELEGATION_TO_ONESELF"), (second, "DELEGATE_SIGNS_ALREADY")):
        with pytest.raises(Invalid) as refusal:
            await grant(world, approver, to)
        assert (refusal.value.code, refusal.value.field) == (code, "toPostId")


async def test_days_that_are_taken_are_refused_and_named(world: World) -> None:
    approver, editor = await make_pair(world)
    organisation = await organisation_of(world, approver)
    third = await make_actor(world, Role.VIEWER, organisation)
    second_approver = await make_actor(world, Role.APPROVER, organisation)
    first = await grant(world, approver, editor, 5, 9)
    for by, to, days in (
        (approver, editor, (9, 12)),
        (approver, third, (1, 5)),
        (second_approver, editor, (6, 7)),
        (second_approver, editor, (0, 300)),
    ):
        with pytest.raises(Conflict) as refusal:
            await grant(world, by, to, *days)
        assert refusal.value.code == "DELEGATION_OVERLAPS"
        assert refusal.value.values["toName"] == editor.name
        assert refusal.value.values["firstOn"] == first.first_on.isoformat()
    await grant(world, approver, editor, 10, 12)
    await grant(world, second_approver, third, 5, 9)
    # What was revoked takes no days.
    await revoke(world, approver, first)
    await grant(world, approver, third, 4, 4)
    await grant(world, approver, editor, 6, 7)


async def test_of_two_grants_at_once_one_is_granted(world: World) -> None:
    approver, editor = await make_pair(world)
    third = await make_actor(world, Role.VIEWER, await organisation_of(world, approver))
    answers = await asyncio.gather(
        grant(world, approver, editor, 1, 2),
        grant(world, approver, third, 2, 3),
        return_exceptions=True,
    )
    refused = [one for one in answers if isinstance(one, Conflict)]
    assert len(refused) == 1
    assert sum(isinstance(one, Delegation) for one in answers) == 1


async def test_any_approver_revokes_once_and_not_what_is_over(world: World) -> None:
    approver, editor = await make_pair(world)
    second = await make_actor(world, Role.APPROVER, await organisation_of(world, approver))
    granted = await grant(world, approver, editor, 0, 1)
    revoked = await revoke(world, second, granted)
    assert (revoked.revoked_at, revoked.revoked_by) == (world.clock.now, second.name)
    with pytest.raises(Locked) as refusal:
        await revoke(world, approver, granted)
    assert refusal.value.code == "DELEGATION_OVER"
    again = await grant(world, approver, editor, 0, 1)
    world.clock.move(days=2)
    with pytest.raises(Locked):
        await revoke(world, approver, again)
    elsewhere, _ = await make_pair(world)
    with pytest.raises(NotFound):
        await revoke(world, elsewhere, again)


async def test_granting_and_revoking_stand_in_the_audit_log(world: World) -> None:
    approver, editor = await make_pair(world)
    granted = await grant(world, approver, editor)
    await revoke(world, approver, granted)
    async with world.app.write(approver) as tx:
        found = await changes(tx)
    assert [one.verb for one in found] == ["grant_signing", "revoke_signing"]
    assert {one.subject_id for one in found} == {granted.id}
    assert found[0].before is None
    assert found[0].after["toName"] == editor.name
    assert found[0].after["orderNumber"] == ORDER
    assert (found[1].before["revokedBy"], found[1].after["revokedBy"]) == ("", approver.name)


async def test_it_ends_with_the_post_or_the_account_of_who_granted_it(world: World) -> None:
    approver, editor = await make_pair(world)
    await grant(world, approver, editor, 0, 5)
    assert (await as_now(world, editor)).delegated
    async with world.operator.unscoped() as session:
        here = Person.id == approver.person_id
        await session.execute(update(Person).where(here).values(is_active=False))
    assert not (await as_now(world, editor)).delegated
    async with world.operator.unscoped() as session:
        await session.execute(update(Person).where(here).values(is_active=True))
    assert (await as_now(world, editor)).delegated
    async with world.operator.unscoped() as session:
        await session.execute(delete(Membership).where(Membership.id == approver.membership_id))
    assert not (await as_now(world, editor)).delegated


async def test_another_post_of_the_same_person_gets_nothing(world: World) -> None:
    approver, editor = await make_pair(world)
    await grant(world, approver, editor)
    async with world.door.unscoped() as session:
        posts = await queries.list_memberships(session, editor.person_id)
    assert [post.id for post in posts] == [editor.membership_id]
    viewer = await make_actor(world, Role.VIEWER, await organisation_of(world, approver))
    assert not (await as_now(world, viewer)).delegated


@pytest.mark.parametrize(
    ("first", "last", "code", "field"),
    [
        (1, 0, "DAYS_TURNED_ROUND", "lastOn"),
        (-1, 3, "FIRST_DAY_PAST", "firstOn"),
        (367, 370, "FIRST_DAY_TOO_FAR", "firstOn"),
        (0, 366, "DELEGATION_TOO_LONG", "lastOn"),
    ],
)
async def test_days_that_do_not_fit_are_refused(
    world: World, first: int, last: int, code: str, field: str
) -> None:
    approver, editor = await make_pair(world)
    with pytest.raises(Invalid) as refusal:
        await grant(world, approver, editor, first, last)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    async with world.app.read(approver) as tx:
        assert not await delegation_queries.list_delegations(tx, 10)


async def test_a_year_is_granted(world: World) -> None:
    approver, editor = await make_pair(world)
    await grant(world, approver, editor, 366, 366 + 365)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"last_on": -1}, "days_fit"),
        ({"last_on": 366}, "days_fit"),
        ({"position": ""}, "says_by_what_order"),
        ({"revoked_by": "ใคร"}, "revoker_fits_revoking"),
        ({"to_post_id": None}, "is_handed_to_another_post"),
    ],
)
async def test_the_database_refuses_what_does_not_fit(
    world: World, values: dict[str, object], constraint: str
) -> None:
    approver, editor = await make_pair(world)
    granted = await grant(world, approver, editor)
    columns = {one.key: getattr(granted, one.key) for one in Delegation.__table__.columns}
    for name, value in values.items():
        if name == "last_on":
            assert isinstance(value, int)
            value = granted.first_on + timedelta(days=value)
        columns[name] = approver.membership_id if name == "to_post_id" else value
    row = Delegation(**{**columns, "number": 2, "id": editor.membership_id})

    async def add() -> None:
        async with world.app.write(approver) as tx:
            tx.session.add(row)

    with pytest.raises(IntegrityError, match=f"ck_delegation_{constraint}"):
        await add()


async def test_nothing_but_its_end_can_be_changed_and_nothing_is_deleted(world: World) -> None:
    approver, editor = await make_pair(world)
    granted = await grant(world, approver, editor)
    here = (Delegation.tenant_id == approver.tenant, Delegation.id == granted.id)
    for statement in (
        update(Delegation).where(*here).values(last_on=granted.last_on + timedelta(days=9)),
        update(Delegation).where(*here).values(to_post_id=approver.membership_id),
        delete(Delegation).where(*here),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with world.app.write(approver) as tx:
                await tx.session.execute(statement)


async def test_the_door_sees_no_reason_and_nothing_revoked(world: World) -> None:
    approver, editor = await make_pair(world)
    granted = await grant(world, approver, editor)
    async with world.door.unscoped() as session:
        seen = text("SELECT count(*) FROM delegation WHERE tenant_id = :tenant")
        assert await session.scalar(seen, {"tenant": approver.tenant}) == 1
    for column in ("reason", "revoked_by", "to_name", "number"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with world.door.unscoped() as session:
                await session.execute(text(f"SELECT {column} FROM delegation"))
    await revoke(world, approver, granted)
    async with world.door.unscoped() as session:
        assert await session.scalar(seen, {"tenant": approver.tenant}) == 0


async def test_own_delegations_are_listed_the_last_to_end_first(world: World) -> None:
    approver, editor = await make_pair(world)
    viewer = await make_actor(world, Role.VIEWER, await organisation_of(world, approver))
    today = await grant(world, approver, editor, 0, 0)
    coming = await grant(world, approver, viewer, 3, 4)
    revoked = await revoke(world, approver, await grant(world, approver, editor, 10, 11))
    world.clock.move(days=1)
    async with world.app.read(viewer) as tx:
        found = await delegation_queries.list_delegations(tx, 2)
        assert [one.id for one in found] == [revoked.id, coming.id]
        (last,) = await delegation_queries.list_delegations(tx, 2, coming.id)
    assert last.id == today.id
    day = thai_day(world.clock.now)
    assert [state_on(day, o.first_on, o.last_on, o.revoked_at) for o in (*found, last)] == [
        DelegationState.REVOKED,
        DelegationState.COMING,
        DelegationState.ENDED,
    ]
    stranger, _ = await make_pair(world)
    async with world.app.read(stranger) as tx:
        assert not await delegation_queries.list_delegations(tx, 10)
        with pytest.raises(NotFound):
            await delegation_queries.list_delegations(tx, 10, coming.id)

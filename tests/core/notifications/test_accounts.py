"""What is done to an account is told to its person, and a token's life is in its town's log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import delete, select, text
from sqlalchemy.exc import ProgrammingError

from make.people import make_actor, make_organisation, make_token
from make.world import Change, World, changes
from plan_core.actor import Actor, Role, Scope
from plan_core.audit import queries as audit_queries
from plan_core.errors import Forbidden
from plan_core.notifications import queries, words
from plan_core.notifications.actions import accounts, mailing, reading
from plan_core.notifications.model import Mail, Notification
from plan_core.notifications.rules import Digest, Language, NotificationKind, Place
from plan_core.people import account_events, account_queries
from plan_core.people.actions import addressing, keeping, proving, second_steps, tokens
from plan_core.people.actions.second_steps import Given
from plan_core.people.actions.tokens import Made, NewToken
from plan_core.people.model import AccountEvent, Membership, RecoveryCode, SecondStep
from plan_core.people.proof_rules import Proof
from plan_core.people.rules import Scope as PostScope

K = NotificationKind
PROOF = Proof("https://idp.example/realms/th", b"whom only the provider names")
TOKEN_SCOPES = [Scope.PLAN_READ, Scope.PLAN_WRITE]


async def make(world: World, actor: Actor, name: str = "ระบบบัญชี") -> Made:
    now = world.clock()
    scopes = TOKEN_SCOPES if actor.tenant_id is not None else [Scope.COMPARE_READ]
    async with world.door.unscoped() as session:
        new = NewToken(name, scopes, now + timedelta(days=30), ["203.150.1.0/24"])
        return await tokens.create_token(session, actor, new, now)


async def told(world: World, actor: Actor) -> list[Notification]:
    """Oldest first, after the worker has come by twice."""
    for _ in range(2):
        await accounts.tell_all(world.worker)
    async with world.app.personal(actor) as tx:
        return list(reversed(await queries.list_notifications(tx, 50)))


async def log_of(world: World, actor: Actor) -> list[Change]:
    async with world.app.write(actor) as tx:
        return await changes(tx)


async def untold(world: World) -> Sequence[AccountEvent]:
    async with world.worker.unscoped() as session:
        query = select(AccountEvent).where(AccountEvent.told_at.is_(None))
        return (await session.scalars(query)).all()


async def test_a_tokens_life_is_in_the_log_of_its_organisation_and_no_secret(world: World) -> None:
    owner = replace(await make_actor(world, Role.APPROVER), name="นาง ก")
    neighbour = await make_actor(world, Role.APPROVER)
    made = await make(world, owner)
    async with world.door.unscoped() as session:
        later = world.clock() + timedelta(days=60)
        successor = await tokens.rotate_token(session, owner, made.row.id, later, world.clock())
        for _ in range(2):
            await tokens.revoke_token(session, owner, successor.row.id, world.clock())
    kinds = [one.kind for one in await told(world, owner)]
    assert kinds == [K.TOKEN_MADE, K.TOKEN_MADE]
    log = await log_of(world, owner)
    assert [(one.verb, one.subject_id) for one in log] == [
        ("make_token", made.row.id),
        ("replace_token", successor.row.id),
        ("revoke_token", successor.row.id),
    ]
    first = log[0].after
    assert (first["name"], first["hint"]) == ("ระบบบัญชี", made.row.hint)
    assert first["scopes"] == ["plan:read", "plan:write"]
    assert (first["networks"], first["at"]) == (["203.150.1.0/24"], world.clock().isoformat())
    assert log[1].after["replaces"] == str(made.row.id)
    assert log[2].after is None
    assert not any(one.token in repr(log) for one in (made, successor))
    assert await log_of(world, neighbour) == []
    walk, _ = await audit_queries.walk_chain(world.app, owner.tenant)
    assert (walk.entries, walk.breaks) == (3, [])


async def test_two_workers_at_once_log_each_event_once(world: World) -> None:
    owner = await make_actor(world, Role.EDITOR)
    for number in range(8):
        await make(world, owner, f"ระบบ {number}")
    await asyncio.gather(*(accounts.tell_all(world.worker) for _ in range(3)))
    names = [one.after["name"] for one in await log_of(world, owner)]
    assert sorted(names) == [f"ระบบ {number}" for number in range(8)]


async def test_the_person_is_told_of_a_token_of_an_area_which_is_in_no_log(world: World) -> None:
    officer = await make_actor(world, Role.DISTRICT_OFFICER)
    await make(world, officer, "ดูภาพรวม")
    (one,) = await told(world, officer)
    assert (one.kind, one.place, one.organisation_id) == (K.TOKEN_MADE, Place.TOKENS, None)
    said = words.say(one.kind, words.read(one.told), Language.TH)
    assert "ดูภาพรวม" in said.title


async def test_a_token_of_another_post_goes_into_that_posts_log(world: World) -> None:
    owner = await make_actor(world, Role.EDITOR)
    made = await make(world, owner)
    await told(world, owner)
    other = await make_organisation(world)
    async with world.operator.unscoped() as session:
        scope = PostScope(organisation_id=other.id)
        post = await keeping.add_membership(session, owner.person_id, Role.EDITOR, scope)
    elsewhere = replace(owner, membership_id=post.id, tenant_id=other.id)
    async with world.door.unscoped() as session:
        await tokens.revoke_token(session, elsewhere, made.row.id, world.clock())
    await told(world, owner)
    assert [one.verb for one in await log_of(world, owner)] == ["make_token", "revoke_token"]
    assert await log_of(world, elsewhere) == []


async def test_linking_and_unlinking_are_told_once_each_and_by_whom(world: World) -> None:
    person = replace(await make_actor(world, Role.PROVINCE_OFFICER), name="นาย ข")
    cookie = await make_token(world, person)
    async with world.door.unscoped() as session:
        await proving.link(session, person, cookie, PROOF, world.clock())
        linked = await proving.link(session, person, cookie, PROOF, world.clock())
    world.clock.move(minutes=1)
    async with world.door.unscoped() as session:
        await proving.unlink(session, person, linked.id, world.clock())
    world.clock.move(minutes=1)
    async with world.door.unscoped() as session:
        await proving.link(session, person, cookie, PROOF, world.clock())
    world.clock.move(minutes=1)
    async with world.operator.unscoped() as session:
        await keeping.set_password(session, person.person_id, "!", world.clock())
    found = await told(world, person)
    assert [(one.kind, words.read(one.told).by) for one in found] == [
        (K.IDENTITY_LINKED, "นาย ข"),
        (K.IDENTITY_UNLINKED, "นาย ข"),
        (K.IDENTITY_LINKED, "นาย ข"),
        (K.IDENTITY_UNLINKED, ""),
    ]
    last = words.say(found[-1].kind, words.read(found[-1].told), Language.EN)
    assert "idp.example" in last.title
    assert "the operator" in last.detail


async def test_the_second_steps_begin_and_end_are_told(world: World) -> None:
    person = replace(await make_actor(world, Role.EDITOR), name="นาย ค")
    async with world.door.unscoped() as session:
        # Begun and never confirmed: it was never on.
        await second_steps.begin(session, person, "somebody", "a key of this test's installation")
        await second_steps.turn_off(session, person, world.clock())
    assert await told(world, person) == []
    for end in ("person", "operator"):
        async with world.door.unscoped() as session:
            begun = await second_steps.begin(session, person, "somebody", "k" * 32)
            code = TOTP(begun.secret).at(world.clock())
            await second_steps.confirm(session, person, Given(code, "k" * 32), world.clock())
            world.clock.move(minutes=1)
            if end == "person":
                await second_steps.turn_off(session, person, world.clock())
        if end == "operator":
            async with world.operator.unscoped() as session:
                await second_steps.reset(session, person.person_id, world.clock())
        world.clock.move(minutes=1)
    found = await told(world, person)
    on, off = K.SECOND_STEP_ON, K.SECOND_STEP_OFF
    assert [one.kind for one in found] == [on, off, on, off]
    assert [words.read(one.told).by for one in found] == ["นาย ค", "นาย ค", "นาย ค", ""]
    async with world.door.unscoped() as session:
        assert await session.scalar(select(SecondStep.person_id)) is None
        assert await session.scalar(select(RecoveryCode.person_id)) is None


@pytest.mark.parametrize("digest", [Digest.NONE, Digest.WEEKLY])
async def test_it_is_mailed_at_once_whatever_was_chosen(world: World, digest: Digest) -> None:
    person = await make_actor(world, Role.PROVINCE_OFFICER)
    async with world.operator.unscoped() as session:
        await addressing.set_address(session, person.person_id, "a@phrae.go.th", world.clock())
    async with world.app.personal(person) as tx:
        await reading.set_setting(tx, digest, Language.TH)
    await make(world, person)
    await told(world, person)
    async with world.worker.unscoped() as session:
        await mailing.compose_digests(session, world.clock(), "https://simiti.example")
        query = select(Mail).where(Mail.person_id == person.person_id)
        (mail,) = (await session.scalars(query)).all()
    assert "ระบบบัญชี" in mail.text


async def test_who_lost_the_post_meanwhile_holds_up_nobody(world: World) -> None:
    gone, stays = [await make_actor(world, Role.EDITOR) for _ in range(2)]
    for one in (gone, stays):
        await make(world, one)
    async with world.operator.unscoped() as session:
        await session.execute(delete(Membership).where(Membership.id == gone.membership_id))
    assert [one.kind for one in await told(world, stays)] == [K.TOKEN_MADE]
    assert await untold(world) == []
    # What was done in the organisation's name stays in its log.
    assert [one.verb for one in await log_of(world, gone)] == ["make_token"]


async def test_nobody_changes_what_was_written_down(world: World) -> None:
    person = await make_actor(world, Role.EDITOR)
    await make(world, person)
    await told(world, person)
    for database, change in (
        (world.door, "UPDATE account_event SET by_name = 'x'"),
        (world.door, "DELETE FROM account_event"),
        (world.worker, "UPDATE account_event SET kind = 'TOKEN_REVOKED'"),
        (world.operator, "SELECT facts FROM account_event"),
        (world.app, "SELECT id FROM account_event"),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with database.unscoped() as session:
                await session.execute(text(change))


async def test_a_person_reads_the_own_accounts_log_in_pages_and_no_other(world: World) -> None:
    person, other = [await make_actor(world, Role.EDITOR) for _ in range(2)]
    for number in range(3):
        await make(world, person, f"ระบบ {number}")
    await make(world, other, "ของผู้อื่น")
    async with world.door.unscoped() as session:
        page = await account_queries.list_events(session, person, 2)
        rest = await account_queries.list_events(session, person, 2, page[-1].id)
    names = [account_events.read(one.facts).name for one in (*page, *rest)]
    assert names == ["ระบบ 2", "ระบบ 1", "ระบบ 0"]
    program = replace(person, scopes=frozenset(TOKEN_SCOPES))
    with pytest.raises(Forbidden):
        async with world.door.unscoped() as session:
            await account_queries.list_events(session, program, 2)

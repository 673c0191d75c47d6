"""Opening, moving, touching and closing sessions, and counting wrong passwords. The door's role."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor
from plan_core.errors import Forbidden, NotFound, SimitiError
from plan_core.people import queries, rules, second_rules
from plan_core.people.actions import second_steps
from plan_core.people.actions.second_steps import Given
from plan_core.people.model import Membership, Person, SignIn
from plan_core.people.passwords import Verdict


async def settle_attempt(
    session: AsyncSession,
    person_id: UUID,
    verdict: Verdict,
    now: datetime,
    second: Given | None = None,
) -> SimitiError | None:
    """Count a wrong password or forget earlier ones; the refusal to show, or None to go on.

    With `second` an account that has a second step needs its code too. A wrong code counts like a
    wrong password, and the right password alone forgets nothing: else one could guess on and on.

    The refusal is returned, not raised: raising would roll the count back. The row's lock makes
    attempts that ran side by side count one after another, and an account that one of them locked
    refuses the right password too.
    """
    person = (
        await session.scalars(select(Person).where(Person.id == person_id).with_for_update())
    ).one()
    if person.locked_until is not None and rules.is_locked(person.locked_until, now):
        return rules.sign_in_locked(person.locked_until, now)
    if not verdict.is_right or not person.is_active:
        person.failed_sign_ins, person.locked_until = rules.count_failure(
            person.failed_sign_ins, person.locked_until, now
        )
        return rules.sign_in_failed()
    if second is not None and await second_steps.is_on(session, person.id):
        if not second.code.strip():
            return second_rules.needed()
        if not await second_steps.take(session, person.id, second, now):
            person.failed_sign_ins, person.locked_until = rules.count_failure(
                person.failed_sign_ins, person.locked_until, now
            )
            return second_rules.refused()
    if person.failed_sign_ins:
        person.failed_sign_ins, person.locked_until = 0, None
    if verdict.better_hash is not None:
        person.password_hash = verdict.better_hash
    return None


async def open_session(
    session: AsyncSession,
    person_id: UUID,
    replaced_token: str,
    now: datetime,
    came_from: rules.CameFrom = rules.NOWHERE,
) -> str:
    """A new token in the person's first post; the browser's earlier one and stale ones end."""
    posts = await queries.list_memberships(session, person_id)
    if not posts:
        raise Forbidden(
            "NO_POST",
            "บัญชีนี้ยังไม่มีตำแหน่งในระบบ โปรดติดต่อผู้ดูแลระบบ",
            "This account holds no post yet; please ask the operator.",
        )
    await session.execute(
        delete(SignIn).where(
            or_(
                SignIn.token_hash == rules.hash_token(replaced_token),
                (SignIn.person_id == person_id) & queries.is_stale(now),
            )
        )
    )
    return _add(session, person_id, posts[0].id, now, now + rules.ABSOLUTE_LIMIT, came_from)


async def switch_post(session: AsyncSession, token: str, membership_id: UUID, now: datetime) -> str:
    """A new token in another of the person's posts; the old token ends, the last hour stays."""
    query = (
        select(SignIn)
        .join(Membership, Membership.person_id == SignIn.person_id)
        .where(
            SignIn.token_hash == rules.hash_token(token),
            Membership.id == membership_id,
            ~queries.is_stale(now),
        )
        .with_for_update(of=SignIn)
    )
    current = await session.scalar(query)
    if current is None:
        raise NotFound("post")
    await session.delete(current)
    came_from = rules.CameFrom(current.device or "", current.opened_from or "")
    return _add(session, current.person_id, membership_id, now, current.expires_at, came_from)


async def touch(session: AsyncSession, token: str, now: datetime) -> None:
    """Remember that the session is in use; at most once a minute, however many ask."""
    await session.execute(
        update(SignIn)
        .where(
            SignIn.token_hash == rules.hash_token(token),
            SignIn.seen_at <= now - rules.TOUCH_INTERVAL,
        )
        .values(seen_at=now)
    )


async def close_session(session: AsyncSession, token: str) -> None:
    """End a session; ending one that is not there is fine."""
    await session.execute(delete(SignIn).where(SignIn.token_hash == rules.hash_token(token)))


async def end_session(
    session: AsyncSession, actor: Actor, token: str, key: str | None, now: datetime
) -> None:
    """End one of the own sessions at once, or all but the one of `token`. NotFound for a key that
    is nobody's, another's, or over."""
    actor.require_person()
    for one in await queries.list_sign_ins(session, actor, now):
        is_this = one.token_hash == rules.hash_token(token)
        if (key is None and not is_this) or key == rules.session_key(one.token_hash):
            await session.delete(one)
            if key is not None:
                return
    if key is not None:
        raise NotFound("session")


def _add(
    session: AsyncSession,
    person_id: UUID,
    membership_id: UUID,
    now: datetime,
    expires_at: datetime,
    came_from: rules.CameFrom,
) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=rules.hash_token(token),
            person_id=person_id,
            membership_id=membership_id,
            started_at=now,
            seen_at=now,
            expires_at=expires_at,
            device=came_from.device,
            opened_from=came_from.address,
        )
    )
    return token

"""Setting up, using and turning off the second step of signing in. The door's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor
from plan_core.db.base import make_id
from plan_core.people import second_rules
from plan_core.people.account_events import AccountEventKind
from plan_core.people.actions import account_events
from plan_core.people.actions.account_events import OPERATOR, By
from plan_core.people.model import RecoveryCode, SecondStep, SignIn


@dataclass(frozen=True, slots=True)
class Given:
    """What a person types as the second step; the key is the installation's."""

    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What the phone is to know, shown until it is confirmed."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands: `since` is None while it is off."""

    since: datetime | None
    codes_left: int


async def begin(session: AsyncSession, actor: Actor, username: str, key: str) -> Begun:
    """A new secret, which counts when a code of it comes back. The password was given before."""
    actor.require_person()
    if not key:
        raise second_rules.without_key()
    row = await find(session, actor.person_id)
    if row is not None and row.confirmed_at is not None:
        raise second_rules.already_on()
    if row is None:
        row = SecondStep(person_id=actor.person_id, enrolment=make_id(), last_step=0)
        session.add(row)
    else:
        row.enrolment, row.last_step = make_id(), 0
    await session.flush()
    secret = second_rules.secret_of(key, actor.person_id, row.enrolment)
    return Begun(second_rules.secret_text(secret), second_rules.address_of(secret, username))


async def confirm(
    session: AsyncSession, actor: Actor, given: Given, now: datetime
) -> Sequence[str]:
    """On from now; the recovery codes, shown this once."""
    actor.require_person()
    row = await find(session, actor.person_id)
    if row is None:
        raise second_rules.not_begun()
    if row.confirmed_at is not None:
        raise second_rules.already_on()
    step = _step_of(row, given, now)
    if step is None:
        raise second_rules.not_confirmed()
    row.confirmed_at, row.last_step = now, step
    codes = [second_rules.make_recovery_code() for _ in range(second_rules.RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(
            person_id=actor.person_id,
            code_hash=second_rules.hash_recovery_code(actor.person_id, one),
        )
        for one in codes
    )
    kind = AccountEventKind.SECOND_STEP_ON
    account_events.note(session, actor.person_id, kind, By.person(actor), now)
    await session.flush()
    return codes


async def turn_off(session: AsyncSession, actor: Actor, now: datetime) -> None:
    """The password and a code were given before."""
    actor.require_person()
    await remove(session, actor.person_id, By.person(actor), now)


async def reset(session: AsyncSession, person_id: UUID, now: datetime) -> None:
    """By the operator, for who lost the phone and the recovery codes; every open session ends."""
    await remove(session, person_id, OPERATOR, now)
    await session.execute(delete(SignIn).where(SignIn.person_id == person_id))


async def remove(session: AsyncSession, person_id: UUID, by: By, now: datetime) -> None:
    """One that was never confirmed was never on: nobody is told of its end."""
    was_on = await is_on(session, person_id)
    await session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    await session.execute(delete(SecondStep).where(SecondStep.person_id == person_id))
    if was_on:
        account_events.note(session, person_id, AccountEventKind.SECOND_STEP_OFF, by, now)


async def standing(session: AsyncSession, actor: Actor) -> Standing:
    actor.require_person()
    row = await session.get(SecondStep, actor.person_id)
    if row is None or row.confirmed_at is None:
        return Standing(None, 0)
    count = select(func.count()).where(RecoveryCode.person_id == actor.person_id)
    return Standing(row.confirmed_at, await session.scalar(count) or 0)


async def is_on(session: AsyncSession, person_id: UUID) -> bool:
    query = select(SecondStep.person_id).where(
        SecondStep.person_id == person_id, SecondStep.confirmed_at.is_not(None)
    )
    return await session.scalar(query) is not None


async def take(session: AsyncSession, person_id: UUID, given: Given, now: datetime) -> bool:
    """Whether the code is good; it is used up by that. The person's row is locked by the caller."""
    row = await find(session, person_id)
    if row is None or row.confirmed_at is None:
        return False
    if second_rules.is_of_phone(second_rules.clean_code(given.code)):
        step = _step_of(row, given, now)
        if step is None:
            return False
        row.last_step = step
        await session.flush()
        return True
    kept = await session.get(
        RecoveryCode, (person_id, second_rules.hash_recovery_code(person_id, given.code))
    )
    if kept is None:
        return False
    await session.delete(kept)
    await session.flush()
    return True


async def find(session: AsyncSession, person_id: UUID) -> SecondStep | None:
    query = select(SecondStep).where(SecondStep.person_id == person_id).with_for_update()
    return await session.scalar(query)


def _step_of(row: SecondStep, given: Given, now: datetime) -> int | None:
    """None also where the key is gone: recovery codes still work then."""
    if not given.key:
        return None
    secret = second_rules.secret_of(given.key, row.person_id, row.enrolment)
    return second_rules.step_of(secret, second_rules.clean_code(given.code), now, row.last_step)

"""Asking for, confirming and removing one's mail address, by the door; the operator sets one."""

from __future__ import annotations

import hmac
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.errors import SimitiError
from plan_core.people import addresses
from plan_core.people.model import MailAddress


async def ask_for_address(
    session: AsyncSession, person_id: UUID, address: str, now: datetime
) -> MailAddress:
    """Remember the wanted address; the worker makes a code and mails it there."""
    wanted = addresses.check_address(address)
    row = await _own(session, person_id)
    row.asks = addresses.count_ask(row.asks, row.asked_at, now)
    row.wanted, row.asked_at = wanted, now
    row.code_hash, row.code_expires_at, row.tries = None, None, 0
    return row


async def confirm_address(
    session: AsyncSession, person_id: UUID, code: str, now: datetime
) -> SimitiError | None:
    """The wanted address counts from now on, or the refusal to show.

    The refusal is returned, not raised: raising would roll back that a try was counted.
    """
    row = await _own(session, person_id)
    is_open = row.code_expires_at is not None and now < row.code_expires_at
    if row.wanted is None or row.code_hash is None or not is_open:
        return addresses.code_expired()
    if row.tries >= addresses.MOST_TRIES:
        return addresses.code_expired()
    given = addresses.hash_code(person_id, "".join(code.split()))
    if not hmac.compare_digest(row.code_hash, given):
        row.tries += 1
        return addresses.code_refused()
    _settle(row, row.wanted, now)
    return None


async def remove_address(session: AsyncSession, person_id: UUID, now: datetime) -> MailAddress:
    """No more mails; what waits for a code is forgotten too."""
    row = await _own(session, person_id)
    _settle(row, None, now)
    return row


async def set_address(
    session: AsyncSession, person_id: UUID, address: str, now: datetime
) -> MailAddress:
    """The operator vouches for it, so no code is asked for; the address is already checked."""
    row = await _own(session, person_id)
    _settle(row, address, now)
    return row


def _settle(row: MailAddress, address: str | None, now: datetime) -> None:
    row.address = address
    row.confirmed_at = now if address else None
    row.wanted, row.code_hash, row.code_expires_at = None, None, None


async def _own(session: AsyncSession, person_id: UUID) -> MailAddress:
    """The person's row, locked: tries that run side by side count one after another."""
    await session.execute(
        insert(MailAddress)
        .values(person_id=person_id, asks=0, tries=0)
        .on_conflict_do_nothing(index_elements=["person_id"])
    )
    query = select(MailAddress).where(MailAddress.person_id == person_id).with_for_update()
    return (await session.scalars(query)).one()

"""From a name and a password to a session: two short transactions, the slow hash between them."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from weakref import WeakKeyDictionary

from plan_core.db.transaction import Database
from plan_core.errors import SimitiError
from plan_core.people import passwords, queries, rules
from plan_core.people.actions import sessions
from plan_core.people.actions.second_steps import Given
from plan_core.people.model import Person

MOST_UNKNOWN_NAMES = 10_000
NOTHING_GIVEN = Given("", "")


async def sign_in(
    door: Database,
    username: str,
    password: str,
    *,
    second: Given = NOTHING_GIVEN,
    replaced_token: str = "",
    came_from: rules.CameFrom = rules.NOWHERE,
) -> str:
    """The new session's token. Raises SIGN_IN_FAILED, SIGN_IN_LOCKED or NO_POST, and where
    the account has a second step SECOND_STEP_NEEDED or SECOND_STEP_REFUSED.

    No transaction is open while hashing; see `sessions.settle_attempt` for the race this leaves.
    """
    async with door.unscoped() as session:
        person = await queries.find_person(session, username)
    if person is None:
        await passwords.verify_for_nobody(password)
        raise _refuse_unknown(door, rules.fold_username(username), door.clock())
    _check_not_locked(person, door.clock())
    verdict = await passwords.verify(password, person.password_hash)
    now = door.clock()
    token = ""
    async with door.unscoped() as session:
        refusal = await sessions.settle_attempt(session, person.id, verdict, now, second)
        if refusal is None:
            token = await sessions.open_session(session, person.id, replaced_token, now, came_from)
    if refusal is not None:
        raise refusal
    return token


async def prove_again(
    door: Database, username: str, password: str, second: Given | None = None
) -> None:
    """The password of who is signed in, before a weighty step; counted like any other try."""
    async with door.unscoped() as session:
        person = await queries.find_person(session, username)
    if person is None:
        raise rules.sign_in_failed()
    _check_not_locked(person, door.clock())
    verdict = await passwords.verify(password, person.password_hash)
    async with door.unscoped() as session:
        refusal = await sessions.settle_attempt(session, person.id, verdict, door.clock(), second)
    if refusal is not None:
        raise refusal


def _check_not_locked(person: Person, now: datetime) -> None:
    if person.locked_until is not None and rules.is_locked(person.locked_until, now):
        raise rules.sign_in_locked(person.locked_until, now)


_unknown_names: WeakKeyDictionary[Database, OrderedDict[str, tuple[int, datetime | None]]] = (
    WeakKeyDictionary()
)


def _refuse_unknown(door: Database, name: str, now: datetime) -> SimitiError:
    """Count against a name that nobody has, so that a lockout does not tell which names exist.

    In this process's memory only: rows for invented names would let anyone fill the database.
    """
    names = _unknown_names.setdefault(door, OrderedDict())
    failures, locked_until = names.get(name, (0, None))
    if locked_until is not None and rules.is_locked(locked_until, now):
        return rules.sign_in_locked(locked_until, now)
    names[name] = rules.count_failure(failures, locked_until, now)
    names.move_to_end(name)
    if len(names) > MOST_UNKNOWN_NAMES:
        names.popitem(last=False)
    return rules.sign_in_failed()

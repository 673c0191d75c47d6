"""One day: everybody sits down, works, and what was acknowledged is read back."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import signal
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from capacity.model import Assumptions
from load import questions, telling
from load.asking import Line, Refused
from load.ledger import Ledger
from load.officers import CannotSit, Officer
from load.onlookers import AreaOfficer, Program, Reader

EDITORS = frozenset({"EDITOR", "APPROVER"})
AREA = frozenset({"DISTRICT_OFFICER", "PROVINCE_OFFICER"})
AT_ONCE = 4
"""So many sign in at the same moment: hashing a password is meant to be slow."""
SECONDS_BETWEEN_REVISIONS = 1.0
SECONDS_BETWEEN_PAGES = 8.0

T = TypeVar("T")
Onlooker = AreaOfficer | Program | Reader


class Unusable(Exception):
    """The command cannot be carried out as given."""


@dataclass(frozen=True)
class Account:
    username: str
    password: str


@dataclass(frozen=True)
class Wanted:
    """Who comes to which address, for how long."""

    address: str
    officers: int
    area_officers: int
    programs: int
    readers: int
    seconds: float
    haste: float
    seed: int
    keep_rows: bool


@dataclass
class Cast:
    """Accounts by what they may do."""

    editors: list[Account] = field(default_factory=list[Account])
    area: list[Account] = field(default_factory=list[Account])


async def spend(wanted: Wanted, accounts: Sequence[Account]) -> dict[str, Any]:
    """The figures of the day. Raises Unusable; NoAnswer when nobody answers at the beginning."""
    ledger = Ledger()
    began = time.perf_counter()
    async with Line(wanted.address, ledger, began) as line:
        await line.get("begin", "/health/live")
    cast = await sort_out(wanted.address, accounts)
    officers, others = seat(wanted, cast, ledger, began)
    try:
        seated = [one for one in (*officers, *others) if not isinstance(one, Reader)]
        await few_at_once(lambda one: one.sit_down(), seated)
        print(f"{len(officers)} officers and {len(others)} others are at work", flush=True)
        seconds = await work(wanted.seconds, [*officers, *others])
        await few_at_once(lambda one: one.check(), officers)
    except CannotSit as why:
        raise Unusable(str(why)) from None
    except Refused as why:
        raise Unusable(f"an account was refused: {why.code}") from None
    finally:
        await leave(officers, others, keep_rows=wanted.keep_rows)
    return telling.figures_of(ledger, seconds)


async def work(seconds: float, people: Sequence[Officer | Onlooker]) -> float:
    """Until the time is over or somebody ends it; how long it was."""
    loop = asyncio.get_running_loop()
    started, used = loop.time(), time.process_time()
    working = [asyncio.create_task(one.work(started + seconds)) for one in people]

    def end() -> None:
        for one in working:
            one.cancel()

    # Stopped early, what was acknowledged is read back all the same.
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    for one in await asyncio.gather(*working, return_exceptions=True):
        if isinstance(one, Exception):
            raise one
    taken = loop.time() - started
    share = (time.process_time() - used) / taken
    print(f"worked {taken:.0f} s; the load itself used {share:.0%} of a processor", flush=True)
    return taken


async def leave(
    officers: Sequence[Officer], others: Sequence[Onlooker], *, keep_rows: bool
) -> None:
    if not keep_rows:
        await few_at_once(lambda one: one.tidy(), officers)
    for one in others:
        if isinstance(one, Program):
            await one.stand_up()
    for one in (*officers, *others):
        await one.line.client.aclose()


async def few_at_once(act: Callable[[T], Awaitable[None]], people: Iterable[T]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one_of(person: T) -> None:
        async with gate:
            await act(person)

    await asyncio.gather(*(one_of(one) for one in people))


async def sort_out(address: str, accounts: Sequence[Account]) -> Cast:
    """By their posts. What is asked for that is not counted: it is before the load."""
    roles: dict[Account, str] = {}

    async def look(account: Account) -> None:
        async with Line(address, Ledger(), time.perf_counter()) as line:
            try:
                await line.sign_in(account.username, account.password)
                viewer = (await line.ask("who am I", questions.WHO))["viewer"]
            except Refused as why:
                raise Unusable(f"{account.username} cannot sign in: {why.code}") from None
            roles[account] = viewer["post"]["role"]

    await few_at_once(look, accounts)
    return Cast(
        [one for one in accounts if roles[one] in EDITORS],
        [one for one in accounts if roles[one] in AREA],
    )


def seat(
    wanted: Wanted, cast: Cast, ledger: Ledger, began: float
) -> tuple[list[Officer], list[Onlooker]]:
    """A line for each; where there are fewer accounts than people, several share one."""
    if wanted.officers and not cast.editors:
        raise Unusable("no account is an EDITOR's or an APPROVER's: nobody could type")
    if (wanted.area_officers or wanted.programs) and not cast.area:
        raise Unusable("no account is a district's or a province's: nobody could compare or copy")
    pace, haste = Assumptions(), wanted.haste
    day = secrets.token_hex(3)
    editors, area = itertools.cycle(cast.editors), itertools.cycle(cast.area)

    def line() -> Line:
        return Line(wanted.address, ledger, began)

    def dice(number: int, kind: str) -> Random:
        return Random(f"{wanted.seed} {kind} {number}")  # noqa: S311 - to be the same again

    def officer(number: int) -> Officer:
        account = next(editors)
        return Officer(
            line(),
            account.username,
            account.password,
            f"{day}-{number}",
            dice(number, "officer"),
            pace.seconds_between_edits / haste,
            pace.seconds_between_screens / haste,
        )

    def area_officer(number: int) -> AreaOfficer:
        account, between = next(area), pace.seconds_between_comparisons / haste
        return AreaOfficer(
            line(), account.username, account.password, dice(number, "area"), between
        )

    def program(number: int) -> Program:
        account, between = next(area), SECONDS_BETWEEN_REVISIONS / haste
        return Program(line(), account.username, account.password, f"{day}-{number}", between)

    def reader(number: int) -> Reader:
        return Reader(line(), dice(number, "reader"), SECONDS_BETWEEN_PAGES / haste)

    others: list[Onlooker] = [
        *(area_officer(number) for number in range(wanted.area_officers)),
        *(program(number) for number in range(wanted.programs)),
        *(reader(number) for number in range(wanted.readers)),
    ]
    return [officer(number) for number in range(wanted.officers)], others

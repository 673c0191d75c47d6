"""One open transaction with its actor. The only place that commits, and that sets the scope."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy import Text, bindparam, event, func, select, text
from sqlalchemy import exc as sqlalchemy_errors
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from plan_core import tracing
from plan_core.actor import Actor, Permission
from plan_core.db import news
from plan_core.db.asking import Asker, Memory, Question, Row
from plan_core.db.base import make_id
from plan_core.db.news import News
from plan_core.db.opened import Opened
from plan_core.db.outbox import Job, JobState, Ticket
from plan_core.db.traced import trace_statements
from plan_core.errors import Conflict, Invalid, NotFound, SimitiError, Unavailable

log = structlog.get_logger()

RESEND_AFTER = timedelta(seconds=3)
"""A promised job that no worker has taken by then was lost on its way."""

K = TypeVar("K", bound=Memory[Any])
Clock = Callable[[], datetime]
SendJobs = Callable[[Sequence[tuple[str, Ticket]]], None]
"""Hands (job name, ticket) pairs to the broker after commit; it may fail, the sweeper mends it."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def _send_nothing(_jobs: Sequence[tuple[str, Ticket]]) -> None:
    """Without a broker the sweeper alone sends what was promised."""


class ReadTx:
    """A read-only transaction that sees what its actor may see."""

    def __init__(self, opened: Opened, actor: Actor, now: datetime) -> None:
        self._opened = opened
        self.actor = actor
        self.now = now

    @property
    def session(self) -> AsyncSession:
        return self._opened.session

    async def ask(self, question: Question, **given: Any) -> list[Row]:
        """Plain rows, as this transaction sees them: what its session has is sent before."""
        return await self._opened.ask(question, given)


class Look:
    """A read-only transaction for questions: plain rows of what its actor may see. It begins with
    the first question: who finds the answer in a memory has asked nothing."""

    def __init__(
        self, asker: Asker, stack: AsyncExitStack, opening: str, actor: Actor, now: datetime
    ) -> None:
        self._asker = asker
        self._stack = stack
        self._opening = opening
        self._connection: Any = None
        self.actor = actor
        self.now = now

    @property
    def sight(self) -> str:
        """Two with the same see the same rows of every table."""
        return self._opening

    def memory(self, of: type[K]) -> K:
        return self._asker.memory(of)

    async def ask(self, question: Question, **given: Any) -> list[Row]:
        if self._connection is None:
            opening = self._asker.transaction(self._opening)
            self._connection = await self._stack.enter_async_context(opening)
        return await self._asker.ask_on(self._connection, question, given)


class WriteTx(ReadTx):
    """A transaction that may also change rows: all of the actor's own organisation, or, for an
    officer who reviews, what may be said about one organisation's submission.

    `tenant_id` is whose rows these are.
    """

    def __init__(self, opened: Opened, actor: Actor, now: datetime, tenant_id: int) -> None:
        super().__init__(opened, actor, now)
        self.tenant_id = tenant_id
        self.promised: list[tuple[str, Ticket]] = []
        self.unfinished: dict[str, Any] = {}
        """What a last act will do, by the name of who asked for it."""
        self._told: dict[UUID, News] = {}
        self._last_acts: list[LastAct] = []

    def tell(self, subject_id: UUID, version: int, parts: Iterable[UUID] | None = None) -> None:
        """Tell all processes of a new version, once and exactly if this transaction commits."""
        changed = None if parts is None else frozenset(parts)
        self._tell(News(self.tenant_id, subject_id, version, self.actor.person_id, changed))

    def tell_word(self, subject_id: UUID) -> None:
        """Tell that something was said of a thing, whose version stays what it is."""
        self._tell(News.word(self.tenant_id, subject_id, self.actor.person_id))

    def _tell(self, news: News) -> None:
        self._told[news.subject_id] = news.after(self._told.get(news.subject_id))

    def before_commit(self, act: LastAct) -> None:
        """Have it done once everything else is, while the transaction is still open."""
        if act not in self._last_acts:
            self._last_acts.append(act)

    async def finish(self) -> None:
        """Do the last acts, in the order in which they were asked for, and send the news.

        PostgreSQL holds news back until the commit, and drops it on a rollback.
        """
        for act in self._last_acts:
            await act(self)
        for told in self._told.values():
            await self.ask(_NOTIFY, channel=news.CHANNEL, news=news.write(told))

    def enqueue(self, name: str, subject_id: UUID) -> None:
        """Promise a job: it exists exactly if this transaction commits."""
        job = Job(
            tenant_id=self.tenant_id,
            id=make_id(),
            name=name,
            subject_id=subject_id,
            person_id=self.actor.person_id,
            membership_id=self.actor.membership_id,
            state=JobState.WAITING,
            attempt=0,
            asked_at=self.now,
            due_at=self.now + RESEND_AFTER,
            traceparent=tracing.carried(),
        )
        self.session.add(job)
        self.promised.append((name, Ticket(job.tenant_id, job.id)))


_NOTIFY = Question(
    select(
        func.pg_notify(
            bindparam("channel", type_=Text, required=True),
            bindparam("news", type_=Text, required=True),
        )
    )
)
LastAct = Callable[[WriteTx], Awaitable[None]]
"""What a transaction does at its very end, like sealing its lines of the audit log."""


class Database:
    """The application's way to PostgreSQL, as one database role.

    `clock` gives UTC moments; `send_jobs` is called after a commit that promised jobs.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 5,
        clock: Clock = utc_now,
        send_jobs: SendJobs = _send_nothing,
    ) -> None:
        connect_args: Mapping[str, Any] = {
            "timeout": 5,
            # Time limits belong to the database roles; a person should not wait for a lock.
            "server_settings": {"application_name": "simiti", "lock_timeout": "4s"},
        }
        self.engine: AsyncEngine = create_async_engine(
            url,
            # None beyond those that are kept: opening one costs more than most of what is asked.
            pool_size=2 * pool_size,
            max_overflow=0,
            pool_use_lifo=True,
            pool_timeout=10,
            pool_pre_ping=False,
            # Transactions are opened and ended here, so that the scope is set in the same round
            # trip.
            isolation_level="AUTOCOMMIT",
            connect_args=connect_args,
        )
        event.listen(self.engine.sync_engine, "checkout", _check_is_open)
        if tracing.is_on():
            trace_statements(self.engine)
        self.asker = Asker(self.engine, pool_size, connect_args)
        self.clock = clock
        self._send_jobs = send_jobs

    @asynccontextmanager
    async def read(self, actor: Actor) -> AsyncGenerator[ReadTx]:
        async with self._transaction("READ ONLY", _scope_of(actor)) as opened:
            yield ReadTx(opened, actor, self.clock())

    @asynccontextmanager
    async def write(self, actor: Actor) -> AsyncGenerator[WriteTx]:
        """The actor's own organisation; Forbidden for who has none."""
        setting = f"simiti.writing_tenant_id = '{actor.tenant:d}'"
        async with self._writing(actor, actor.tenant, setting) as tx:
            yield tx

    @asynccontextmanager
    async def review(self, actor: Actor, tenant_id: int) -> AsyncGenerator[WriteTx]:
        """An officer who says something about what an organisation submitted, and edits nothing.

        The actor keeps the sight of the own area, so that whoever is elsewhere is not found. That
        is asked here too: the setting alone lets one append to an organisation's log, whoever's.
        """
        actor.require(Permission.PLAN_REVIEW)
        setting = f"simiti.reviewing_tenant_id = '{tenant_id:d}'"
        async with self._writing(actor, tenant_id, setting) as tx:
            if await tx.session.scalar(_SUBMITTED_IN_AREA, {"tenant_id": tenant_id}) is None:
                raise NotFound("revision")
            yield tx

    @asynccontextmanager
    async def _writing(self, actor: Actor, tenant_id: int, setting: str) -> AsyncGenerator[WriteTx]:
        async with self._transaction("", _scope_of(actor), setting) as opened:
            tx = WriteTx(opened, actor, self.clock(), tenant_id)
            yield tx
            await tx.finish()
            await opened.commit()
        if tx.promised:
            try:
                # In a thread: a broker that is away must not hold up everybody else's requests.
                with tracing.span("send jobs"):
                    await asyncio.to_thread(self._send_jobs, tx.promised)
            except Exception:
                # The rows are committed: the sweeper sends them again.
                log.warning("jobs.not_sent", jobs=len(tx.promised), exc_info=True)

    @asynccontextmanager
    async def personal(self, actor: Actor) -> AsyncGenerator[ReadTx]:
        """What belongs to the person, whatever post they act in: nothing of any plan. Forbidden for
        a token."""
        actor.require_person()
        setting = f"simiti.person_id = '{UUID(int=actor.person_id.int)}'"
        async with self._transaction("", setting) as opened:
            yield ReadTx(opened, actor, self.clock())
            await opened.commit()

    @asynccontextmanager
    async def snapshot(self, actor: Actor) -> AsyncGenerator[ReadTx]:
        """As `read`, and all of it as of one moment, however long it takes."""
        mode = "ISOLATION LEVEL REPEATABLE READ READ ONLY"
        async with self._transaction(mode, _scope_of(actor)) as opened:
            yield ReadTx(opened, actor, self.clock())

    @asynccontextmanager
    async def asked(self, actor: Actor) -> AsyncGenerator[ReadTx]:
        """What somebody asked to have made, in this post, also through a token: `ExportJob` and no
        other table of the person's."""
        setting = f"simiti.person_id = '{UUID(int=actor.person_id.int)}'"
        async with self._transaction("", setting) as opened:
            yield ReadTx(opened, actor, self.clock())
            await opened.commit()

    @asynccontextmanager
    async def public(self) -> AsyncGenerator[AsyncSession]:
        """What everybody may see, without an actor: what is published, and shared data."""
        async with self._transaction("READ ONLY") as opened:
            yield opened.session

    @asynccontextmanager
    async def unscoped(self) -> AsyncGenerator[AsyncSession]:
        """A transaction without an actor, for roles that see no plan: the door, the operator.

        Under the application's own role it sees no tenant's rows, because the scope is empty.
        """
        async with self._transaction("") as opened:
            yield opened.session
            await opened.commit()

    @asynccontextmanager
    async def glance(self) -> AsyncGenerator[AsyncSession]:
        """For one statement that reads, without an actor: no transaction around it, so that it
        costs one round trip instead of three."""
        async with self._session() as session:
            yield session

    async def ask(self, question: Question, given: Mapping[str, Any]) -> list[Row]:
        """One question without an actor: shared data, or a role that sees no plan."""
        with _refusals():
            return await self.asker.ask(question, given)

    def memory(self, of: type[K]) -> K:
        """What is kept of this database's rows; see `Memory`."""
        return self.asker.memory(of)

    @asynccontextmanager
    async def look(self, actor: Actor) -> AsyncGenerator[Look]:
        """What `read` sees, for questions."""
        opening = _opening("READ ONLY", _scope_of(actor))
        # Without a statement in it, everything was found in a memory.
        with _refusals(), tracing.span("look"):
            async with AsyncExitStack() as stack:
                yield Look(self.asker, stack, opening, actor, self.clock())

    async def ping(self) -> None:
        """Raises when the database does not answer."""
        async with self._session() as session:
            await session.execute(text("SELECT 1"))

    @asynccontextmanager
    async def _transaction(self, mode: str, *settings: str) -> AsyncGenerator[Opened]:
        """Opened with its settings in one round trip. Rolled back unless it was committed."""
        # Its span begins before it does: waiting for a connection is seen.
        with _refusals(), tracing.span(f"transaction {mode}".strip().lower()):
            opened = await Opened.take(self.engine, self.asker)
            try:
                await opened.begin(_opening(mode, *settings))
                yield opened
            finally:
                # A caller who gives up must not leave a connection in the middle of a transaction.
                await asyncio.shield(opened.leave())

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[AsyncSession]:
        session = AsyncSession(self.engine, expire_on_commit=False)
        try:
            with _refusals():
                yield session
        finally:
            await asyncio.shield(session.close())

    def fullness(self) -> tuple[int, int]:
        """Connections in use, and how many there may be."""
        # The pool's own type does not say that it counts; the one made above does.
        pool: Any = self.engine.pool
        busy, most = self.asker.fullness()
        return pool.checkedout() + busy, pool.size() + most

    async def close(self) -> None:
        await self.asker.close()
        await self.engine.dispose()


def _opening(mode: str, *settings: str) -> str:
    """Settings are literals: Citus passes on only those."""
    return f"BEGIN {mode}" + "".join(f"; SET LOCAL {setting}" for setting in settings)


@contextmanager
def _refusals() -> Generator[None]:
    """What the database did not do, as a person may be told it; a bug goes on as it is."""
    try:
        yield
    except SimitiError:
        raise
    except StaleDataError as error:
        raise changed_meanwhile() from error
    except _AWAY as error:
        raise database_away() from error
    except (DBAPIError, asyncpg.PostgresError) as error:
        # asyncpg's own errors come from connecting, before SQLAlchemy wraps them, or from asking.
        refusal = _refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error


_SUBMITTED_IN_AREA = text("SELECT 1 FROM revision WHERE tenant_id = :tenant_id LIMIT 1")
"""Row-level security adds the area."""


def _check_is_open(connection: Any, _record: object, _proxy: object) -> None:
    """The pool looks for another one: this one's server went away while it lay there."""
    if connection.driver_connection.is_closed():
        raise sqlalchemy_errors.DisconnectionError()


def _scope_of(actor: Actor) -> str:
    """The transaction's first setting: what the actor sees. A missing one sees nothing.

    Every value is an int or a checked code.
    """
    if actor.tenant_id is not None:
        scope = f"simiti.tenant_id = '{actor.tenant_id:d}'"
    elif actor.district_code is not None:
        scope = f"simiti.district_code = '{_code(actor.district_code)}'"
    elif actor.province_code is not None:
        scope = f"simiti.province_code = '{_code(actor.province_code)}'"
    elif actor.sees_nation:
        scope = "simiti.nation = 'yes'"
    else:
        scope = "simiti.nation = ''"
    return scope


def _code(code: str) -> str:
    if not re.fullmatch(r"\d{2}(\d{2})?", code, re.ASCII):
        raise ValueError(f"not an area code: {code!r}")
    return code


_AWAY = (
    sqlalchemy_errors.OperationalError,
    sqlalchemy_errors.InterfaceError,
    # No connection of the pool became free in time; not a TimeoutError of Python's.
    sqlalchemy_errors.TimeoutError,
    asyncpg.InterfaceError,
    ConnectionError,
    TimeoutError,
    socket.gaierror,
)
_TRANSIENT_STATES = ("08", "53", "57P", "40001", "40P01", "55P03", "57014")
_NOT_A_CHARACTER = "22021"


def _refusal_of(error: DBAPIError | asyncpg.PostgresError) -> SimitiError | None:
    """What a person can do about it; None for a bug."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state: str = getattr(cause, "sqlstate", None) or ""
    invalidated = isinstance(error, DBAPIError) and error.connection_invalidated
    if invalidated or state.startswith(_TRANSIENT_STATES):
        return database_away()
    if state == _NOT_A_CHARACTER:
        return Invalid(
            "TEXT_UNREADABLE",
            "ข้อความมีอักขระที่จัดเก็บไม่ได้ (เช่น NUL)",
            "The text holds a character that cannot be kept (such as NUL).",
        )
    return None


def changed_meanwhile() -> Conflict:
    return Conflict(
        "CONFLICT",
        "มีผู้แก้ไขรายการนี้ไปก่อนแล้ว ระบบไม่ได้เขียนทับ โปรดตรวจค่าปัจจุบัน",
        "Somebody changed this first. Nothing was overwritten; please look at the current value.",
    )


def database_away() -> Unavailable:
    return Unavailable(
        "UNAVAILABLE",
        "ระบบฐานข้อมูลไม่พร้อมชั่วคราว ข้อมูลเดิมไม่เสียหาย ลองใหม่ได้",
        "The database is away for a moment. Nothing was lost; it is safe to try again.",
    )

"""Questions that are asked in nearly every request: put together once, answered in plain rows.

asyncpg itself, without a session: what SQLAlchemy spends on one statement is several times what the
statement takes. Nothing is written here. See ADR 32.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar, cast

import asyncpg
from sqlalchemy import ClauseElement, ColumnElement, inspect
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.compiler import SQLCompiler

from plan_core import tracing
from plan_core.db.base import Base

Row = asyncpg.Record
T = TypeVar("T")
M = TypeVar("M", bound=Base)
K = TypeVar("K", bound="Memory[Any]")
Note = Callable[[str], None]

_DIALECT = dialects.dialect()
_WAIT_SECONDS = 10
"""For a connection of the pool, as SQLAlchemy's pool waits."""


class Question:
    """A statement that reads, compiled once; what differs each time are its `bindparam`s."""

    __slots__ = ("_fixed", "_names", "_writers", "text")

    def __init__(self, query: ClauseElement) -> None:
        compiled = cast("SQLCompiler", query.compile(dialect=_DIALECT))
        self.text = str(compiled)
        self._names: Sequence[str] = compiled.positiontup or ()
        self._fixed: Mapping[str, Any] = {
            name: one.value for name, one in compiled.binds.items() if not one.required
        }
        self._writers: dict[str, Callable[[Any], Any]] = {}
        for name, one in compiled.binds.items():
            write = one.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
            if write is not None:
                self._writers[name] = write

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        """In the statement's order. KeyError for a parameter that was not given."""
        values = {**self._fixed, **given}
        for name, write in self._writers.items():
            values[name] = write(values[name])
        return [values[name] for name in self._names]


def columns_of(model: Any, name: str = "") -> list[ColumnElement[Any]]:
    """All columns of a table, or of its alias `name`, each with that in its own name:
    `organisation_name_th`."""
    table = name or model.__tablename__
    return [
        getattr(model, one.attribute).label(f"{table}_{one.column}")
        for one in _columns_of(inspect(model).mapper.class_)
    ]


def read_as(model: type[M], row: Row, name: str = "") -> M:
    """The object that a row with `columns_of` tells of; it belongs to no session."""
    table = name or model.__tablename__
    values: dict[str, Any] = {}
    for one in _columns_of(model):
        value = row[f"{table}_{one.column}"]
        values[one.attribute] = value if one.read is None else one.read(value)
    return model(**values)


def share_as(model: type[M], row: Row) -> M:
    """The same object for the same columns: for what is shown, and never changed."""
    key = tuple([row[f"{model.__tablename__}_{one.column}"] for one in _columns_of(model)])
    known: OrderedDict[Hashable, Any] = _SHARED.setdefault(model, OrderedDict())
    found = known.get(key)
    if found is None:
        found = known[key] = read_as(model, row)
        if len(known) > MOST_SHARED:
            known.popitem(last=False)
    return found


MOST_SHARED = 8_192
_SHARED: dict[type[Base], OrderedDict[Hashable, Any]] = {}


def find_as(model: type[M], row: Row, key: str, name: str = "") -> M | None:
    """None where the row has nothing of that table."""
    return None if row[key] is None else read_as(model, row, name)


@dataclass(frozen=True, slots=True)
class _Column:
    attribute: str
    column: str
    read: Callable[[Any], Any] | None


@cache
def _columns_of(model: type[Base]) -> tuple[_Column, ...]:
    return tuple(
        _Column(
            one.key,
            one.columns[0].name,
            one.columns[0].type.dialect_impl(_DIALECT).result_processor(_DIALECT, None),
        )
        for one in inspect(model).column_attrs
    )


class Remembered(Generic[T]):
    """What was made of an answer, kept while the same question is answered by the same rows."""

    def __init__(self, most: int = 1_024) -> None:
        self._kept: OrderedDict[Hashable, tuple[list[Row], T]] = OrderedDict()
        self._most = most

    def of(self, key: Hashable, rows: list[Row], make: Callable[[list[Row]], T]) -> T:
        kept = self._kept.get(key)
        if kept is not None and kept[0] == rows:
            self._kept.move_to_end(key)
            return kept[1]
        made = make(rows)
        self._kept[key] = (rows, made)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)


LONGEST_SECONDS = 60.0
"""A database that was restored to an earlier moment may use a mark a second time."""


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    marks: object
    value: T
    weight: int
    since: float


class Memory(Generic[T]):
    """What was read last of a database, each with the marks of its rows; the least used go first.

    A mark is `xmin`: the transaction that wrote this state of a row. Marks are asked for anew, in
    the sight of who asks, before anything is read or found here: so nobody is told of rows that
    they do not see, and nothing older than the question. Values are shared and never changed.
    """

    most: ClassVar[int]
    """How much weight is kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
        self.weight = 0

    def knows(self, key: Hashable) -> bool:
        return key in self._kept

    def find(self, key: Hashable, marks: object) -> T | None:
        found = self._kept.get(key)
        if found is None:
            return None
        if found.marks != marks or monotonic() - found.since > LONGEST_SECONDS:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return found.value

    def keep(self, key: Hashable, marks: object, value: T, weight: int) -> None:
        self._drop(key)
        self._kept[key] = _Kept(marks, value, weight, monotonic())
        self.weight += weight
        while self.weight > self.most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.weight -= gone.weight


class Asker:
    """A pool of connections that read, opened when first used, as the role of `engine`."""

    everywhere: ClassVar[list[Note]] = []
    """Told of every statement of the process before it is sent: for who counts them."""

    def __init__(self, engine: AsyncEngine, most: int, more: Mapping[str, Any]) -> None:
        _, where = engine.dialect.create_connect_args(engine.url)
        self._where = {**where, **more}
        self._most = most
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()
        self.listeners: list[Note] = []
        """Told of this asker's own."""
        self._memories: dict[type[Any], Any] = {}

    def memory(self, of: type[K]) -> K:
        """This database's own; another one may give the same mark to another row."""
        found = self._memories.get(of)
        if found is None:
            found = self._memories[of] = of()
        return found

    async def ask(self, question: Question, given: Mapping[str, Any]) -> list[Row]:
        """One statement by itself: nothing is set before it, and one round trip is all."""
        pool = self._pool or await self._open()
        async with _take(pool) as connection:
            return await self.ask_on(connection, question, given)

    async def ask_on(
        self, connection: Any, question: Question, given: Mapping[str, Any]
    ) -> list[Row]:
        for note in (*self.listeners, *self.everywhere):
            note(question.text)
        with tracing.statement(question.text):
            return await connection.fetch(question.text, *question.arguments(given))

    @asynccontextmanager
    async def transaction(self, script: str) -> AsyncGenerator[Any]:
        """A connection after `script`, which begins a transaction; it is rolled back at the end."""
        pool = self._pool or await self._open()
        async with _take(pool) as connection:
            try:
                with tracing.statement(script):
                    await connection.execute(script)
                yield connection
            finally:
                # Whatever the connection believes: after a cancelled BEGIN it does not know yet
                # that there is a transaction, whose scope the next one would inherit.
                await asyncio.shield(_roll_back(connection))

    def fullness(self) -> tuple[int, int]:
        """Connections in use, and how many there may be."""
        if self._pool is None:
            return 0, self._most
        return self._pool.get_size() - self._pool.get_idle_size(), self._most

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()

    async def _open(self) -> asyncpg.Pool[asyncpg.Record]:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    **self._where,
                    min_size=0,
                    max_size=self._most,
                    # Nothing outlives a question or its transaction.
                    reset=_leave_as_it_is,
                )
            return self._pool


def _take(pool: asyncpg.Pool[Row]) -> Any:
    """A time limit costs as much as taking a connection: only for who has to wait for one."""
    return pool.acquire() if pool.get_idle_size() else pool.acquire(timeout=_WAIT_SECONDS)


async def _leave_as_it_is(_connection: object) -> None:
    return


async def _roll_back(connection: Any) -> None:
    if connection.is_closed():
        return
    try:
        await connection.execute("ROLLBACK")
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection.terminate()

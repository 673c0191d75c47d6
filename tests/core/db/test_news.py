"""News between processes: told with the commit, never before, never after a rollback, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import text

from make.people import make_actor
from make.plans import load_content, make_plan, submit
from make.world import Statements, World
from plan_core.actor import Actor, Role
from plan_core.db import news
from plan_core.db.base import make_id
from plan_core.db.listening import Listener
from plan_core.db.news import News
from plan_core.errors import Locked
from plan_core.plans import queries
from plan_core.plans.actions import filling, ordering, reviewing, wording
from plan_core.plans.actions.filling import CellEdit
from plan_core.values import Budget

CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'simiti-listener' AND datname = current_database()"
)
SOON = 5.0
A_MOMENT = 0.1


class Ear:
    """A second process: what it heard, and how often it had to look again."""

    def __init__(self, url: str) -> None:
        self.heard: asyncio.Queue[News] = asyncio.Queue()
        self.gaps: asyncio.Queue[None] = asyncio.Queue()
        self.listener = Listener(url, self.heard.put_nowait, lambda: self.gaps.put_nowait(None))

    async def next(self) -> News:
        return await asyncio.wait_for(self.heard.get(), SOON)

    async def gap(self) -> None:
        """Wait until it has to look again."""
        await asyncio.wait_for(self.gaps.get(), SOON)

    async def nothing(self) -> bool:
        await asyncio.sleep(A_MOMENT)
        return self.heard.empty()


@pytest.fixture
async def editor(world: World) -> Actor:
    editor = await make_actor(world, Role.APPROVER)
    await make_plan(world, editor)
    return editor


@pytest.fixture
async def ear(world: World, editor: Actor) -> AsyncIterator[Ear]:
    """It begins to listen when the plan is there."""
    assert editor
    ear = Ear(world.urls.app)
    running = asyncio.create_task(ear.listener.run())
    await ear.gap()
    yield ear
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def set_first_cell(world: World, actor: Actor, amount: int, *more: BaseException) -> UUID:
    """Sets the first cell of the plan, and its second row's, in one transaction; the first row."""
    content = await load_content(world, actor)
    first, second = content.rows[:2]
    async with world.app.write(actor) as tx:
        for row in (first, second):
            edit = CellEdit(row.cells[0].id, row.cells[0].version, Budget.of(amount))
            await filling.set_budget_cells(tx, [edit])
        for fault in more:
            raise fault
    return first.id


async def test_a_commit_tells_once_whatever_it_changed(
    world: World, editor: Actor, ear: Ear
) -> None:
    await set_first_cell(world, editor, 5)
    content = await load_content(world, editor)
    told = await ear.next()
    assert told == News(
        editor.tenant,
        content.plan.id,
        content.plan.version,
        editor.person_id,
        frozenset(row.id for row in content.rows[:2]),
    )
    assert await ear.nothing()


async def test_nothing_is_told_before_the_commit(world: World, editor: Actor, ear: Ear) -> None:
    content = await load_content(world, editor)
    async with world.app.write(editor) as tx:
        await wording.set_initiative(tx, content.rows[0].id, 1, title="ใหม่")
        assert await ear.nothing()
    assert (await ear.next()).version == content.plan.version + 1


async def test_a_rollback_tells_nothing(world: World, editor: Actor, ear: Ear) -> None:
    with pytest.raises(Locked):
        await set_first_cell(world, editor, 5, Locked("X", "x", "x"))
    assert await ear.nothing()


async def test_what_changes_more_than_some_rows_says_that_anything_may_have_changed(
    world: World, editor: Actor, ear: Ear
) -> None:
    content = await load_content(world, editor)
    row = content.rows[0]
    async with world.app.write(editor) as tx:
        await wording.set_initiative(tx, row.id, 1, title="ใหม่")
        await ordering.move_initiative(tx, row.id, 2, world.edition, mission_code="2.2")
    assert (await ear.next()).parts is None
    await submit(world, editor)
    told = await ear.next()
    now = await load_content(world, editor)
    assert (told.parts, told.version) == (None, now.plan.version)


async def test_telling_costs_one_statement(world: World, editor: Actor) -> None:
    statements = Statements(world.app)
    await set_first_cell(world, editor, 7)
    assert [sent for sent in statements.texts if "pg_notify" in sent] == [
        "SELECT pg_notify($1::VARCHAR, $2::VARCHAR) AS pg_notify_1"
    ]


async def test_a_connection_that_is_cut_comes_back_and_says_that_something_may_be_missed(
    world: World, editor: Actor, ear: Ear
) -> None:
    async with world.app.read(editor) as tx:
        await tx.session.execute(CUT)
    await ear.gap()
    await set_first_cell(world, editor, 9)
    assert (await ear.next()).person_id == editor.person_id


async def test_a_text_that_is_no_news_makes_everybody_look_again(
    world: World, editor: Actor, ear: Ear
) -> None:
    async with world.app.write(editor) as tx:
        await tx.session.execute(text(f"NOTIFY {news.CHANNEL}, '{{}}'"))
    await ear.gap()
    assert ear.heard.empty()


def test_too_many_parts_become_anything() -> None:
    few = News(1, make_id(), 2, make_id(), frozenset(make_id() for _ in range(100)))
    many = News(1, make_id(), 2, make_id(), frozenset(make_id() for _ in range(1_000)))
    assert news.read(news.write(few)) == few
    assert news.read(news.write(many)).parts is None
    assert len(news.write(few)) < news.LONGEST


def test_a_word_changes_no_version_and_is_not_lost_among_changes() -> None:
    plan, editor, officer = make_id(), make_id(), make_id()
    saved = News(1, plan, 7, editor, frozenset({make_id()}))
    word = News.word(1, plan, officer)
    for merged in (word.after(saved), saved.after(word)):
        assert (merged.version, merged.person_id, merged.parts) == (7, editor, saved.parts)
        assert merged.is_word
    assert (word.version, word.parts) == (0, frozenset())
    assert word.after(word) == word
    assert news.read(news.write(word)) == word


async def test_what_an_officer_says_is_told_without_a_version(
    world: World, editor: Actor, ear: Ear
) -> None:
    revision = await submit(world, editor)
    while not await ear.nothing():
        assert (await ear.next()).version > 0
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    key = queries.SubmittedKey(revision.tenant_id, revision.id)
    async with world.app.review(officer, revision.tenant_id) as tx:
        await reviewing.add_comment(tx, key, None, "โปรดตรวจ")
        await reviewing.accept_plan(tx, key)
    assert await ear.next() == News.word(editor.tenant, revision.plan_id, officer.person_id)
    assert await ear.nothing()

"""Settling what was read, and accepting it: what is kept, and what a refusal leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from uuid import uuid4

import pytest

from make.documents import make_read_document, receive
from make.people import make_actor, make_organisation, organisation_of
from make.plans import load_content, make_plan, return_whole, submit
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.db.transaction import WriteTx
from plan_core.errors import Conflict, Forbidden, Invalid, Locked, NotFound, SimitiError
from plan_core.intake import checks, corrections, queries, readiness, restated
from plan_core.intake.actions import accepting, settling
from plan_core.intake.model import Document, DocumentState
from plan_core.intake.queries import ReadingContent
from plan_core.plans import queries as plan_queries
from plan_core.plans import rules as plan_rules
from plan_core.plans.model import Plan
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind

DIFFERS = "DECLARED_AMOUNT_DIFFERS"


class Review:
    """An officer with a document under review that declares another total than its rows have."""

    def __init__(self, world: World, editor: Actor, document: Document) -> None:
        self.world = world
        self.editor = editor
        self.document = document

    async def reading(self) -> ReadingContent:
        async with self.world.app.read(self.editor) as tx:
            found = await queries.find_reading(tx, self.document.id)
        assert found is not None
        return queries.content_of(found)

    async def state(self) -> DocumentState:
        async with self.world.app.read(self.editor) as tx:
            return (await queries.get_document(tx, self.document.id)).state

    async def plan(self) -> Plan | None:
        async with self.world.app.read(self.editor) as tx:
            return await plan_queries.find_plan(tx, self.world.edition.code)

    async def correct(self, correction: corrections.Correction, version: int = 1) -> None:
        async with self.world.app.write(self.editor) as tx:
            await settling.correct_reading(
                tx, self.document.id, version, correction, self.world.edition
            )
            assert not tx.session.dirty
            assert not tx.session.new

    async def explain(self, key: str, text: str = "ตามเอกสาร", version: int = 1) -> None:
        async with self.world.app.write(self.editor) as tx:
            await settling.explain_finding(
                tx, self.document.id, version, key, text, "สมชาย", self.world.edition
            )

    async def accept(self, version: int, *, replace_draft: bool = False) -> Plan:
        async with self.world.app.write(self.editor) as tx:
            plan = await accepting.accept(
                tx,
                self.document.id,
                version,
                self.world.edition,
                replace_draft=replace_draft,
                accepted_by="สมชาย",
            )
            assert not tx.session.dirty
            assert not tx.session.new
        return plan

    async def refused(self, action: Awaitable[object]) -> SimitiError:
        before = (await self.reading(), await self.state())
        with pytest.raises(SimitiError) as refusal:
            await action
        assert (await self.reading(), await self.state()) == before
        return refusal.value

    async def key_of(self, code: str) -> str:
        draft = (await self.reading()).draft
        found = [f for f in checks.run_all(draft, self.world.edition) if f.code == code]
        return found[0].key


@pytest.fixture
async def review(world: World) -> Review:
    editor = await make_actor(world)
    document = await make_read_document(world, editor, declares="๒๐,๐๐๐")
    return Review(world, editor, document)


# ── corrections ──────────────────────────────────────────────────────────────────────────────


async def test_each_correction_changes_its_row_and_raises_the_version(review: Review) -> None:
    first, second, _ = [row.id for row in (await review.reading()).draft.initiatives]
    steps: list[corrections.Correction] = [
        corrections.SetTitle(first, "โครงการอบรมใหม่"),
        corrections.SetKind(second, InitiativeKind.ACTIVITY),
        corrections.SetBudget(second, 2562, Budget.of("1500.25")),
        corrections.SetBudget(first, 2561, UNSTATED),
        corrections.SetRemarks(first, "หมายเหตุ"),
        corrections.MoveInitiative(second, "4.4"),
        corrections.AddInitiative("2.1", InitiativeKind.MEASURE, "มาตรการเพิ่ม", {}),
        corrections.RemoveInitiative(first),
    ]
    for version, correction in enumerate(steps, start=1):
        await review.correct(correction, version)
    content = await review.reading()
    assert content.version == 9
    rows = {row.id: row for row in content.draft.initiatives}
    assert first not in rows
    assert (rows[second].mission, rows[second].kind) == ("4.4", InitiativeKind.ACTIVITY)
    assert rows[second].budgets[2562] == Budget.of("1500.25")
    async with review.world.app.write(review.editor) as tx:
        made = [change for change in await changes(tx) if change.verb == "correct_reading"]
    assert len(made) == 8
    assert made[0].before["rows"][0]["title"] == "โครงการอบรมคุณธรรม"
    assert made[0].after["rows"][0]["title"] == "โครงการอบรมใหม่"
    assert made[-1].after == {"rows": []}


async def test_a_stale_correction_is_refused_with_the_current_version(review: Review) -> None:
    (first, *_) = (await review.reading()).draft.initiatives
    await review.correct(corrections.SetTitle(first.id, "โครงการใหม่"))
    refusal = await review.refused(review.correct(corrections.SetTitle(first.id, "อื่น")))
    assert isinstance(refusal, Conflict)
    assert refusal.values["current"] == {"version": 2}


async def test_of_many_corrections_at_once_exactly_one_wins(review: Review) -> None:
    (first, *_) = (await review.reading()).draft.initiatives

    async def correct(number: int) -> str:
        try:
            await review.correct(corrections.SetTitle(first.id, f"โครงการ {number}"))
        except Conflict:
            return "conflict"
        return f"โครงการ {number}"

    answers = await asyncio.gather(*map(correct, range(10)))
    (won,) = [answer for answer in answers if answer != "conflict"]
    content = await review.reading()
    assert (content.draft.initiatives[0].title, content.version) == (won, 2)


async def test_what_a_plan_would_refuse_is_refused_now(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, *_) = (await review.reading()).draft.initiatives
    long = "ก" * (plan_rules.MAX_TITLE + 1)
    for correction, code in (
        (corrections.SetTitle(first.id, " "), "TITLE_EMPTY"),
        (corrections.SetTitle(first.id, long), "TEXT_TOO_LONG"),
        (corrections.SetRemarks(first.id, long * 2), "TEXT_TOO_LONG"),
        (corrections.SetBudget(first.id, 2561, Budget.of(-1)), "BUDGET_NEGATIVE"),
        (corrections.SetBudget(first.id, 2561, Budget.of("0.001")), "BUDGET_TOO_FINE"),
        (corrections.SetBudget(first.id, 2565, NO_BUDGET), "FISCAL_YEAR_UNKNOWN"),
        (corrections.MoveInitiative(first.id, "9.1"), "MISSION_UNKNOWN"),
        (corrections.MoveInitiative(first.id, "1.1", 7), "POSITION_OUT_OF_RANGE"),
        (corrections.AddInitiative("1.1", InitiativeKind.PROJECT, long, {}), "TEXT_TOO_LONG"),
        (corrections.AddInitiative("0.0", InitiativeKind.PROJECT, "x", {}), "MISSION_UNKNOWN"),
        (corrections.RemoveInitiative("r999"), "NOT_FOUND"),
    ):
        assert (await review.refused(review.correct(correction))).code == code
    monkeypatch.setattr(plan_rules, "MAX_ROWS", 3)
    one_more = corrections.AddInitiative("1.1", InitiativeKind.PROJECT, "โครงการ", {})
    assert (await review.refused(review.correct(one_more))).code == "PLAN_TOO_LONG"


async def test_a_document_that_is_not_under_review_is_locked(world: World) -> None:
    editor = await make_actor(world)
    document = await receive(world, editor)
    removal = corrections.RemoveInitiative("r1")
    async with world.app.read(editor) as tx:
        assert await queries.find_reading(tx, document.id) is None
    with pytest.raises(Locked) as refusal:
        await Review(world, editor, document).correct(removal)
    assert refusal.value.code == "DOCUMENT_NOT_OPEN"


async def test_members_and_neighbours_without_the_permission_settle_nothing(
    review: Review,
) -> None:
    world, editor = review.world, review.editor
    key = await review.key_of(DIFFERS)
    viewer = await make_actor(world, Role.VIEWER, await organisation_of(world, editor))
    neighbour = await make_actor(world)
    for actor, kind in ((viewer, Forbidden), (neighbour, NotFound)):
        other = Review(world, actor, review.document)
        for action in (
            other.correct(corrections.RemoveInitiative("r1")),
            other.explain(key),
            other.accept(1),
        ):
            assert isinstance(await review.refused(action), kind)


# ── explanations ─────────────────────────────────────────────────────────────────────────────


async def test_an_explanation_is_kept_changed_and_taken_back(review: Review) -> None:
    key = await review.key_of(DIFFERS)
    await review.explain(key, "  ตามข้อบัญญัติ ")
    await review.explain(key, "ตามแผนเดิม", 2)
    content = await review.reading()
    assert (content.explanations[key].text, content.explanations[key].by) == ("ตามแผนเดิม", "สมชาย")
    assert content.explanations[key].at == review.world.clock.now.isoformat()
    await review.explain(key, " ", 3)
    assert (await review.reading()).explanations == {}
    async with review.world.app.write(review.editor) as tx:
        texts = [
            (change.before["text"], change.after["text"])
            for change in await changes(tx)
            if change.verb == "explain_finding"
        ]
    assert texts == [("", "ตามข้อบัญญัติ"), ("ตามข้อบัญญัติ", "ตามแผนเดิม"), ("ตามแผนเดิม", "")]


async def test_an_explanation_of_nothing_or_too_long_is_refused(review: Review) -> None:
    key = await review.key_of(DIFFERS)
    assert isinstance(await review.refused(review.explain("NO_SUCH:1")), NotFound)
    assert (await review.refused(review.explain(key, "ก" * 2001))).code == "TEXT_TOO_LONG"
    assert isinstance(await review.refused(review.explain(key, "x", 2)), Conflict)


# ── accepting ────────────────────────────────────────────────────────────────────────────────


async def test_open_findings_stand_in_the_way_and_leave_everything_as_it_was(
    review: Review,
) -> None:
    refusal = await review.refused(review.accept(1))
    assert isinstance(refusal, Invalid)
    assert refusal.code == "FINDINGS_OPEN"
    assert refusal.values["keys"] == [await review.key_of(DIFFERS)]
    assert await review.plan() is None


async def test_an_explained_difference_is_accepted_and_stays_beside_the_plan(
    review: Review,
) -> None:
    key = await review.key_of(DIFFERS)
    await review.explain(key)
    plan = await review.accept(2)
    assert await review.state() is DocumentState.ACCEPTED
    content = await load_content(review.world, review.editor)
    draft = (await review.reading()).draft
    assert [
        (row.mission_code, row.kind, row.initiative.title, row.budgets, row.initiative.remarks)
        for row in content.rows
    ] == [(row.mission, row.kind, row.title, row.budgets, row.remarks) for row in draft.initiatives]
    assert content.rows[2].budgets[2564].amount == Decimal("5000.50")
    async with review.world.app.read(review.editor) as tx:
        acceptance = await plan_queries.find_acceptance(tx, plan.id)
    assert restated.declared_of(acceptance) == draft.declared
    assert restated.explanations_of(acceptance)[key].text == "ตามเอกสาร"
    # The same check on the plan gives the same key, so that the explanation stays with it.
    async with review.world.app.read(review.editor) as tx:
        found = await readiness.read_findings(tx, content, review.world.edition)
    assert key in {finding.key for finding in found.findings}
    assert found.explanations[key].text == "ตามเอกสาร"


async def test_a_row_whose_kind_nobody_can_tell_is_settled_before_accepting(world: World) -> None:
    editor = await make_actor(world)
    document = await make_read_document(world, editor, ["| | | ๒. จัดประชุม | - | - | - | - | |"])
    review = Review(world, editor, document)
    draft = (await review.reading()).draft
    unknown = [row for row in draft.initiatives if row.kind is None]
    assert len(unknown) == 1
    refusal = await review.refused(review.accept(1))
    assert refusal.code == "FINDINGS_OPEN"
    await review.correct(corrections.RemoveInitiative(unknown[0].id))
    await review.accept(2)
    assert len((await load_content(world, editor)).rows) == 3


async def test_the_explanation_of_a_duplicate_row_stays_with_it_in_the_plan(world: World) -> None:
    editor = await make_actor(world)
    twice = "| | | {}. กิจกรรมจัดเวทีรับฟังความคิดเห็นของหมู่บ้าน | - | - | - | - | |"
    document = await make_read_document(world, editor, [twice.format("๒"), twice.format("๓")])
    review = Review(world, editor, document)
    refusal = await review.refused(review.accept(1))
    still_open = refusal.values["keys"]
    assert isinstance(still_open, list)
    for version, key in enumerate(still_open, start=1):
        await review.explain(str(key), version=version)
    plan = await review.accept(len(still_open) + 1)
    content = await load_content(world, editor)
    async with world.app.read(editor) as tx:
        acceptance = await plan_queries.find_acceptance(tx, plan.id)
        noticed = await readiness.read_findings(tx, content, world.edition)
    (found,) = (finding for finding in noticed.findings if finding.code == "DUPLICATE_INITIATIVE")
    assert set(found.initiative_ids) <= {str(row.id) for row in content.rows}
    assert restated.explanations_of(acceptance)[found.key].text == "ตามเอกสาร"


async def test_accepting_twice_is_refused_and_makes_one_plan(review: Review) -> None:
    await review.explain(await review.key_of(DIFFERS))

    async def accept() -> str:
        try:
            await review.accept(2)
        except SimitiError as refusal:
            return refusal.code
        return "accepted"

    answers = await asyncio.gather(*(accept() for _ in range(4)))
    assert sorted(answers) == ["DOCUMENT_NOT_OPEN"] * 3 + ["accepted"]
    assert len((await load_content(review.world, review.editor)).rows) == 3


async def test_two_documents_accepted_at_once_make_one_plan(world: World) -> None:
    editor = await make_actor(world)
    reviews = [Review(world, editor, await make_read_document(world, editor)) for _ in range(2)]

    async def accept(review: Review) -> str:
        try:
            await review.accept(1)
        except Conflict as refusal:
            return refusal.code
        return "accepted"

    answers = await asyncio.gather(*map(accept, reviews))
    assert sorted(answers) == ["DRAFT_EXISTS", "accepted"]
    states = [await review.state() for review in reviews]
    assert sorted(states) == [DocumentState.ACCEPTED, DocumentState.READ]


async def test_a_draft_with_rows_is_replaced_only_when_asked_and_revisions_stay(
    world: World,
) -> None:
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver)
    revision = await submit(world, approver)
    await return_whole(world, revision)
    before = await load_content(world, approver)
    review = Review(world, approver, await make_read_document(world, approver))
    refusal = await review.refused(review.accept(1))
    assert refusal.code == "DRAFT_EXISTS"
    kept = await load_content(world, approver)
    assert [row.id for row in kept.rows] == [row.id for row in before.rows]
    assert kept.plan.version == before.plan.version
    plan = await review.accept(1, replace_draft=True)
    now = await load_content(world, approver)
    assert plan.id == before.plan.id
    assert [row.initiative.title for row in now.rows] == [
        row.title for row in (await review.reading()).draft.initiatives
    ]
    assert now.plan.version > before.plan.version
    async with world.app.read(approver) as tx:
        revisions = await plan_queries.list_revisions(tx, world.edition.code)
        rows = await plan_queries.list_revision_rows(tx, revisions[0])
    assert [one.sha256 for one in revisions] == [revision.sha256]
    assert len(rows) == 4
    async with world.app.write(approver) as tx:
        emptied = [one for one in await changes(tx) if one.verb == "empty_plan"]
    assert emptied[0].before["titles"] == [row.initiative.title for row in before.rows]


async def test_a_second_acceptance_takes_the_place_of_the_first(world: World) -> None:
    editor = await make_actor(world)
    for declares in ("๑๕,๐๐๐", "๑๕,๐๐๐.๐๐"):
        review = Review(world, editor, await make_read_document(world, editor, declares=declares))
        plan = await review.accept(1, replace_draft=True)
    async with world.app.read(editor) as tx:
        acceptance = await plan_queries.find_acceptance(tx, plan.id)
    assert acceptance is not None
    assert acceptance.document_id == review.document.id


async def test_an_accepted_document_cannot_be_discarded(review: Review) -> None:
    await review.explain(await review.key_of(DIFFERS))
    await review.accept(2)

    async def discard() -> None:
        async with review.world.app.write(review.editor) as tx:
            await accepting.discard(tx, review.document.id)

    refusal = await review.refused(discard())
    assert (type(refusal), refusal.code) == (Locked, "DOCUMENT_ACCEPTED")


async def test_a_discarded_document_keeps_its_record_and_nothing_else(review: Review) -> None:
    async with review.world.app.write(review.editor) as tx:
        await accepting.discard(tx, review.document.id)
        assert not tx.session.dirty
    async with review.world.app.read(review.editor) as tx:
        assert await queries.find_reading(tx, review.document.id) is None
    assert await review.state() is DocumentState.DISCARDED
    with pytest.raises(Locked):
        await review.accept(1)


async def test_documents_that_nobody_has_are_not_found(world: World) -> None:
    editor = await make_actor(world)
    actions: list[Callable[[WriteTx], Awaitable[object]]] = [
        lambda tx: accepting.discard(tx, uuid4()),
        lambda tx: settling.open_for_settling(tx, uuid4(), 1),
    ]
    for action in actions:
        with pytest.raises(NotFound):
            async with world.app.write(editor) as tx:
                await action(tx)

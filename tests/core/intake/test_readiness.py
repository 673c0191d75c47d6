"""A plan that is being written: its findings, their explanations, and what blocks submission."""

import pytest

from make.people import make_actor, organisation_of
from make.plans import load_content, make_plan, make_row
from make.world import World, changes
from plan_core.actor import Actor, Role
from plan_core.errors import Forbidden, Invalid, Locked, NotFound
from plan_core.intake import readiness
from plan_core.intake.actions import explaining
from plan_core.intake.readiness import PlanFindings
from plan_core.plans.actions import submitting
from plan_core.plans.model import Plan

CITIZEN = "1101700230708"
TWINS = [make_row("1.1", 5), make_row("1.1", 5)]


async def findings_of(world: World, actor: Actor) -> PlanFindings:
    content = await load_content(world, actor)
    async with world.app.read(actor) as tx:
        return await readiness.read_findings(tx, content, world.edition)


async def explain(world: World, actor: Actor, plan: Plan, key: str, text: str) -> None:
    async with world.app.write(actor) as tx:
        await explaining.explain_plan_finding(tx, plan.id, key, text, world.edition)


async def key_of(world: World, actor: Actor, code: str) -> str:
    found = await findings_of(world, actor)
    return next(one.key for one in found.findings if one.code == code)


async def test_a_finding_is_explained_explained_anew_and_the_words_taken_back(world: World) -> None:
    editor = await make_actor(world)
    plan = await make_plan(world, editor, TWINS)
    key = await key_of(world, editor, "DUPLICATE_INITIATIVE")
    for text in ("คนละพื้นที่", "คนละปี"):
        await explain(world, editor, plan, key, text)
        explained = (await findings_of(world, editor)).explanations[key]
        assert (explained.text, explained.by) == (text, editor.name)
    await explain(world, editor, plan, key, "  ")
    assert key not in (await findings_of(world, editor)).explanations
    async with world.app.write(editor) as tx:
        lines = [one for one in await changes(tx) if one.verb == "explain_finding"]
    assert [(one.before["text"], one.after["text"]) for one in lines] == [
        ("", "คนละพื้นที่"),
        ("คนละพื้นที่", "คนละปี"),
        ("คนละปี", ""),
    ]


async def test_what_nobody_noticed_or_must_be_corrected_is_not_explained(world: World) -> None:
    editor = await make_actor(world)
    plan = await make_plan(world, editor, [make_row("1.1", 5, title=f"โครงการ {CITIZEN}")])
    with pytest.raises(NotFound):
        await explain(world, editor, plan, "DUPLICATE_INITIATIVE:x", "เหตุผล")
    key = await key_of(world, editor, "CITIZEN_NUMBER")
    with pytest.raises(Invalid, match="FINDING_MUST_BE_CORRECTED"):
        await explain(world, editor, plan, key, "เหตุผล")


async def test_nobody_else_explains_a_finding(world: World) -> None:
    editor = await make_actor(world)
    plan = await make_plan(world, editor, TWINS)
    key = await key_of(world, editor, "DUPLICATE_INITIATIVE")
    with pytest.raises(NotFound):
        await explain(world, await make_actor(world), plan, key, "ของหน่วยงานอื่น")
    viewer = await make_actor(world, Role.VIEWER, await organisation_of(world, editor))
    with pytest.raises(Forbidden):
        await explain(world, viewer, plan, key, "ผู้อ่าน")


async def test_a_plan_that_is_with_the_committee_is_not_explained(world: World) -> None:
    editor = await make_actor(world)
    plan = await make_plan(world, editor, TWINS)
    key = await key_of(world, editor, "DUPLICATE_INITIATIVE")
    async with world.app.write(editor) as tx:
        await submitting.send_to_committee(tx, plan.id, plan.version)
    with pytest.raises(Locked, match="PLAN_LOCKED"):
        await explain(world, editor, plan, key, "เหตุผล")


async def test_only_what_is_critical_stands_in_the_way(world: World) -> None:
    editor = await make_actor(world)
    await make_plan(world, editor, TWINS)
    content = await load_content(world, editor)
    async with world.app.read(editor) as tx:
        readiness.check_nothing_critical(await readiness.read_findings(tx, content, world.edition))
    other = await make_actor(world)
    await make_plan(world, other, [make_row("1.1", 5, title=f"โครงการ {CITIZEN}")])
    content = await load_content(world, other)
    async with world.app.read(other) as tx:
        with pytest.raises(Invalid, match="FINDINGS_CRITICAL") as refusal:
            readiness.check_nothing_critical(
                await readiness.read_findings(tx, content, world.edition)
            )
    assert refusal.value.values["keys"] == [await key_of(world, other, "CITIZEN_NUMBER")]

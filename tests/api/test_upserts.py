"""What another system brings into the plan: all of it, some of it or nothing, and never twice."""

from __future__ import annotations

from typing import Any

import pytest

from make.api import Api, global_id
from make.people import make_actor, make_organisation
from make.plans import load_content, make_plan
from make.programs import Program, secret_of
from make.world import changes
from plan_core.actor import Actor, Role
from plan_core.integration import upsert_rules
from plan_core.places.model import Organisation
from plan_core.plans.content import PlanContent

ANSWER = "planVersion isReplay results { externalId outcome initiativeId version }"
BY_NAME = """query($system: String!, $value: String!) {
  initiative(by: {external: {system: $system, value: $value}}) {
    id title budgets { amount state } } }"""


class Ledger:
    """An accounting system of one organisation."""

    def __init__(self, api: Api, organisation: Organisation, actor: Actor, plan_id: str) -> None:
        self.api = api
        self.organisation = organisation
        self.actor = actor
        self.plan_id = plan_id

    async def push(self, *rows: dict[str, Any], **given: Any) -> dict[str, Any]:
        asked = {"planId": self.plan_id, "system": "e-laas", "rows": list(rows), **given}
        return await self.api.mutate(self.actor, "upsertInitiatives", ANSWER, **asked)

    async def content(self) -> PlanContent:
        return await load_content(self.api.world, self.actor)

    async def find(self, value: str) -> dict[str, Any] | None:
        found = await self.api.data(self.actor, BY_NAME, system="e-laas", value=value)
        return found["initiative"]

    async def verbs(self) -> list[str]:
        async with self.api.world.app.write(self.actor) as tx:
            return [one.verb for one in await changes(tx)]


@pytest.fixture
async def ledger(api: Api) -> Ledger:
    organisation = await make_organisation(api.world)
    actor = await make_actor(api.world, organisation=organisation)
    plan = await make_plan(api.world, actor)
    return Ledger(api, organisation, actor, global_id("Plan", plan.id))


def new(name: str, **given: Any) -> dict[str, Any]:
    row = {"missionCode": "1.2", "kind": "PROJECT", "title": f"โครงการ {name}"}
    return {"externalId": name, **row, **given}


def money(year: int, amount: str, **given: Any) -> dict[str, Any]:
    return {"fiscalYear": year, "state": "AMOUNT", "amount": amount, **given}


def outcomes(payload: dict[str, Any]) -> list[str]:
    return [one["outcome"] for one in payload["results"]]


def told(payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["field"], one["code"]) for one in payload["problems"]]


async def test_rows_are_added_once_and_changed_where_they_differ(ledger: Ledger) -> None:
    first = await ledger.push(new("A1", budgets=[money(2561, "1500.25")]), new("A2"))
    assert (outcomes(first), first["problems"]) == (["CREATED", "CREATED"], [])
    found = await ledger.find("A1")
    assert found is not None
    assert found["id"] == first["results"][0]["initiativeId"]
    assert found["budgets"][0] == {"amount": "1500.25", "state": "AMOUNT"}
    count, before = len((await ledger.content()).rows), await ledger.verbs()
    again = await ledger.push(new("A1", budgets=[money(2561, "1500.25")]), new("A2"))
    assert outcomes(again) == ["UNCHANGED", "UNCHANGED"]
    assert again["planVersion"] == first["planVersion"]
    assert await ledger.verbs() == before
    third = await ledger.push(
        {"externalId": "A1", "budgets": [{"fiscalYear": 2562, "state": "NONE"}]},
        {"externalId": "A2", "title": "โครงการใหม่", "missionCode": "4.3"},
    )
    assert outcomes(third) == ["UPDATED", "UPDATED"]
    assert len((await ledger.content()).rows) == count
    found = await ledger.find("A1")
    assert found is not None
    assert [one["state"] for one in found["budgets"]] == ["AMOUNT", "NONE", "UNSTATED", "UNSTATED"]
    # By the same actions as the grid's, with their lines in the log.
    after = (await ledger.verbs())[len(before) :]
    assert sorted(after) == ["move_initiative", "set_budget_cell", "set_initiative"]


async def test_a_row_that_is_there_is_named_once_by_its_id(ledger: Ledger) -> None:
    row = (await ledger.content()).rows[0]
    known = global_id("Initiative", row.id)
    linked = await ledger.push({"externalId": "B1", "id": known})
    assert (outcomes(linked), linked["results"][0]["initiativeId"]) == (["UPDATED"], known)
    assert (await ledger.verbs())[-1] == "link_initiative"
    later = await ledger.push({"externalId": "B1", "budgets": [money(2561, "9")]})
    assert (outcomes(later), later["results"][0]["initiativeId"]) == (["UPDATED"], known)
    # Neither gets another name, nor does the name get another row.
    other = global_id("Initiative", (await ledger.content()).rows[1].id)
    assert told(await ledger.push({"externalId": "B2", "id": known})) == [
        ("rows.0", "EXTERNAL_ID_TAKEN")
    ]
    assert told(await ledger.push({"externalId": "B1", "id": other})) == [
        ("rows.0", "EXTERNAL_ID_TAKEN")
    ]
    # In another system it may be called anything.
    second = await ledger.push({"externalId": "B1", "id": other}, system="gis")
    assert outcomes(second) == ["UPDATED"]


async def test_stop_saves_nothing_and_skip_saves_the_others(ledger: Ledger) -> None:
    rows = [
        new("C1"),
        new("C2", missionCode="9.9"),
        new("C3", budgets=[money(2599, "1")]),
        {"externalId": "C4", "title": "ไม่ครบ"},
        new("C5", title="  "),
        new("C1", title="ซ้ำ"),
    ]
    wanted = [
        ("rows.1.missionCode", "MISSION_UNKNOWN"),
        ("rows.2.budgets.0", "YEAR_UNKNOWN"),
        ("rows.3", "UPSERT_NEW_NEEDS"),
        ("rows.5", "ROW_TWICE"),
    ]
    before = await ledger.content()
    stopped = await ledger.push(*rows)
    assert (stopped["results"], stopped["planVersion"]) == ([], None)
    assert set(wanted) <= set(told(stopped))
    assert all(one["messageTh"] and one["messageEn"] for one in stopped["problems"])
    now = await ledger.content()
    assert (now.plan.version, len(now.rows)) == (before.plan.version, len(before.rows))
    skipped = await ledger.push(*rows, onError="SKIP")
    assert outcomes(skipped) == ["CREATED", *["REFUSED"] * 5]
    assert set(wanted) < set(told(skipped))
    assert {field for field, _ in told(skipped)} > {"rows.4"}
    assert len((await ledger.content()).rows) == len(before.rows) + 1


async def test_rows_that_are_all_refused_leave_no_trace_by_skip_either(ledger: Ledger) -> None:
    await ledger.push(new("G1"))
    before, verbs = await ledger.content(), await ledger.verbs()
    nothing = await ledger.push(
        {"externalId": "G1"},
        {"externalId": "G1b", "id": global_id("Initiative", before.rows[0].id), "title": " "},
        new("G2", title=" "),
        onError="SKIP",
        idempotencyKey="k-g",
    )
    assert outcomes(nothing) == ["UNCHANGED", "REFUSED", "REFUSED"]
    assert nothing["planVersion"] is None
    now = await ledger.content()
    assert (now.plan.version, await ledger.verbs()) == (before.plan.version, verbs)
    # Mended, it may come by the same key.
    assert outcomes(await ledger.push(new("G2"), idempotencyKey="k-g")) == ["CREATED"]


async def test_a_row_is_put_under_a_sub_mission_and_taken_out(ledger: Ledger) -> None:
    async def under() -> list[str | None]:
        plan = await ledger.api.data(ledger.actor, "{ plan { initiatives { title subMission } } }")
        rows = plan["plan"]["initiatives"]
        return [one["subMission"] for one in rows if one["title"] == "โครงการ H1"]

    await ledger.push(new("H1", subMission="1.2.1 ภารกิจย่อย"))
    assert await under() == ["1.2.1 ภารกิจย่อย"]
    assert outcomes(await ledger.push({"externalId": "H1", "subMission": "อื่น"})) == ["UPDATED"]
    assert outcomes(await ledger.push({"externalId": "H1"})) == ["UNCHANGED"]
    assert await under() == ["อื่น"]
    assert outcomes(await ledger.push({"externalId": "H1", "subMission": ""})) == ["UPDATED"]
    assert await under() == [None]
    assert outcomes(await ledger.push({"externalId": "H1", "subMission": ""})) == ["UNCHANGED"]


async def test_what_somebody_else_changed_is_not_overwritten_when_a_version_is_named(
    ledger: Ledger,
) -> None:
    row = (await ledger.content()).rows[0]
    name = {"externalId": "D1", "id": global_id("Initiative", row.id)}
    await ledger.push(name)
    seen = row.cells[0].version
    await ledger.push({"externalId": "D1", "budgets": [money(2561, "1", ifVersion=seen)]})
    stale = await ledger.push({"externalId": "D1", "budgets": [money(2561, "2", ifVersion=seen)]})
    assert told(stale) == [("rows.0.budgets.0", "CONFLICT")]
    assert stale["problems"][0]["values"]["current"]["amount"] == "1"
    old = await ledger.push({"externalId": "D1", "ifVersion": row.initiative.version + 1})
    assert told(old) == [("rows.0", "CONFLICT")]
    unknown = await ledger.push(new("D2", ifVersion=1))
    assert told(unknown) == [("rows.0", "NOT_FOUND")]
    # Beside rows that are taken, by SKIP.
    mixed = await ledger.push(
        {"externalId": "D1", "budgets": [money(2561, "3", ifVersion=seen)]},
        new("D3"),
        onError="SKIP",
    )
    assert outcomes(mixed) == ["REFUSED", "CREATED"]
    assert (await ledger.content()).rows[0].cells[0].budget.amount == 1


async def test_a_dry_run_says_what_would_come_of_it_and_leaves_no_trace(ledger: Ledger) -> None:
    before, verbs = await ledger.content(), await ledger.verbs()
    tried = await ledger.push(new("E1"), dryRun=True, idempotencyKey="dry")
    assert tried["results"] == [
        {"externalId": "E1", "outcome": "CREATED", "initiativeId": None, "version": None}
    ]
    assert tried["planVersion"] is None
    refused = await ledger.push(new("E1", missionCode="9.9"), dryRun=True)
    assert told(refused) == [("rows.0.missionCode", "MISSION_UNKNOWN")]
    now = await ledger.content()
    assert (now.plan.version, len(now.rows)) == (before.plan.version, len(before.rows))
    assert (await ledger.verbs(), await ledger.find("E1")) == (verbs, None)
    assert outcomes(await ledger.push(new("E1"), idempotencyKey="dry")) == ["CREATED"]


async def test_a_key_gets_its_answer_again_and_another_body_is_a_conflict(ledger: Ledger) -> None:
    first = await ledger.push(new("F1"), idempotencyKey="k-1")
    await ledger.push({"externalId": "F1", "title": "ชื่ออื่น"})
    again = await ledger.push(new("F1"), idempotencyKey="k-1")
    assert again == {**first, "isReplay": True}
    found = await ledger.find("F1")
    assert found is not None
    assert found["title"] == "ชื่ออื่น"
    other = await ledger.push(new("F2"), idempotencyKey="k-1")
    assert told(other) == [("idempotencyKey", "IDEMPOTENCY_CONFLICT")]
    assert await ledger.find("F2") is None
    # A refused request is not remembered: mended, it may come by the same key.
    assert told(await ledger.push(new("F3", missionCode="9.9"), idempotencyKey="k-2"))
    assert outcomes(await ledger.push(new("F3"), idempotencyKey="k-2")) == ["CREATED"]


async def test_names_and_keys_of_another_organisation_are_its_own(api: Api, ledger: Ledger) -> None:
    await ledger.push(new("G1"), idempotencyKey="same")
    home = await make_organisation(api.world)
    stranger = await make_actor(api.world, organisation=home)
    plan = await make_plan(api.world, stranger)
    theirs = Ledger(api, home, stranger, global_id("Plan", plan.id))
    assert await theirs.find("G1") is None
    pushed = await theirs.push(new("G1", title="ของเขา"), idempotencyKey="same")
    assert (outcomes(pushed), pushed["isReplay"]) == (["CREATED"], False)
    mine = await ledger.find("G1")
    assert mine is not None
    assert mine["title"] == "โครงการ G1"
    # Nor is another's row linked, or another's plan written into.
    row = global_id("Initiative", (await ledger.content()).rows[0].id)
    assert told(await theirs.push({"externalId": "G2", "id": row})) == [("rows.0", "NOT_FOUND")]
    theirs.plan_id = ledger.plan_id
    assert told(await theirs.push(new("G3"))) == [("", "NOT_FOUND")]


async def test_who_may_not_edit_brings_nothing_in(api: Api, ledger: Ledger) -> None:
    await ledger.push(new("H1"))
    approver = await make_actor(api.world, Role.APPROVER)
    plan = await make_plan(api.world, approver)
    given = {"planId": global_id("Plan", plan.id), "system": "e-laas", "rows": [new("H1")]}
    reader = Program(api, await secret_of(api, approver, "PLAN_READ"))
    assert await reader.problem("upsertInitiatives", **given) == "FORBIDDEN"
    writer = Program(api, await secret_of(api, approver, "PLAN_READ", "PLAN_WRITE"))
    assert await writer.problem("upsertInitiatives", **given) == ""
    exporter = Program(api, await secret_of(api, approver, "EXPORT_RUN"))
    assert await exporter.code(BY_NAME, system="e-laas", value="H1") == "FORBIDDEN"


async def test_a_row_that_was_removed_is_not_made_anew_behind_its_back(ledger: Ledger) -> None:
    pushed = await ledger.push(new("I1"))
    (row,) = pushed["results"]
    given = {"id": row["initiativeId"], "version": row["version"]}
    assert not await ledger.api.refused(ledger.actor, "removeInitiative", **given)
    assert told(await ledger.push(new("I1"))) == [("rows.0", "NOT_FOUND")]


@pytest.mark.parametrize("name", ["", " a", "a ", "a\nb", "ก" * 101])
async def test_a_name_that_nobody_could_tell_apart_is_refused(ledger: Ledger, name: str) -> None:
    assert told(await ledger.push(new(name))) == [("rows.0", "EXTERNAL_NAME")]
    assert told(await ledger.push(new("x"), system=name)) == [("system", "EXTERNAL_NAME")]


def test_names_are_kept_as_they_are_written() -> None:
    for name in ("a", "๖๗-๑", "A 1", "ก" * 100):
        assert upsert_rules.clean_name(name, "system") == name


NAMES = """query($first: Int!, $after: String, $system: String) {
  externalReferences(first: $first, after: $after, system: $system) {
    edges { node { id system value initiativeId } }
    pageInfo { hasNextPage endCursor } } }"""


async def test_names_are_looked_through_in_pages_and_wrong_ones_let_go(ledger: Ledger) -> None:
    made = await ledger.push(*(new(f"N{at}") for at in range(5)))
    rows = [one["initiativeId"] for one in made["results"]]
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = await ledger.api.data(ledger.actor, NAMES, first=2, after=after, system="e-laas")
        found += [one["node"] for one in page["externalReferences"]["edges"]]
        info = page["externalReferences"]["pageInfo"]
        if not info["hasNextPage"]:
            break
        after = info["endCursor"]
    found.sort(key=lambda one: one["value"])
    assert [(one["value"], one["initiativeId"]) for one in found] == [
        (f"N{at}", row) for at, row in enumerate(rows)
    ]
    elsewhere = await ledger.api.data(ledger.actor, NAMES, first=5, system="x")
    assert elsewhere["externalReferences"]["edges"] == []

    async def remove(*given: str) -> dict[str, Any]:
        return await ledger.api.mutate(
            ledger.actor, "removeExternalReferences", "removed { value }", ids=list(given)
        )

    before = await ledger.content()
    wrong = await remove(found[0]["id"], rows[0])
    assert (told(wrong), wrong["removed"]) == ([("ids.1", "NOT_FOUND")], [])
    assert told(await remove(found[0]["id"], found[0]["id"])) == [("ids", "BLOCK_SIZE")]
    done = await remove(found[1]["id"], found[0]["id"])
    assert [one["value"] for one in done["removed"]] == ["N1", "N0"]
    now = await ledger.content()
    assert (len(now.rows), now.plan.version) == (len(before.rows), before.plan.version)
    assert (await ledger.verbs())[-2:] == ["unlink_initiative"] * 2
    assert told(await remove(found[1]["id"])) == [("ids.0", "NOT_FOUND")]
    # The name is free for another row, and the row for another name.
    swapped = await ledger.push(
        {"externalId": "N1", "id": rows[0]}, {"externalId": "N0", "id": rows[1]}
    )
    assert outcomes(swapped) == ["UPDATED", "UPDATED"]
    assert (await ledger.find("N1") or {})["id"] == rows[0]


async def test_nobody_else_sees_or_lets_go_of_a_name(ledger: Ledger) -> None:
    await ledger.push(new("O1"))
    mine = (await ledger.api.data(ledger.actor, NAMES, first=5))["externalReferences"]["edges"]
    neighbour = await make_actor(ledger.api.world)
    theirs = await ledger.api.data(neighbour, NAMES, first=5)
    assert theirs["externalReferences"]["edges"] == []
    taken = await ledger.api.mutate(
        neighbour, "removeExternalReferences", "removed { value }", ids=[mine[0]["node"]["id"]]
    )
    assert told(taken) == [("ids.0", "NOT_FOUND")]
    reader = await make_actor(ledger.api.world, Role.VIEWER, ledger.organisation)
    refused = await ledger.api.mutate(
        reader, "removeExternalReferences", "removed { value }", ids=[mine[0]["node"]["id"]]
    )
    assert told(refused) == [("", "FORBIDDEN")]
    assert await ledger.find("O1") is not None

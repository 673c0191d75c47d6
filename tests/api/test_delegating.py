"""Delegated signing over GraphQL: granted, used by who may not otherwise, taken back."""

from __future__ import annotations

from datetime import timedelta

from make.api import Api, global_id
from make.people import make_actor, organisation_of
from make.plans import make_plan
from plan_core.actor import Role
from plan_core.values import thai_day

VIEWER = """{ viewer { post { permissions signingFor { words lastOn position } } } }"""
LISTED = """{ delegations(first: 5) { edges { node { id state toName words revokedBy } } } }"""
PAYLOAD = "delegation { id state } problems { code field messageTh messageEn }"


async def test_a_delegate_submits_until_it_is_revoked(api: Api) -> None:
    approver = await make_actor(api.world, Role.APPROVER)
    editor = await make_actor(api.world, Role.EDITOR, await organisation_of(api.world, approver))
    plan = await make_plan(api.world, approver)
    today = thai_day(api.world.clock.now)
    order = {
        "toPostId": global_id("Post", editor.membership_id),
        "kind": "ACTING",
        "position": "นายก อบต. ทดสอบ",
        "firstOn": today.isoformat(),
        "lastOn": (today + timedelta(days=2)).isoformat(),
        "orderNumber": "๙/๒๕๖๙",
        "reason": "ลาพักผ่อน",
    }

    refused = await api.mutate(editor, "grantSigning", PAYLOAD, **order)
    assert [one["code"] for one in refused["problems"]] == ["FORBIDDEN"]
    turned = await api.mutate(
        approver, "grantSigning", PAYLOAD, **{**order, "lastOn": "2020-01-01"}
    )
    (problem,) = turned["problems"]
    assert (problem["code"], problem["field"]) == ("DAYS_TURNED_ROUND", "lastOn")
    granted = await api.mutate(approver, "grantSigning", PAYLOAD, **order)
    assert (granted["problems"], granted["delegation"]["state"]) == ([], "IN_FORCE")

    post = (await api.data(editor, VIEWER))["viewer"]["post"]
    assert post["signingFor"]["lastOn"] == order["lastOn"]
    assert {"PLAN_SUBMIT", "PLAN_ADOPT"} <= set(post["permissions"])
    assert "SIGNING_DELEGATE" not in post["permissions"]
    sent = await api.mutate(
        editor,
        "sendToCommittee",
        "plan { version }",
        planId=global_id("Plan", plan.id),
        version=plan.version,
    )
    submit = {"planId": global_id("Plan", plan.id), "version": sent["plan"]["version"]}

    revoked = await api.mutate(approver, "revokeSigning", PAYLOAD, id=granted["delegation"]["id"])
    assert revoked["delegation"]["state"] == "REVOKED"
    refused = await api.mutate(editor, "submitPlan", "revision { number }", **submit)
    assert [one["code"] for one in refused["problems"]] == ["FORBIDDEN"]

    again = await api.mutate(approver, "grantSigning", PAYLOAD, **order)
    assert again["problems"] == []
    submitted = await api.mutate(editor, "submitPlan", "revision { number submittedBy }", **submit)
    assert submitted["problems"] == []
    assert "รักษาราชการแทน นายก อบต. ทดสอบ" in submitted["revision"]["submittedBy"]
    listed = (await api.data(editor, LISTED))["delegations"]["edges"]
    assert {one["node"]["state"] for one in listed} == {"IN_FORCE", "REVOKED"}

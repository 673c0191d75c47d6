"""Attached files through the front door: who gets them, when, and what is refused."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update

from api.ids import GlobalId
from make.api import Api, global_id
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, return_whole, submit
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.attachments import actions
from plan_core.attachments.kinds import ScanState
from plan_core.attachments.model import Attachment
from plan_core.db.base import make_id
from plan_core.files import attachment_key
from plan_core.plans import queries as plans

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
FIELDS = "attachment { id fileName mediaType scan isAvailable isShared address }"


class Desk:
    """An approver with a plan of one row, and what can be attached to."""

    def __init__(self, api: Api, world: World, actor: Actor, plan: UUID, row: UUID) -> None:
        self.api, self.world, self.actor = api, world, actor
        self.plan, self.row = plan, row

    @classmethod
    async def open(cls, api: Api, world: World) -> "Desk":
        approver = await make_actor(world, Role.APPROVER, await make_organisation(world))
        plan = await make_plan(world, approver, [make_row()])
        async with world.app.read(approver) as tx:
            (row,) = await plans.list_initiatives(tx, plan.id)
        return cls(api, world, approver, plan.id, row.id)

    async def attach(
        self, content: bytes = PDF, name: str = "a.pdf", to: str = "PLAN", **more: Any
    ) -> httpx.Response:
        subject = {
            "PLAN": global_id("Plan", self.plan),
            "APPOINTMENT": global_id("Plan", self.plan),
            "INITIATIVE": global_id("Initiative", self.row),
        }[to]
        files = {"file": (name, content)}
        actor = more.pop("actor", self.actor)
        return await self.api.call(
            actor, "POST", f"/attachments/{to}/{subject}", files=files, **more
        )

    async def attached(self, **more: Any) -> str:
        """The id of a new file."""
        answer = await self.attach(**more)
        assert answer.status_code == 201, answer.text
        return answer.json()["attachment"]["id"]

    async def get(self, known: str, actor: Actor | None = None) -> httpx.Response:
        return await self.api.call(actor or self.actor, "GET", f"/attachments/{known}/file")

    async def scanned(self, known: str, threat: str | None = None) -> None:
        wanted = GlobalId("Attachment", key_of(known)).tenant_and_uuid[1]
        async with self.world.worker.write(self.actor) as tx:
            await actions.save_scan(tx, wanted, threat)


def key_of(known: str) -> str:
    import base64

    raw = base64.urlsafe_b64decode(known + "=" * (-len(known) % 4)).decode()
    return raw.partition(":")[2]


def code_of(answer: httpx.Response) -> str:
    return answer.json()["error"]["code"]


@pytest.fixture
async def desk(api: Api, world: World) -> Desk:
    return await Desk.open(api, world)


async def officer_of(desk: Desk, province: str = "54") -> Actor:
    return await make_actor(desk.world, Role.PROVINCE_OFFICER, province=province)


async def test_a_file_comes_back_as_a_file_to_save_and_nothing_else(desk: Desk) -> None:
    known = await desk.attached(name='../../"; x=<script>\r\nSet-Cookie: a=b คำสั่ง.pdf')
    answer = await desk.get(known)
    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert not set(disposition) & set('"\r\n<>/')
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"


async def test_an_officer_gets_a_file_when_it_was_submitted_and_scanned(desk: Desk) -> None:
    officer, elsewhere = await officer_of(desk), await officer_of(desk, "55")
    stranger = (await Desk.open(desk.api, desk.world)).actor
    known = [await desk.attached(to=to) for to in ("PLAN", "INITIATIVE", "APPOINTMENT")]
    missing = global_id("Attachment", f"{desk.actor.tenant}:{make_id()}")
    for one in known:
        for asker in (officer, elsewhere, stranger):
            assert (await desk.get(one, asker)).status_code == 404
    revision = await submit(desk.world, desk.actor)
    assert code_of(await desk.get(known[0], officer)) == "FILE_NOT_SCANNED"
    for one in known:
        await desk.scanned(one)
        assert (await desk.get(one, officer)).content == PDF
        for asker in (elsewhere, stranger):
            hidden, nothing = await desk.get(one, asker), await desk.get(missing, asker)
            for answer in (hidden, nothing):
                assert answer.status_code == 404
            assert {**hidden.json()["error"], "requestId": ""} == {
                **nothing.json()["error"],
                "requestId": "",
            }
    seen = await desk.api.data(
        officer,
        "query($id: ID!) { node(id: $id) { ... on Revision { attachments { id } } } }",
        id=global_id("Revision", f"{revision.tenant_id}:{revision.id}"),
    )
    assert {one["id"] for one in seen["node"]["attachments"]} == set(known)


async def test_an_infected_file_leaves_for_nobody(desk: Desk) -> None:
    known = await desk.attached()
    await desk.scanned(known, "Eicar-Test-Signature")
    answer = await desk.get(known)
    assert (answer.status_code, code_of(answer)) == (423, "FILE_INFECTED")


async def test_a_removed_file_is_gone_until_it_is_brought_back(desk: Desk) -> None:
    known = await desk.attached()
    removed = await desk.api.mutate(desk.actor, "removeAttachment", FIELDS, id=known)
    assert removed["problems"] == []
    assert (await desk.get(known)).status_code == 404
    again = await desk.attached(), "the same content may come again"
    problems = await desk.api.refused(desk.actor, "restoreAttachment", id=known)
    assert [one["code"] for one in problems] == ["FILE_ALREADY_ATTACHED"]
    await desk.api.mutate(desk.actor, "removeAttachment", FIELDS, id=again[0])
    back = await desk.api.mutate(desk.actor, "restoreAttachment", FIELDS, id=known)
    assert back["attachment"]["id"] == known
    assert (await desk.get(known)).status_code == 200


async def test_the_same_content_is_attached_once_to_a_subject(desk: Desk) -> None:
    await desk.attached()
    answer = await desk.attach(name="other.pdf")
    assert (answer.status_code, code_of(answer)) == (409, "FILE_ALREADY_ATTACHED")
    assert (await desk.attach(to="INITIATIVE")).status_code == 201


async def test_files_follow_the_locks_of_the_plan(desk: Desk) -> None:
    known = await desk.attached()
    revision = await submit(desk.world, desk.actor)
    answer = await desk.attach(b"text", "late.txt")
    assert (answer.status_code, code_of(answer)) == (423, "PLAN_LOCKED")
    problems = await desk.api.refused(desk.actor, "removeAttachment", id=known)
    assert [one["code"] for one in problems] == ["PLAN_LOCKED"]
    await return_whole(desk.world, revision)
    assert (await desk.attach(b"text", "late.txt")).status_code == 201


async def test_nobody_attaches_to_or_takes_from_anothers_plan(desk: Desk) -> None:
    known = await desk.attached()
    stranger = (await Desk.open(desk.api, desk.world)).actor
    officer = await officer_of(desk)
    for to in ("PLAN", "INITIATIVE", "APPOINTMENT"):
        assert (await desk.attach(b"x", "x.txt", to, actor=stranger)).status_code == 404
        assert (await desk.attach(b"x", "x.txt", to, actor=officer)).status_code == 403
        assert (await desk.attach(b"x", "x.txt", to, actor=None)).status_code in {201, 401}
    for name in ("removeAttachment", "restoreAttachment"):
        problems = await desk.api.refused(stranger, name, id=known)
        assert [one["code"] for one in problems] == ["NOT_FOUND"]
    forged = global_id("Attachment", f"{stranger.tenant}:{key_of(known).partition(':')[2]}")
    assert (await desk.get(forged, stranger)).status_code == 404
    assert (await desk.get(forged)).status_code == 404
    assert (await desk.get(known)).status_code == 200


async def test_a_refused_file_leaves_nothing_behind(desk: Desk, files_url: str) -> None:
    for name, content in (("a.svg", b"<svg/>"), ("a.pdf", b"<html>"), ("a.txt", b"")):
        assert (await desk.attach(content, name)).status_code in {400, 415}
    await submit(desk.world, desk.actor)
    assert (await desk.attach()).status_code == 423
    from pathlib import Path
    from urllib.parse import urlsplit

    kept = Path(urlsplit(files_url).path) / str(desk.actor.tenant)
    assert [one for one in kept.rglob("*") if one.is_file()] == []


async def test_content_lies_under_its_organisations_key_and_nowhere_else(
    desk: Desk, files_url: str
) -> None:
    known = await desk.attached()
    tenant, _, wanted = key_of(known).partition(":")
    assert int(tenant) == desk.actor.tenant
    assert attachment_key(desk.actor.tenant, UUID(wanted)).startswith(f"{tenant}/attachments/")


async def test_an_organisation_cannot_keep_more_than_its_room(desk: Desk) -> None:
    known = await desk.attached()
    wanted = UUID(key_of(known).partition(":")[2])
    async with desk.world.app.write(desk.actor) as tx:
        await tx.session.execute(
            update(Attachment)
            .where(Attachment.tenant_id == desk.actor.tenant, Attachment.id == wanted)
            .values(size_bytes=2 * 1024**3)
        )
    answer = await desk.attach(b"text", "b.txt")
    assert code_of(answer) == "STORAGE_FULL"


async def test_limits_are_said_beforehand(desk: Desk) -> None:
    await desk.attached()
    found = await desk.api.data(
        desk.actor, "{ attachmentLimits { fileBytes organisationBytes usedBytes endings } }"
    )
    limits = found["attachmentLimits"]
    assert limits["usedBytes"] == str(len(PDF))
    assert "pdf" in limits["endings"]
    listed = await desk.api.data(
        desk.actor,
        "query($id: ID!) { attachments(subjectType: PLAN, subjectId: $id)"
        " { fileName scan isAvailable isShared } }",
        id=global_id("Plan", desk.plan),
    )
    assert listed["attachments"] == [
        {
            "fileName": "a.pdf",
            "scan": ScanState.NOT_SCANNED.value,
            "isAvailable": True,
            "isShared": False,
        }
    ]

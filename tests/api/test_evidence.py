"""Evidence over the API: a file beside an entry, named by the report, fetched by its readers."""

from typing import Any

import httpx
import pytest

from api import ids
from make.api import Api, global_id
from make.people import make_actor, make_organisation
from make.plans import make_plan, submit
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.attachments import actions
from plan_core.db.base import make_id

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SHEET = """{ reportingSheet(fiscalYear: 2561, round: SIX_MONTHS) { fingerprint
  rows { initiativeId version entryId evidence { attachmentId fileName sha256 } } } }"""
REPORT = """query($id: ID!) { node(id: $id) { ... on Report {
  rows { evidence { attachmentId fileName mediaType sizeBytes sha256 } }
  evidence { id isAvailable isShared } attachments { id fileName isShared } } } }"""


class Desk:
    """An approver who has entered the first row of half a year."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api, self.actor = api, actor
        self.entry = ""

    async def sheet(self) -> dict[str, Any]:
        return (await self.api.data(self.actor, SHEET))["reportingSheet"]

    async def enter(self) -> None:
        row = (await self.sheet())["rows"][0]
        answer = await self.api.mutate(
            self.actor,
            "setProgress",
            "rows { entryId }",
            fiscalYear=2561,
            round="SIX_MONTHS",
            entries=[
                {
                    "initiativeId": row["initiativeId"],
                    "version": row["version"],
                    "status": "IN_PROGRESS",
                }
            ],
        )
        self.entry = answer["rows"][0]["entryId"]

    async def attach(
        self, subject: str, actor: Actor | None = None, to: str = "PROGRESS", name: str = "a.pdf"
    ) -> httpx.Response:
        return await self.api.call(
            actor or self.actor,
            "POST",
            f"/attachments/{to}/{subject}",
            files={"file": (name, PDF + name.encode())},
        )

    async def submit(self) -> str:
        sheet = await self.sheet()
        answer = await self.api.mutate(
            self.actor,
            "submitReport",
            "report { id }",
            fiscalYear=2561,
            round="SIX_MONTHS",
            fingerprint=sheet["fingerprint"],
        )
        return answer["report"]["id"]

    async def report(self, known: str, actor: Actor | None = None) -> dict[str, Any] | None:
        return (await self.api.data(actor or self.actor, REPORT, id=known))["node"]


@pytest.fixture
async def desk(api: Api, world: World) -> Desk:
    approver = await make_actor(world, Role.APPROVER, await make_organisation(world))
    await make_plan(world, approver)
    await submit(world, approver)
    desk = Desk(api, approver)
    await desk.enter()
    return desk


async def test_evidence_is_attached_named_submitted_and_fetched_by_the_area(
    desk: Desk, world: World
) -> None:
    answer = await desk.attach(desk.entry)
    assert answer.status_code == 201, answer.text
    known = answer.json()["attachment"]["id"]
    (file,) = (await desk.sheet())["rows"][0]["evidence"]
    assert (file["attachmentId"], file["fileName"]) == (known, "a.pdf")
    officer = await make_actor(world, Role.DISTRICT_OFFICER)
    path = f"/attachments/{known}/file"
    assert (await desk.api.call(officer, "GET", path)).status_code == 404
    report = await desk.submit()
    found = await desk.report(report, officer)
    assert found is not None
    (named,) = found["rows"][0]["evidence"]
    assert named["sha256"] == file["sha256"]
    assert (named["mediaType"], named["sizeBytes"]) == ("application/pdf", len(PDF) + 5)
    assert found["evidence"] == [{"id": known, "isAvailable": False, "isShared": True}]
    async with world.worker.write(desk.actor) as tx:
        await actions.save_scan(tx, ids.expect(known, "Attachment").tenant_and_uuid[1], None)
    assert (await desk.api.call(officer, "GET", path)).content.startswith(PDF)
    problems = await desk.api.refused(desk.actor, "removeAttachment", id=known)
    assert [one["code"] for one in problems] == ["FILE_SUBMITTED"]


async def test_a_signed_copy_stands_beside_the_report_and_is_read_with_it(
    desk: Desk, world: World
) -> None:
    report = await desk.submit()
    answer = await desk.attach(report, to="REPORT", name="signed.pdf")
    assert answer.status_code == 201, answer.text
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    found = await desk.report(report, officer)
    assert found is not None
    assert [(one["fileName"], one["isShared"]) for one in found["attachments"]] == [
        ("signed.pdf", True)
    ]
    known = found["attachments"][0]["id"]
    payload = await desk.api.mutate(
        desk.actor, "removeAttachment", "attachment { subjectId }", id=known
    )
    assert payload["attachment"] == {"subjectId": report}
    assert (await desk.report(report, officer) or {})["attachments"] == []
    assert (await desk.api.refused(desk.actor, "restoreAttachment", id=known)) == []


async def test_who_may_not_report_attaches_nothing(desk: Desk, world: World) -> None:
    report = await desk.submit()
    neighbour = await make_actor(world, Role.APPROVER, await make_organisation(world))
    officer = await make_actor(world, Role.PROVINCE_OFFICER)
    for to, subject in (("PROGRESS", desk.entry), ("REPORT", report)):
        missing = global_id("Progress", make_id())
        if to == "REPORT":
            missing = global_id("Report", f"{neighbour.tenant}:{make_id()}")
        hidden = await desk.attach(subject, neighbour, to)
        nothing = await desk.attach(missing, neighbour, to)
        assert hidden.status_code == nothing.status_code == 404
        assert (await desk.attach(subject, officer, to)).status_code == 403

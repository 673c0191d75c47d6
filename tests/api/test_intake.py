"""Documents over HTTP and GraphQL: uploading, watching, settling, accepting, fetching back."""

import io
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from make.api import Api, global_id
from make.documents import make_document_text
from make.people import make_actor, make_organisation
from plan_core.actor import Actor, Role
from plan_core.errors import Unavailable
from plan_core.files import Files, StoreAway
from plan_core.framework.rules import load_editions
from plan_core.intake import queries, reading
from plan_core.intake.actions import receiving
from plan_core.intake.model import Document, DocumentState
from plan_core.intake.reading import Progress

DOCUMENT = """query($id: ID!) { node(id: $id) { ... on Document {
  id fileName mediaType sizeBytes sha256 state receivedBy
  progress { step stepTh stepEn percent initiativesFound } problem { code messageTh field }
  reading { version editionCode fiscalYears { be } organisationNamePrinted
    source { name lines { line row cells } }
    initiatives { id missionCode dimensionCode number kind title titlePrinted remarks
      budgets { fiscalYear { be } budget { state amount } } place { line row } }
    totals { grandTotal cells { amounts none unstated } }
    declared { dimensionCode missionCode projects activities measures guidelines place { line }
      years { fiscalYear { be } budget { state amount } } }
    sections { code titleTh body } risks { category text }
    findings { key code severity initiativeIds values place { line } explanation { text by at } } }
} } }"""


class Office:
    """An editor who uploads; `read` does what the worker would."""

    def __init__(self, api: Api, editor: Actor) -> None:
        self.api = api
        self.editor = editor

    async def upload(self, content: bytes, name: str = "plan.txt") -> str:
        response = await self.api.upload(self.editor, content, name)
        assert response.status_code == 202, response.text
        assert response.json()["document"]["state"] == "WAITING"
        return response.json()["document"]["id"]

    async def find(self, document_id: str) -> dict[str, Any]:
        return (await self.api.data(self.editor, DOCUMENT, id=document_id))["node"]

    async def row_of(self, document_id: str) -> Document:
        shown = await self.find(document_id)
        async with self.api.world.app.read(self.editor) as tx:
            documents = await queries.list_documents(tx, 100)
        return next(one for one in documents if one.sha256 == shown["sha256"])

    async def read(self, content: bytes) -> str:
        document_id = await self.upload(content)
        row = await self.row_of(document_id)
        found = reading.read("plan.txt", content, load_editions())
        async with self.api.world.worker.write(self.editor) as tx:
            await receiving.save_reading(tx, row.id, found)
        return document_id

    async def correct(self, document_id: str, version: int, **correction: Any) -> dict[str, Any]:
        return await self.api.mutate(
            self.editor,
            "correctReading",
            "document { reading { version totals { grandTotal } initiatives { title kind } } }",
            documentId=document_id,
            version=version,
            correction=correction,
        )


@pytest.fixture
async def office(api: Api) -> Office:
    return Office(api, await make_actor(api.world))


# ── uploading ────────────────────────────────────────────────────────────────────────────────


async def test_an_uploaded_document_waits_with_its_record(office: Office) -> None:
    content = make_document_text()
    shown = await office.find(await office.upload(content, "แผน ๒๕๖๑.txt"))
    assert (shown["fileName"], shown["mediaType"]) == ("แผน ๒๕๖๑.txt", "text/plain")
    assert shown["sizeBytes"] == len(content)
    assert shown["state"] == "WAITING"
    assert shown["progress"]["stepEn"] == "Waiting to be read"
    assert (shown["reading"], shown["problem"]) == (None, None)


async def test_the_same_file_again_names_the_earlier_document(office: Office) -> None:
    document_id = await office.upload(make_document_text())
    response = await office.api.upload(office.editor, make_document_text(), "copy.txt")
    assert response.status_code == 409
    error = response.json()["error"]
    assert error["code"] == "DOCUMENT_ALREADY_IMPORTED"
    assert error["values"]["documentId"] == document_id
    assert error["field"] == "file"


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("plan.txt", b"", 400, "DOCUMENT_EMPTY"),
        ("plan.txt", b"  \n ", 400, "DOCUMENT_EMPTY"),
        ("plan.pdf", b"%PDF-1.7\n", 415, "DOCUMENT_TYPE_UNSUPPORTED"),
        ("plan.exe", b"MZ\x90\x00", 415, "DOCUMENT_TYPE_UNSUPPORTED"),
        ("plan.xlsx", b"just text", 415, "DOCUMENT_TYPE_MISMATCH"),
        ("plan.txt", b"PK\x03\x04rest", 415, "DOCUMENT_TYPE_MISMATCH"),
        ("plan.xlsm", b"PK\x03\x04rest", 400, "DOCUMENT_HAS_MACROS"),
    ],
)
async def test_a_file_of_the_wrong_kind_is_refused_at_the_door_and_leaves_no_trace(
    office: Office, name: str, content: bytes, status: int, code: str
) -> None:
    response = await office.api.upload(office.editor, content, name)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    data = await office.api.data(office.editor, "{ documents { edges { node { id } } } }")
    assert data["documents"]["edges"] == []


async def test_a_file_over_the_limit_is_refused(office: Office) -> None:
    size = 20 * 1024 * 1024
    for content in (b"a" * (size + 1), b"a" * (size + 200_000)):
        response = await office.api.upload(office.editor, content)
        assert response.status_code == 413
        assert response.json()["error"]["code"] in {"DOCUMENT_TOO_LARGE", "BODY_TOO_LARGE"}


async def test_a_request_without_a_file_says_what_is_missing(office: Office) -> None:
    editor = office.editor
    requests: list[tuple[dict[str, Any], int, str | None]] = [
        (
            {"content": b"x", "headers": {"Content-Type": "text/plain"}},
            415,
            "MEDIA_TYPE_UNSUPPORTED",
        ),
        ({"json": {}}, 415, "MEDIA_TYPE_UNSUPPORTED"),
        ({"files": {"other": ("a.txt", b"x")}}, 400, "FILE_MISSING"),
        ({"files": {"file": (None, b"no file name")}}, 400, "FILE_MISSING"),
        (
            {"content": b"junk", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            400,
            None,
        ),
        ({"content": b"junk", "headers": {"Content-Type": "multipart/form-data"}}, 400, None),
    ]
    for more, status, code in requests:
        response = await office.api.call(editor, "POST", "/documents", **more)
        assert response.status_code == status, response.text
        assert code in {None, response.json()["error"]["code"]}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\plans\\แผน.txt", "แผน.txt"),
        ('a"; filename="evil.exe.txt', 'a"; filename="evil.exe.txt'),
        ("a\u202etxt.exe.txt", "atxt.exe.txt"),
        ("ก" * 300 + ".txt", "ก" * 196 + ".txt"),
    ],
)
async def test_a_file_name_is_a_label_and_never_a_path_or_a_header(
    office: Office, name: str, kept: str
) -> None:
    document_id = await office.upload(make_document_text(), name)
    assert (await office.find(document_id))["fileName"] == kept
    response = await office.api.call(office.editor, "GET", f"/documents/{document_id}/file")
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert unquote(disposition.partition("''")[2]) == kept
    assert '"' not in disposition
    assert ";" not in disposition.partition("''")[2]


async def test_the_original_comes_back_byte_by_byte_to_be_saved(office: Office) -> None:
    content = make_document_text().decode().encode("tis-620", errors="ignore")
    document_id = await office.upload(content)
    response = await office.api.call(office.editor, "GET", f"/documents/{document_id}/file")
    assert response.content == content
    assert response.headers["content-type"] == "text/plain"
    assert response.headers["cache-control"] == "private, no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_files_are_the_own_organisations_alone(office: Office) -> None:
    document_id = await office.upload(make_document_text())
    world = office.api.world
    for actor, status in (
        (None, 401),
        (await make_actor(world), 404),
        (await make_actor(world, Role.PROVINCE_OFFICER), 403),
    ):
        response = await office.api.call(actor, "GET", f"/documents/{document_id}/file")
        assert response.status_code == status
    for wrong in ("nonsense", global_id("Plan", uuid4()), global_id("Document", uuid4())):
        response = await office.api.call(office.editor, "GET", f"/documents/{wrong}/file")
        assert response.status_code == 404
    assert (await office.api.upload(None, b"x")).status_code == 401
    viewer = await make_actor(world, Role.VIEWER)
    assert (await office.api.upload(viewer, make_document_text())).status_code == 403


async def test_a_store_that_is_away_is_said_so_and_nothing_is_promised(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StoreAway("disk full at /secret")

    with monkeypatch.context() as patched:
        patched.setattr(Files, "put", away)
        response = await office.api.upload(office.editor, make_document_text())
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "UNAVAILABLE"
    assert "secret" not in response.text
    data = await office.api.data(office.editor, "{ documents { edges { node { id } } } }")
    assert data["documents"]["edges"] == []


async def test_when_nobody_knows_whether_it_was_kept_the_file_stays_for_the_worker(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[str] = []

    async def remove(_files: Files, key: str) -> None:
        removed.append(key)

    async def away(*_: object, **__: object) -> None:
        raise Unavailable("UNAVAILABLE", "x", "x")

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "receive", away)
        patched.setattr(Files, "remove", remove)
        response = await office.api.upload(office.editor, make_document_text())
    assert (response.status_code, removed) == (503, [])


async def test_the_template_is_a_workbook_of_the_edition(office: Office) -> None:
    response = await office.api.call(
        office.editor, "GET", "/documents/template.xlsx?edition=2561-2564"
    )
    assert response.status_code == 200
    assert load_workbook(io.BytesIO(response.content)).sheetnames
    unknown = await office.api.call(office.editor, "GET", "/documents/template.xlsx?edition=x")
    assert unknown.status_code == 404


# ── watching ─────────────────────────────────────────────────────────────────────────────────


async def test_progress_a_refusal_and_a_reading_are_shown(office: Office) -> None:
    content = make_document_text()
    document_id = await office.upload(content)
    row = await office.row_of(document_id)
    async with office.api.world.worker.write(office.editor) as tx:
        await receiving.save_progress(tx, row.id, Progress("CHECK", 3, 4, 3))
    shown = await office.find(document_id)
    assert shown["state"] == "READING"
    assert shown["progress"] == {
        "step": "CHECK",
        "stepTh": "ตรวจยอดและข้อสังเกต",
        "stepEn": "Checking totals and findings",
        "percent": 75,
        "initiativesFound": 3,
    }
    found = reading.read("plan.txt", content, load_editions())
    async with office.api.world.worker.write(office.editor) as tx:
        await receiving.save_reading(tx, row.id, found)
    shown = (await office.find(document_id))["reading"]
    assert (shown["version"], shown["editionCode"]) == (1, "2561-2564")
    assert [row["number"] for row in shown["initiatives"]] == ["๑", "๒", "๑"]
    assert shown["initiatives"][2]["budgets"][3]["budget"]["amount"] == "5000.50"
    assert shown["totals"]["cells"] == {"amounts": 6, "none": 5, "unstated": 1}
    assert shown["declared"][0]["projects"] == 1
    lines = {line["line"]: line for line in shown["source"][0]["lines"]}
    place = shown["initiatives"][0]["place"]
    assert "โครงการอบรมคุณธรรม" in " ".join(lines[place["line"]]["cells"])


async def test_a_refused_document_shows_why(office: Office) -> None:
    document_id = await office.upload(make_document_text())
    row = await office.row_of(document_id)
    async with office.api.world.worker.write(office.editor) as tx:
        await receiving.refuse(tx, row.id, Unavailable("DOCUMENT_TOO_HARD", "ไทย", "English"))
    shown = await office.find(document_id)
    assert shown["state"] == "REFUSED"
    assert shown["problem"] == {"code": "DOCUMENT_TOO_HARD", "messageTh": "ไทย", "field": "file"}


async def test_documents_come_in_pages_from_the_newest(office: Office) -> None:
    made = [await office.upload(make_document_text(note=str(n))) for n in range(5)]
    text = (
        "query($n: Int!, $a: String) { documents(first: $n, after: $a) { edges { cursor node { id }"
        " } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
    )
    seen: list[str] = []
    after = None
    for size in (2, 2, 1):
        page = (await office.api.data(office.editor, text, n=2, a=after))["documents"]
        assert len(page["edges"]) == size
        assert page["pageInfo"]["hasNextPage"] == (size == 2)
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == made[::-1]
    for first in (0, 101, -5):
        shown = await office.api.error(office.editor, text, n=first)
        assert shown["reason"] == "PAGE_SIZE"
    whole = (await office.api.data(office.editor, text, n=100))["documents"]
    assert len(whole["edges"]) == 5


# ── settling ─────────────────────────────────────────────────────────────────────────────────


async def test_exactly_one_correction_is_taken(office: Office) -> None:
    document_id = await office.read(make_document_text())
    row = (await office.find(document_id))["reading"]["initiatives"][0]
    text = "mutation($i: CorrectReadingInput!) { correctReading(input: $i) { document { id } } }"
    title = {"initiativeId": row["id"], "title": "โครงการ"}
    for correction in (
        {},
        {"setTitle": None},
        {"setTitle": title, "removeInitiative": {"initiativeId": row["id"]}},
        {"setTitle": title, "removeInitiative": None},
    ):
        given = {"documentId": document_id, "version": 1, "correction": correction}
        response = await office.api.post(office.editor, text, i=given)
        assert response.status_code == 400
        assert "data" not in response.json()


async def test_each_correction_over_the_api(office: Office) -> None:
    document_id = await office.read(make_document_text())
    first, second, third = [
        row["id"] for row in (await office.find(document_id))["reading"]["initiatives"]
    ]
    for version, correction in enumerate(
        (
            {"setTitle": {"initiativeId": first, "title": "โครงการใหม่"}},
            {"setKind": {"initiativeId": second, "kind": "GUIDELINE"}},
            {
                "setBudget": {
                    "initiativeId": second,
                    "fiscalYear": 2561,
                    "state": "AMOUNT",
                    "amount": "0.50",
                }
            },
            {"setRemarks": {"initiativeId": second, "remarks": "หมายเหตุ"}},
            {"moveInitiative": {"initiativeId": third, "missionCode": "1.1", "position": 1}},
            {"addInitiative": {"missionCode": "3.3", "kind": "MEASURE", "title": "มาตรการ"}},
            {"removeInitiative": {"initiativeId": first}},
        ),
        start=1,
    ):
        answer = await office.correct(document_id, version, **correction)
        assert answer["problems"] == []
        assert answer["document"]["reading"]["version"] == version + 1
    rows = (await office.find(document_id))["reading"]["initiatives"]
    assert [row["id"] for row in rows][:2] == [third, second]
    assert rows[2]["place"] is None


@pytest.mark.parametrize(
    ("version", "correction", "code"),
    [
        (7, {"removeInitiative": {"initiativeId": "r1"}}, "CONFLICT"),
        (1, {"removeInitiative": {"initiativeId": "r999"}}, "NOT_FOUND"),
        (1, {"setTitle": {"initiativeId": "FIRST", "title": " "}}, "TITLE_EMPTY"),
        (
            1,
            {"setBudget": {"initiativeId": "FIRST", "fiscalYear": 2561, "state": "AMOUNT"}},
            "BUDGET_CONTRADICTS_STATE",
        ),
        (
            1,
            {"setBudget": {"initiativeId": "FIRST", "fiscalYear": 2018, "state": "NONE"}},
            "FISCAL_YEAR_UNKNOWN",
        ),
        (
            1,
            {"moveInitiative": {"initiativeId": "FIRST", "missionCode": "1.1", "position": 0}},
            "POSITION_OUT_OF_RANGE",
        ),
    ],
)
async def test_a_refused_correction_says_why(
    office: Office, version: int, correction: dict[str, dict[str, Any]], code: str
) -> None:
    document_id = await office.read(make_document_text())
    first = (await office.find(document_id))["reading"]["initiatives"][0]["id"]
    for given in correction.values():
        if given["initiativeId"] == "FIRST":
            given["initiativeId"] = first
    answer = await office.correct(document_id, version, **correction)
    assert answer["document"] is None
    assert [problem["code"] for problem in answer["problems"]] == [code]
    assert (await office.find(document_id))["reading"]["version"] == 1


async def test_a_difference_is_explained_and_the_document_accepted(office: Office) -> None:
    document_id = await office.read(make_document_text(declares="๒๐,๐๐๐"))
    given = {"documentId": document_id, "version": 1}
    (problem,) = await office.api.refused(office.editor, "acceptDocument", **given)
    assert problem["code"] == "FINDINGS_OPEN"
    (key,) = problem["values"]["keys"]
    answer = await office.api.mutate(
        office.editor,
        "explainFinding",
        "document { reading { version findings { key explanation { text by } } } }",
        **given,
        findingKey=key,
        text="ตามข้อบัญญัติ",
    )
    findings = {one["key"]: one for one in answer["document"]["reading"]["findings"]}
    assert findings[key]["explanation"]["text"] == "ตามข้อบัญญัติ"
    (problem,) = await office.api.refused(office.editor, "acceptDocument", **given)
    assert (problem["code"], problem["values"]["current"]) == ("CONFLICT", {"version": 2})
    answer = await office.api.mutate(
        office.editor,
        "acceptDocument",
        "document { state } plan { state initiatives { title } totals { grandTotal } "
        "declared { dimensionCode } findings { code explanation { text } } }",
        documentId=document_id,
        version=2,
    )
    assert answer["document"]["state"] == DocumentState.ACCEPTED.value
    assert len(answer["plan"]["initiatives"]) == 3
    explained = [one["explanation"] for one in answer["plan"]["findings"] if one["explanation"]]
    assert explained == [{"text": "ตามข้อบัญญัติ"}]
    (problem,) = await office.api.refused(office.editor, "discardDocument", documentId=document_id)
    assert problem["code"] == "DOCUMENT_ACCEPTED"


async def test_a_draft_with_rows_is_replaced_only_when_asked(office: Office) -> None:
    first = await office.read(make_document_text())
    await office.api.mutate(
        office.editor, "acceptDocument", "plan { id }", documentId=first, version=1
    )
    second = await office.read(make_document_text(note="สอง"))
    given = {"documentId": second, "version": 1}
    (problem,) = await office.api.refused(office.editor, "acceptDocument", **given)
    assert problem["code"] == "DRAFT_EXISTS"
    assert not await office.api.refused(office.editor, "acceptDocument", **given, replaceDraft=True)


async def test_a_discarded_document_is_gone_but_for_its_record(office: Office) -> None:
    document_id = await office.upload(make_document_text())
    for _ in range(2):
        answer = await office.api.mutate(
            office.editor, "discardDocument", "document { state }", documentId=document_id
        )
        assert answer["document"] == {"state": "DISCARDED"}
    response = await office.api.call(office.editor, "GET", f"/documents/{document_id}/file")
    assert response.status_code == 404
    await office.upload(make_document_text())


async def test_a_store_that_is_away_does_not_unsay_a_discarding(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StoreAway("no disk")

    document_id = await office.upload(make_document_text())
    with monkeypatch.context() as patched:
        patched.setattr(Files, "remove", away)
        answer = await office.api.mutate(
            office.editor, "discardDocument", "document { state }", documentId=document_id
        )
    assert answer["document"] == {"state": "DISCARDED"}


async def test_neighbours_and_viewers_settle_nothing(office: Office) -> None:
    organisation = await make_organisation(office.api.world)
    office.editor = await make_actor(office.api.world, Role.EDITOR, organisation)
    document_id = await office.read(make_document_text())
    viewer = await make_actor(office.api.world, Role.VIEWER, organisation)
    neighbour = await make_actor(office.api.world)
    for actor, code in ((viewer, "FORBIDDEN"), (neighbour, "NOT_FOUND")):
        for name, given in (
            ("acceptDocument", {"version": 1}),
            ("discardDocument", {}),
            ("explainFinding", {"version": 1, "findingKey": "x", "text": "y"}),
            (
                "correctReading",
                {"version": 1, "correction": {"removeInitiative": {"initiativeId": "r1"}}},
            ),
        ):
            (problem,) = await office.api.refused(actor, name, documentId=document_id, **given)
            assert problem["code"] == code, name
    shown = await office.find(document_id)
    assert (shown["state"], shown["reading"]["version"]) == ("READ", 1)

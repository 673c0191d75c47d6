"""Reporting over the API: the sheet, every refusal, the workbook out and in, hostile workbooks."""

import io
from typing import Any, cast
from zipfile import ZipFile

import httpx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_plan, submit
from plan_core.actor import Actor, Role
from plan_core.values import OrganisationKind

SHEET = """{ reportingSheet(fiscalYear: 2561, round: SIX_MONTHS) {
  ordinanceWord fingerprint basis { number isAdopted } timeliness
  figures { score flag counts { counted noneYet } disbursed }
  rows { initiativeId version title isLocked planned { state amount } warnings
    entry { status inOrdinance ordinance { state amount } disbursed cannotReason note
      evidenceLinks } } } }"""
ADDRESS = "year=2561&half=SIX_MONTHS"


class Desk:
    """An approver of an organisation with a submitted plan of four rows."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api = api
        self.actor = actor

    async def sheet(self) -> dict[str, Any]:
        return (await self.api.data(self.actor, SHEET))["reportingSheet"]

    async def set(self, *entries: dict[str, Any]) -> dict[str, Any]:
        return await self.api.mutate(
            self.actor,
            "setProgress",
            "rows { version entry { status disbursed } } figures { score flag } fingerprint",
            fiscalYear=2561,
            round="SIX_MONTHS",
            entries=list(entries),
        )

    async def download(self, address: str = ADDRESS) -> bytes:
        answer = await self.api.call(self.actor, "GET", f"/reports/sheet.xlsx?{address}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"].startswith("attachment")
        return answer.content

    async def look(
        self, content: bytes, address: str = ADDRESS, actor: Actor | None = None
    ) -> httpx.Response:
        return await self.api.call(
            actor or self.actor,
            "POST",
            f"/reports/preview?{address}",
            files={"file": ("report.xlsx", content)},
        )


@pytest.fixture
async def desk(api: Api) -> Desk:
    approver = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, approver)
    await submit(api.world, approver)
    return Desk(api, approver)


def edited(content: bytes, **cells: str | float) -> bytes:
    """The workbook with other values in some cells, as a spreadsheet program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = cast("Worksheet", book.worksheets[0])
    for name, value in cells.items():
        page[name] = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


async def test_the_sheet_is_read_and_an_entry_set(desk: Desk) -> None:
    sheet = await desk.sheet()
    assert (sheet["ordinanceWord"], sheet["timeliness"]) == ("ข้อบัญญัติ", "AWAITED")
    assert sheet["basis"] == {"number": 1, "isAdopted": False}
    assert sheet["figures"]["counts"] == {"counted": 4, "noneYet": 4}
    assert (sheet["figures"]["score"], sheet["figures"]["flag"]) == ("0.00", "RED")
    row = sheet["rows"][0]
    assert row["planned"] == {"state": "AMOUNT", "amount": "10000"}
    answer = await desk.set(
        {
            "initiativeId": row["initiativeId"],
            "version": 0,
            "status": "DONE",
            "ordinanceState": "AMOUNT",
            "ordinance": "9000",
            "disbursed": "9000.50",
        }
    )
    assert answer["problems"] == []
    assert answer["figures"] == {"score": "25.00", "flag": "ORANGE"}
    after = await desk.sheet()
    assert after["fingerprint"] == answer["fingerprint"] != sheet["fingerprint"]
    assert after["rows"][0]["warnings"] == ["DISBURSED_ABOVE_ORDINANCE"]
    assert after["rows"][0]["isLocked"]


async def test_each_refused_entry_is_named(desk: Desk) -> None:
    rows = (await desk.sheet())["rows"]
    answer = await desk.set(
        {"initiativeId": rows[0]["initiativeId"], "version": 0, "status": "CANNOT"},
        {"initiativeId": rows[1]["initiativeId"], "version": 3, "status": "DONE"},
        {
            "initiativeId": rows[2]["initiativeId"],
            "version": 0,
            "status": "DONE",
            "evidenceLinks": ["http://example.go.th"],
        },
    )
    assert [(one["field"], one["code"]) for one in answer["problems"]] == [
        ("entries.0.cannotReason", "CANNOT_REASON_NEEDED"),
        ("entries.1", "CONFLICT"),
        ("entries.2.evidenceLinks", "LINK_NOT_HTTPS"),
    ]
    assert answer["rows"] is None


async def test_half_a_year_is_submitted_and_the_officer_sees_its_score(desk: Desk) -> None:
    row = (await desk.sheet())["rows"][0]
    seen = await desk.set(
        {"initiativeId": row["initiativeId"], "version": 0, "status": "IN_PROGRESS"}
    )
    given = {"fiscalYear": 2561, "round": "SIX_MONTHS", "fingerprint": seen["fingerprint"]}
    answer = await desk.api.mutate(
        desk.actor, "submitReport", "report { id number score }", **given
    )
    assert (answer["report"]["number"], answer["report"]["score"]) == (1, "12.50")
    again = await desk.api.refused(desk.actor, "submitReport", **given)
    assert again[0]["code"] == "REPORT_UNCHANGED"
    officer = await make_actor(desk.api.world, Role.DISTRICT_OFFICER)
    area = await desk.api.data(
        officer,
        "{ areaReports(fiscalYear: 2561, round: SIX_MONTHS) { organisation { code }"
        " report { id score flag rows { title entry { status } } } } }",
    )
    reports = [line["report"] for line in area["areaReports"] if line["report"]]
    mine = next(one for one in reports if one["id"] == answer["report"]["id"])
    assert (mine["score"], mine["flag"]) == ("12.50", "RED")
    assert [one["entry"]["status"] for one in mine["rows"]] == ["IN_PROGRESS"] + ["NONE_YET"] * 3


async def test_a_municipality_has_its_own_word(api: Api) -> None:
    town = await make_organisation(api.world, kind=OrganisationKind.TOWN_SUBDISTRICT)
    approver = await make_actor(api.world, Role.APPROVER, town)
    sheet = await api.data(approver, SHEET)
    assert sheet["reportingSheet"]["ordinanceWord"] == "เทศบัญญัติ"
    assert sheet["reportingSheet"]["basis"] is None


async def test_a_workbook_comes_back_as_it_was_filled_in(desk: Desk) -> None:
    content = await desk.download()
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert page["G5"].value == 10_000
    assert page["G6"].value == "-"
    assert page.freeze_panes == "G5"
    assert page.protection.sheet
    assert (page["G5"].protection.locked, page["K5"].protection.locked) == (True, False)
    filled = edited(
        content,
        K5="อยู่ระหว่างดำเนินการ",
        H5="มี",
        I5=9_000,
        J5=4_500.25,
        N5="=หมายเหตุ",
        O5="https://example.go.th/a https://example.go.th/b",
        K6="ไม่สามารถดำเนินการได้",
        L6="อื่น ๆ",
        M6="น้ำท่วม",
    )
    filled = edited(filled, N5="หมายเหตุ")
    looked = await desk.look(filled)
    assert looked.status_code == 200, looked.text
    preview = looked.json()
    assert (len(preview["entries"]), preview["unchanged"], preview["refused"]) == (2, 2, [])
    # Looking saves nothing.
    assert [row["version"] for row in (await desk.sheet())["rows"]] == [0, 0, 0, 0]
    assert (await desk.set(*preview["entries"]))["problems"] == []
    first = (await desk.sheet())["rows"][0]["entry"]
    assert first == {
        "status": "IN_PROGRESS",
        "inOrdinance": "YES",
        "ordinance": {"state": "AMOUNT", "amount": "9000"},
        "disbursed": "4500.25",
        "cannotReason": None,
        "note": "หมายเหตุ",
        "evidenceLinks": ["https://example.go.th/a", "https://example.go.th/b"],
    }
    # Downloaded again it says the same, so that nothing would change.
    again = (await desk.look(edited(await desk.download()))).json()
    assert (again["entries"], again["unchanged"], again["refused"]) == ([], 4, [])
    # The first file is older than what is kept now.
    old = (await desk.look(edited(filled, J5=5))).json()
    assert [(one["cell"], one["code"]) for one in old["refused"]] == [("B5", "WORKBOOK_OLD")]


async def test_every_cell_that_cannot_be_taken_is_named(desk: Desk) -> None:
    content = await desk.download()
    looked = await desk.look(
        edited(content, K5="เสร็จแล้วมั้ง", J5="สี่พัน", J6="-", K7="ไม่สามารถดำเนินการได้", A8="x")
    )
    preview = looked.json()
    assert [(one["cell"], one["code"]) for one in preview["refused"]] == [
        ("K5", "NOT_A_CHOICE"),
        ("J5", "BUDGET_UNREADABLE"),
        ("J6", "DISBURSED_UNREADABLE"),
        ("L7", "CANNOT_REASON_NEEDED"),
        ("A8", "ROW_UNKNOWN"),
    ]
    assert preview["entries"] == []


async def test_a_workbook_of_another_round_year_or_organisation_is_not_taken(desk: Desk) -> None:
    content = await desk.download()
    for address in ("year=2561&half=TWELVE_MONTHS", "year=2562&half=SIX_MONTHS"):
        answer = await desk.look(content, address)
        assert answer.json()["error"]["code"] == "WORKBOOK_OF_ANOTHER"
    other = await make_actor(desk.api.world, Role.APPROVER)
    answer = await desk.look(content, actor=other)
    assert answer.json()["error"]["code"] == "WORKBOOK_OF_ANOTHER"
    renamed = edited(content, J4="อะไรก็ได้")
    assert (await desk.look(renamed)).json()["error"]["code"] == "WORKBOOK_UNKNOWN"
    bad = await desk.api.call(desk.actor, "GET", "/reports/sheet.xlsx?year=2561&half=NEVER")
    assert bad.json()["error"]["code"] == "ROUND_UNKNOWN"


async def test_a_viewer_may_take_the_sheet_out_and_bring_nothing_in(desk: Desk) -> None:
    content = await desk.download()
    viewer = await make_actor(desk.api.world, Role.VIEWER)
    assert (await desk.look(content, actor=viewer)).json()["error"]["code"] == "FORBIDDEN"


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The workbook with one part of its archive replaced or added."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return made.getvalue()


async def test_a_hostile_workbook_is_refused_with_its_reason(desk: Desk) -> None:
    content = await desk.download()
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    cases = {
        "DOCUMENT_UNSAFE_XML": with_part(content, "xl/worksheets/sheet1.xml", entity),
        "DOCUMENT_HAS_FORMULA": edited(content, J5="=1+1"),
    }
    for code, hostile in cases.items():
        assert (await desk.look(hostile)).json()["error"]["code"] == code
    for broken in (content[: len(content) // 2], b"PK\x03\x04" + b"\0" * 50, b"", b"%PDF-1.7"):
        answer = await desk.look(broken)
        assert 400 <= answer.status_code < 500, answer.text
        assert answer.json()["error"]["code"].startswith(("DOCUMENT_", "WORKBOOK_", "FILE_"))
    assert [row["version"] for row in (await desk.sheet())["rows"]] == [0, 0, 0, 0]


async def test_the_self_assessment_is_set_and_scored(desk: Desk) -> None:
    entries = [{"dimensionCode": "1", "version": 0, "selfScore": "88.25", "comment": "ครบ"}]
    answer = await desk.api.mutate(
        desk.actor,
        "setSar",
        "sar { lines { dimensionCode selfScore version kinds { total } } }",
        fiscalYear=2561,
        entries=entries,
    )
    line = answer["sar"]["lines"][0]
    assert (line["selfScore"], line["version"], line["kinds"]["total"]) == ("88.25", 1, 3)
    off = [{"dimensionCode": "1", "version": 1, "selfScore": "100.01", "comment": ""}]
    refused = await desk.api.refused(desk.actor, "setSar", fiscalYear=2561, entries=off)
    assert refused[0]["code"] == "SCORE_OUT_OF_RANGE"
    year = await desk.api.data(
        desk.actor, "{ reportingSheet(fiscalYear: 2561, round: TWELVE_MONTHS) { fingerprint } }"
    )
    sent = await desk.api.mutate(
        desk.actor,
        "submitReport",
        "report { id sar { selfScore } }",
        fiscalYear=2561,
        round="TWELVE_MONTHS",
        fingerprint=year["reportingSheet"]["fingerprint"],
    )
    assert sent["report"]["sar"][0]["selfScore"] == "88.25"
    officer = await make_actor(desk.api.world, Role.PROVINCE_OFFICER)
    scored = await desk.api.mutate(
        officer,
        "setSarScore",
        "report { scores { dimensionCode provinceScore centralScore byName } }",
        reportId=sent["report"]["id"],
        scores=[{"dimensionCode": "1", "score": "90"}],
    )
    assert scored["problems"] == []
    (score,) = scored["report"]["scores"]
    assert (score["provinceScore"], score["centralScore"]) == ("90.00", None)
    seen = await desk.api.data(desk.actor, "{ sar(fiscalYear: 2561) { scores { provinceScore } } }")
    assert seen["sar"]["scores"] == [{"provinceScore": "90.00"}]


CSV = "รหัส อปท.,ชื่อ อปท.,มิติที่ 1,มิติที่ 2,มิติที่ 3,มิติที่ 4"


async def send_central(api: Api, officer: Actor, *lines: str) -> dict[str, Any]:
    answer = await api.call(
        officer,
        "POST",
        "/reports/central/preview?year=2561",
        files={"file": ("scores.csv", "\n".join((CSV, *lines)).encode())},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_central_scores_come_from_a_table_by_a_preview_and_stand_beside_the_own_ones(
    api: Api,
) -> None:
    organisation = await make_organisation(api.world)
    approver = await make_actor(api.world, Role.APPROVER, organisation)
    await make_plan(api.world, approver)
    await submit(api.world, approver)
    year = "fiscalYear: 2561, round: TWELVE_MONTHS"
    seen = await api.data(approver, f"{{ reportingSheet({year}) {{ fingerprint }} }}")
    given = {"fiscalYear": 2561, "round": "TWELVE_MONTHS", **seen["reportingSheet"]}
    await api.mutate(approver, "submitReport", "report { id }", **given)
    elsewhere = await make_organisation(api.world, province="55", district="5501")
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER)
    preview = await send_central(
        api, officer, f"{organisation.code},,88.50,70,,", f"{elsewhere.code},,50,50,50,50"
    )
    assert [one["code"] for one in preview["refused"]] == ["ORGANISATION_UNKNOWN"]
    assert [(one["dimensionCode"], one["score"]) for one in preview["scores"]] == [
        ("1", "88.50"),
        ("2", "70"),
    ]
    payload = await api.mutate(
        officer,
        "setCentralScore",
        "report { scores { dimensionCode centralScore } }",
        reportId=preview["scores"][0]["reportId"],
        source="หนังสือที่ ปช ๐๐๑",
        scoredOn="2018-11-30",
        scores=[
            {"dimensionCode": one["dimensionCode"], "score": one["score"]}
            for one in preview["scores"]
        ],
    )
    assert payload["problems"] == []
    sar = await api.data(
        approver,
        "{ sar(fiscalYear: 2561) { scores { dimensionCode centralScore provinceScore"
        " central { source scoredOn byName } } } }",
    )
    one, two = sar["sar"]["scores"]
    assert (one["centralScore"], one["provinceScore"]) == ("88.50", None)
    assert (two["dimensionCode"], two["centralScore"]) == ("2", "70.00")
    assert one["central"]["source"] == "หนังสือที่ ปช ๐๐๑"
    assert one["central"]["scoredOn"] == "2018-11-30"
    again = await send_central(api, officer, f"{organisation.code},,88.5,71,,")
    assert again["unchanged"] == 1
    assert [one["before"] for one in again["scores"]] == ["70.00"]
    file = await api.call(officer, "GET", "/reports/central.xlsx?year=2561")
    page = cast("Worksheet", openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0])
    rows = {str(row[0].value): [cell.value for cell in row] for row in page.iter_rows()}
    assert rows[organisation.code][2:4] == [88.5, 70]
    assert elsewhere.code not in rows

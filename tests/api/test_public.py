"""The public pages: what signed-out people see, at which addresses, and what they never see."""

import hashlib
import io
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser

import httpx
import pytest

from api.public import formats
from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import adopt, make_plan, make_row, publish, return_whole, submit
from make.public import get, publish_report, report_on
from make.reports import make_office
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.places import actions as places
from plan_core.places.model import Organisation
from plan_core.plans import queries as plans
from plan_core.plans.actions import adopting, wording
from plan_core.plans.stages import AmendmentKind
from plan_core.publishing import actions
from plan_core.publishing.model import PublicationKind
from plan_core.values import Budget, BudgetState, OrganisationKind

EDITION = "2561-2564"
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"


async def make_published(world: World, title: str = "โครงการที่เผยแพร่") -> tuple[Organisation, Actor]:
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver, [make_row("1.1", 1_000, "-", None, "2500.50", title=title)])
    await publish(world, await submit(world, approver), approver)
    return organisation, approver


async def rewrite(world: World, actor: Actor, title: str) -> None:
    async with world.app.write(actor) as tx:
        plan = await plans.find_plan(tx, world.edition.code)
        assert plan is not None
        (row,) = await plans.list_initiatives(tx, plan.id)
        await wording.set_initiative(tx, row.id, row.version, title=title)


async def amend(world: World, actor: Actor) -> None:
    async with world.app.write(actor) as tx:
        plan = await plans.find_plan(tx, world.edition.code)
        assert plan is not None
        await adopting.open_amendment(
            tx, plan.id, plan.version, kind=AmendmentKind.CHANGE, reason="เปลี่ยนชื่อ"
        )


def addresses(code: str) -> list[str]:
    """Every public address of an organisation, and what lies around them."""
    plan = f"/public/{code}/{EDITION}/plan"
    years = [f"/public/{code}/{year}" for year in range(2561, 2565)]
    pages = [f"{year}/{name}" for year in years for name in ("follow-up", "annual-result")]
    numbered = [f"{plan}/{number}" for number in range(1, 6)]
    shown = [f"/public/{code}", plan, *pages, *numbered]
    around = ["/public", "/public?province=54", f"/public?q={code}", "/robots.txt", "/sitemap.xml"]
    endings = [one.ending for one in formats.FORMATS]
    data = [f"{one}{ending}" for one in shown[1:] for ending in endings]
    harvested = ["/public/catalogue.jsonld", "/public/catalogue.ckan.json"]
    return [*shown, f"/public/{code}.json", *data, *around, *harvested]


def text_of(answer: httpx.Response) -> str:
    """Of a packed file what is in it."""
    if not answer.content.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


async def sweep(api: Api, code: str) -> str:
    """All that a signed-out visitor can read about an organisation."""
    found = [await get(api, path) for path in addresses(code)]
    assert {one.status_code for one in found} <= {200, 404, 410}
    return "\n".join(text_of(one) for one in found)


async def test_nothing_of_a_plan_can_be_read_before_it_is_published(api: Api, world: World) -> None:
    """The same plan at each stage of its life, swept at every public address."""
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    await make_plan(world, approver, [make_row(title="คำลับร่าง")])
    assert "คำลับ" not in await sweep(api, organisation.code)
    await rewrite(world, approver, "คำลับที่ส่ง")
    revision = await submit(world, approver)
    assert "คำลับ" not in await sweep(api, organisation.code)
    await return_whole(world, revision)
    await rewrite(world, approver, "คำลับที่ส่งใหม่")
    revision = await submit(world, approver)
    await adopt(world, revision, approver)
    assert "คำลับ" not in await sweep(api, organisation.code)
    async with world.app.write(approver) as tx:
        plan = await plans.get_plan(tx, revision.plan_id)
        await actions.publish_plan(tx, plan.id, plan.version)
    seen = await sweep(api, organisation.code)
    assert "คำลับที่ส่งใหม่" in seen
    assert not re.search("คำลับร่าง|คำลับที่ส่ง(?!ใหม่)", seen)
    await amend(world, approver)
    await rewrite(world, approver, "คำลับแก้ไข")
    await adopt(world, await submit(world, approver), approver)
    assert "คำลับแก้ไข" not in await sweep(api, organisation.code)


async def test_an_organisation_says_what_it_published_and_where_there_is_nothing(
    api: Api, world: World
) -> None:
    organisation, _ = await make_published(world)
    answer = await get(api, f"/public/{organisation.code}")
    assert answer.status_code == 200
    assert organisation.name_th in answer.text
    assert f'href="/public/{organisation.code}/{EDITION}/plan/1"' in answer.text
    assert answer.text.count("ไม่มี") == 1 + 2 * 4, "no amendment, and no report in four years"
    other = await make_organisation(world)
    answer = await get(api, f"/public/{other.code}")
    assert answer.text.count("ไม่มี") == 2 + 2 * 4
    answer = await get(api, f"/public/{other.code}/{EDITION}/plan")
    assert answer.status_code == 404
    assert "ยังไม่เผยแพร่" in answer.text


async def test_a_plan_is_shown_whole_with_its_three_kinds_of_cells(api: Api, world: World) -> None:
    organisation, _ = await make_published(world)
    answer = await get(api, f"/public/{organisation.code}/{EDITION}/plan")
    assert answer.status_code == 200
    for text in ("๑,๐๐๐", "๒,๕๐๐.๕๐", "ไม่ใช้งบประมาณ", "ไม่ระบุ", "โครงการที่เผยแพร่", "นายก อบต."):
        assert text in answer.text
    assert "๓,๕๐๐.๕๐ บาท" in answer.text


async def test_an_amended_plan_leaves_the_earlier_one_at_its_address(
    api: Api, world: World
) -> None:
    organisation, approver = await make_published(world, "ชื่อเดิม")
    plan = f"/public/{organisation.code}/{EDITION}/plan"
    first = await get(api, f"{plan}/1")
    await amend(world, approver)
    await rewrite(world, approver, "ชื่อใหม่")
    await publish(world, await submit(world, approver), approver)
    newest, again = await get(api, plan), await get(api, f"{plan}/1")
    assert "ชื่อใหม่" in newest.text
    assert "เปลี่ยนแปลง ครั้งที่ ๑" in newest.text
    assert "ชื่อเดิม" in again.text
    assert "ชื่อใหม่" not in again.text
    assert "มีฉบับใหม่กว่านี้แล้ว" in again.text
    assert "มีฉบับใหม่กว่านี้แล้ว" not in first.text
    shelf = await get(api, f"/public/{organisation.code}")
    assert "ฉบับที่ ๒ (เปลี่ยนแปลง ครั้งที่ ๑)" in shelf.text


async def test_what_was_withdrawn_is_gone_and_says_why(api: Api, world: World) -> None:
    organisation, approver = await make_published(world, "ข้อความที่ถอน")
    payload = await api.mutate(
        approver,
        "withdrawPublication",
        "publication { isWithdrawn address }",
        kind="PLAN",
        period=EDITION,
        number=1,
        reason="พิมพ์ผิด",
    )
    assert payload["publication"]["address"] == f"/public/{organisation.code}/{EDITION}/plan/1"
    for path in ("plan", "plan/1", "plan.json", "plan/1.json"):
        answer = await get(api, f"/public/{organisation.code}/{EDITION}/{path}")
        assert answer.status_code == 410
        assert "พิมพ์ผิด" in answer.text
    seen = await sweep(api, organisation.code)
    assert "ข้อความที่ถอน" not in seen
    assert "ถอนการเผยแพร่" in seen


async def test_a_report_is_published_beside_the_plan(api: Api, world: World) -> None:
    organisation = await make_organisation(world)
    office = await make_office(world, await make_actor(world, Role.APPROVER, organisation))
    report = await report_on(office, ordinance=Budget(BudgetState.NONE))
    code = organisation.code
    assert (await get(api, f"/public/{code}/2561/follow-up")).status_code == 404
    payload = await publish_report(api, office.approver, report)
    assert payload["publication"]["address"] == f"/public/{code}/2561/follow-up/1"
    for path in ("follow-up", "follow-up/1"):
        answer = await get(api, f"/public/{code}/2561/{path}")
        assert answer.status_code == 200
        for words in ("ไม่สามารถดำเนินการได้", "น้ำท่วมพื้นที่", "ไม่ใช้งบประมาณ", "ยังไม่รายงาน"):
            assert words in answer.text
        assert 'href="https://example.go.th/flood"' in answer.text
        assert office.approver.name not in answer.text
    data = (await get(api, f"/public/{code}/2561/follow-up/1.json")).json()
    assert data["content"]["rows"][0]["ordinance"]["state"] == "NONE"
    assert (await get(api, f"/public/{code}/2562/follow-up")).status_code == 404
    assert (await get(api, f"/public/{code}/2561/annual-result")).status_code == 404
    again = await publish_report(api, office.approver, report)
    assert [one["code"] for one in again["problems"]] == ["ALREADY_PUBLISHED"]


async def test_only_the_newest_report_is_published_and_a_withdrawn_one_can_come_back(
    api: Api, world: World
) -> None:
    organisation = await make_organisation(world)
    office = await make_office(world, await make_actor(world, Role.APPROVER, organisation))
    first = await report_on(office)
    second = await report_on(office, note="ฉบับใหม่")
    payload = await publish_report(api, office.approver, first)
    assert [one["code"] for one in payload["problems"]] == ["REPORT_SUPERSEDED"]
    assert (await publish_report(api, office.approver, second))["problems"] == []
    withdrawn = await api.mutate(
        office.approver,
        "withdrawPublication",
        "publication { isWithdrawn reason }",
        kind="FOLLOW_UP",
        period="2561",
        number=2,
        reason="พิมพ์ผิด",
    )
    assert withdrawn["publication"] == {"isWithdrawn": True, "reason": "พิมพ์ผิด"}
    assert (await get(api, f"/public/{organisation.code}/2561/follow-up")).status_code == 410
    assert (await publish_report(api, office.approver, second))["problems"] == []
    assert (await get(api, f"/public/{organisation.code}/2561/follow-up/2")).status_code == 200


async def test_a_report_with_a_citizens_number_is_not_published(api: Api, world: World) -> None:
    organisation = await make_organisation(world)
    office = await make_office(world, await make_actor(world, Role.APPROVER, organisation))
    report = await report_on(office, note="ติดต่อผู้ถือบัตร ๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘")
    (problem,) = (await publish_report(api, office.approver, report))["problems"]
    assert problem["code"] == "CITIZEN_NUMBER"
    assert problem["values"]["rows"] == ["1.1 (1)"]
    assert "1101700230708" not in str(problem)
    assert (await get(api, f"/public/{organisation.code}/2561/follow-up")).status_code == 404


async def test_an_editor_publishes_no_report_and_a_neighbour_not_even_sees_it(
    api: Api, world: World
) -> None:
    organisation = await make_organisation(world)
    office = await make_office(world, await make_actor(world, Role.APPROVER, organisation))
    report = await report_on(office)
    editor = await make_actor(world, Role.EDITOR, organisation)
    neighbour = await make_actor(world, Role.APPROVER)
    for actor, code in ((editor, "FORBIDDEN"), (neighbour, "NOT_FOUND")):
        payload = await publish_report(api, actor, report)
        assert [one["code"] for one in payload["problems"]] == [code]


async def test_an_address_that_leads_nowhere_says_so_on_a_page(api: Api) -> None:
    for path in (
        "/public/a",
        "/public/a/b",
        "/public/a/b/c",
        "/public/a/b/c/d",
        "/public/a/b/c/d/e",
    ):
        answer = await get(api, path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")
        assert "ไม่พบหน้านี้" in answer.text
        assert "script" not in answer.text


async def test_who_holds_a_page_already_gets_headers_only(api: Api, world: World) -> None:
    organisation, approver = await make_published(world)
    for path in (f"/public/{organisation.code}/{EDITION}/plan", f"/public/{organisation.code}"):
        for address in (path, f"{path}.json"):
            answer = await get(api, address)
            tag = answer.headers["etag"]
            assert answer.headers["cache-control"] == "public, max-age=60, must-revalidate"
            again = await get(api, address, **{"If-None-Match": f'"other", W/{tag}'})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
    path = f"/public/{organisation.code}/{EDITION}/plan"
    before = (await get(api, path)).headers["etag"]
    async with world.app.write(approver) as tx:
        await actions.withdraw(tx, PublicationKind.PLAN, EDITION, 1, "พิมพ์ผิด")
    assert (await get(api, path, **{"If-None-Match": before})).status_code == 410


async def test_a_page_costs_one_statement(api: Api, world: World) -> None:
    organisation, _ = await make_published(world)
    for path in addresses(organisation.code):
        await get(api, path)
        asked = [one for one in api.statements if "publication" in one or "organisation" in one]
        most = 2 if "catalogue" in path else 1  # a page of organisations, then what they published
        assert len(api.statements) == len(asked) <= most, (path, api.statements)


async def test_hostile_texts_are_only_texts(api: Api, world: World) -> None:
    organisation, _ = await make_published(world, f"โครงการ {HOSTILE}")
    answer = await get(api, f"/public/{organisation.code}/{EDITION}/plan")
    assert "&lt;script&gt;alert(1)" in answer.text
    for path in (
        f"/public/{organisation.code}/{EDITION}/plan",
        f"/public?q={HOSTILE}",
        f"/public?q=x&province={HOSTILE}&district={HOSTILE}",
        f"/public/{HOSTILE}",
        f"/public/{organisation.code}/{HOSTILE}/plan",
        f"/public/{organisation.code}/{EDITION}/plan/{HOSTILE}",
    ):
        answer = await get(api, path)
        assert "<script" not in answer.text.lower(), path
        assert "<img" not in answer.text.lower(), path
        policy = answer.headers["content-security-policy"]
        assert "'unsafe-inline'" not in policy or answer.status_code == 404
        if answer.headers["content-type"].startswith("text/html"):
            assert policy.startswith("default-src 'none'"), path


@pytest.mark.parametrize(
    "path",
    [
        "/public/0000000",
        "/public/0000000.json",
        "/public/12",
        "/public/%00",
        "/public/๙๙๙๙๙๙๙",
        "/public/0000000/2561-2564/plan",
        "/public/0000000/2561-2564/secret",
        "/public/0000000/2561-2564/plan/0",
        "/public/0000000/2561-2564/plan/-1",
        "/public/0000000/2561-2564/plan/99999999999999999999",
        "/public/0000000/x/plan",
    ],
)
async def test_an_address_of_nothing_is_a_page_that_says_so(api: Api, path: str) -> None:
    answer = await get(api, path)
    assert answer.status_code == 404


async def test_an_earlier_code_leads_to_the_present_one(api: Api, world: World) -> None:
    organisation, _ = await make_published(world)
    new = "8" + organisation.code[1:]
    async with world.operator.unscoped() as session:
        await places.rename_organisation(
            session,
            organisation.id,
            code=new,
            kind=OrganisationKind.TOWN_SUBDISTRICT,
            name_th="เทศบาลตำบลใหม่",
            effective_from=date(2020, 1, 1),
        )
    for rest in ("", ".json", f"/{EDITION}/plan", f"/{EDITION}/plan/1.json"):
        answer = await get(api, f"/public/{organisation.code}{rest}")
        assert answer.status_code == 307
        assert answer.headers["location"] == f"/public/{new}{rest}"
        assert (await get(api, answer.headers["location"])).status_code == 200


async def test_open_data_is_the_published_text_with_its_checksum(api: Api, world: World) -> None:
    organisation, _ = await make_published(world)
    answer = await get(api, f"/public/{organisation.code}/{EDITION}/plan.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    body = json.loads(answer.content)
    assert body["licence"]["name"]
    assert body["content"]["format"] == "simiti.publication.plan"
    text = answer.content[answer.content.index(b'"content":') + len(b'"content":') :]
    end = json.JSONDecoder().raw_decode(text.decode())[1]
    content = text.decode()[:end]
    assert hashlib.sha256(content.encode()).hexdigest() == body["sha256"]
    cells = body["content"]["dimensions"][0]["missions"][0]["rows"][0]["budgets"]
    assert cells["2561"] == {"state": "AMOUNT", "amount": "1000"}
    assert cells["2562"]["state"] == "NONE"
    assert cells["2563"]["state"] == "UNSTATED"


async def test_organisations_are_found_by_area_and_by_name(api: Api, world: World) -> None:
    organisation, _ = await make_published(world)
    other = await make_organisation(world, "อบต.ไร้แผน", district="5401")
    link, unpublished = f'href="/public/{organisation.code}"', f'href="/public/{other.code}"'
    nation = await get(api, "/public")
    assert link not in nation.text
    assert "แพร่" in nation.text
    province = (await get(api, "/public?province=54")).text
    assert link in province
    assert unpublished in province
    district = (await get(api, "/public?province=54&district=5401")).text
    assert link not in district
    assert unpublished in district
    named = (await get(api, "/public?q=ไร้แผน")).text
    assert link not in named
    assert unpublished in named
    assert "ไม่พบ" in (await get(api, "/public?q=%25")).text
    assert "ไม่พบ" in (await get(api, "/public?q=ไม่มีชื่อนี้แน่นอน")).text


async def test_search_engines_are_led_to_what_is_published_and_nowhere_else(
    api: Api, world: World
) -> None:
    organisation, _ = await make_published(world)
    other = await make_organisation(world)
    robots = (await get(api, "/robots.txt")).text
    assert "Disallow: /\n" in robots
    assert "Allow: /public\n" in robots
    site_map = await get(api, "/sitemap.xml")
    assert site_map.headers["content-type"] == "application/xml"
    assert f"/public/{organisation.code}<" in site_map.text
    assert other.code not in site_map.text


class Outline(HTMLParser):
    """Tags that are open, headings in order, ids: what makes a page well-formed."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        assert not [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


async def test_every_page_is_well_formed_and_in_thai(api: Api, world: World) -> None:
    organisation, _ = await make_published(world)
    for path in addresses(organisation.code):
        answer = await get(api, path)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        outline = Outline()
        outline.feed(answer.text)
        assert answer.text.startswith('<!doctype html>\n<html lang="th">'), path
        assert (outline.open, outline.crossed) == ([], []), path
        assert outline.headings[0] == 1
        assert outline.headings.count(1) == 1
        steps = zip(outline.headings, outline.headings[1:], strict=False)
        assert all(after - before <= 1 for before, after in steps), path
        assert len(set(outline.ids)) == len(outline.ids), path

"""Notifications and the setting of mails over GraphQL: one's own, in pages, in both languages."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from make.api import Api, global_id
from make.people import make_actor
from plan_core.actor import Actor, Role
from plan_core.notifications.actions import mailing, telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.model import Mail
from plan_core.notifications.rules import NotificationKind
from plan_core.notifications.words import Told

LIST = """query($first: Int!, $after: String, $unreadOnly: Boolean!) {
  notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {
    edges { cursor node { id kind titleTh titleEn detailTh detailEn link postId createdAt readAt } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  } unreadCount }"""
READ = "notifications { id readAt } unreadCount"
SETTING = "setting { digest language address wantedAddress }"


class Person:
    """Somebody who is told things."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api = api
        self.actor = actor

    async def told(self, kind: NotificationKind, about: Told, organisation: int | None) -> None:
        reader = Reader(self.actor.person_id, self.actor.membership_id, self.actor.role)
        async with self.api.world.worker.unscoped() as session:
            event = Event(uuid4(), kind, organisation, about)
            await telling.tell(session, event, [reader], self.api.world.clock())
        self.api.world.clock.move(minutes=1)

    async def list(
        self, first: int = 20, after: str | None = None, *, unread_only: bool = False
    ) -> dict[str, Any]:
        return await self.api.data(
            self.actor, LIST, first=first, after=after, unreadOnly=unread_only
        )

    async def ids(self) -> list[str]:
        found = await self.list()
        return [edge["node"]["id"] for edge in found["notifications"]["edges"]]


@pytest.fixture
async def editor(api: Api) -> Person:
    return Person(api, await make_actor(api.world))


ABOUT = Told(organisation="อบต.ทดสอบ", number=2, by="สมชาย", reasons=3)


async def test_a_notification_says_itself_in_both_languages_and_where_it_leads(
    editor: Person,
) -> None:
    row, revision = uuid4(), uuid4()
    about = Told(number=2, reasons=1, row=str(row), fiscal_year=2562, revision=str(revision))
    await editor.told(NotificationKind.RETURNED, about, editor.actor.tenant_id)
    await editor.told(NotificationKind.COMMENTED, about, editor.actor.tenant_id)
    await editor.told(NotificationKind.DEADLINE_NEAR, Told(days=7), editor.actor.tenant_id)
    found = await editor.list()
    near, comment, returned = (edge["node"] for edge in found["notifications"]["edges"])
    assert returned["titleTh"] == "แผน ฉบับที่ 2 ถูกส่งกลับแก้ไข"
    assert returned["titleEn"] == "Revision 2 of the plan was returned"
    assert returned["link"] == f"/plan?row={global_id('Initiative', row)}&year=2562"
    assert returned["postId"] == global_id("Post", editor.actor.membership_id)
    reference = global_id("Revision", f"{editor.actor.tenant_id}:{revision}")
    assert comment["link"] == f"/plan/revisions/{reference}"
    assert near["link"] == "/plan"
    assert found["unreadCount"] == 3


async def test_a_summary_leads_an_officer_to_the_comparison(api: Api) -> None:
    officer = Person(api, await make_actor(api.world, Role.PROVINCE_OFFICER))
    about = Told(edition="2561-2564", late=("อบต.ก",), late_count=1)
    await officer.told(NotificationKind.LATE_ORGANISATIONS, about, None)
    (edge,) = (await officer.list())["notifications"]["edges"]
    assert edge["node"]["link"] == "/province?tab=timeliness"
    assert edge["node"]["detailTh"] == "อบต.ก"


async def test_reminders_of_reports_lead_to_the_round(api: Api, editor: Person) -> None:
    about = Told(organisation="อบต.ก", days=8, fiscal_year=2562, round="SIX_MONTHS")
    await editor.told(NotificationKind.REPORT_PASSED, about, editor.actor.tenant_id)
    (edge,) = (await editor.list())["notifications"]["edges"]
    assert edge["node"]["link"] == "/report?year=2562&round=SIX_MONTHS"
    assert edge["node"]["titleEn"] == ("The 6-month report of fiscal year 2562 is 8 days overdue")
    officer = Person(api, await make_actor(api.world, Role.PROVINCE_OFFICER))
    about = Told(fiscal_year=2562, round="TWELVE_MONTHS", late=("อบต.ก",), late_count=1)
    await officer.told(NotificationKind.LATE_REPORTS, about, None)
    (edge,) = (await officer.list())["notifications"]["edges"]
    assert edge["node"]["link"] == "/province?tab=reports&year=2562&round=TWELVE_MONTHS"
    assert edge["node"]["titleTh"] == "1 แห่งยังไม่ส่งรายงานผลรอบ 12 เดือน ปีงบประมาณ 2562"


async def test_pages_join_without_gap_or_double(editor: Person) -> None:
    for _ in range(5):
        await editor.told(NotificationKind.ACCEPTED, ABOUT, None)
    seen: list[str] = []
    after = None
    while True:
        page = (await editor.list(2, after))["notifications"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == await editor.ids()
    assert len(set(seen)) == 5


async def test_marking_read_counts_down_and_all_reads_all(editor: Person, api: Api) -> None:
    for _ in range(3):
        await editor.told(NotificationKind.ACCEPTED, ABOUT, None)
    first = (await editor.ids())[0]
    payload = await api.mutate(editor.actor, "markRead", READ, ids=[first])
    assert payload["unreadCount"] == 2
    assert payload["notifications"][0]["readAt"]
    unread = (await editor.list(unread_only=True))["notifications"]["edges"]
    assert first not in [edge["node"]["id"] for edge in unread]
    payload = await api.mutate(editor.actor, "markRead", READ, all=True)
    assert (payload["unreadCount"], payload["notifications"]) == (0, [])


async def test_another_persons_notification_is_not_there(editor: Person, api: Api) -> None:
    await editor.told(NotificationKind.ACCEPTED, ABOUT, None)
    colleague = Person(api, await make_actor(api.world))
    await colleague.told(NotificationKind.ACCEPTED, ABOUT, None)
    ids = await editor.ids() + await colleague.ids()
    for given in (ids, [global_id("Notification", uuid4())], ["nonsense"]):
        (problem,) = await api.refused(colleague.actor, "markRead", ids=given)
        assert problem["code"] == "NOT_FOUND"
    assert (await colleague.list())["unreadCount"] == 1


@pytest.mark.parametrize("first", [0, 101])
async def test_a_page_too_large_is_refused(editor: Person, api: Api, first: int) -> None:
    error = await api.error(editor.actor, LIST, first=first, unreadOnly=False)
    assert error["code"] == "INVALID"


async def test_the_setting_is_kept_and_the_address_confirmed(editor: Person, api: Api) -> None:
    before = await api.data(editor.actor, "{ mailSetting { digest language address } }")
    assert before["mailSetting"] == {"digest": "AT_ONCE", "language": "TH", "address": None}
    payload = await api.mutate(
        editor.actor, "setMailSetting", SETTING, digest="DAILY", language="EN"
    )
    assert payload["setting"]["digest"] == "DAILY"
    payload = await api.mutate(editor.actor, "setMailAddress", SETTING, address="Kamon@Phrae.go.th")
    assert payload["setting"]["wantedAddress"] == "Kamon@phrae.go.th"
    assert payload["setting"]["address"] is None
    code = await read_code(api, editor.actor)
    payload = await api.mutate(editor.actor, "confirmMailAddress", SETTING, code=code)
    assert payload["setting"]["address"] == "Kamon@phrae.go.th"
    payload = await api.mutate(editor.actor, "setMailAddress", SETTING, address=None)
    assert payload["setting"]["address"] is None


async def read_code(api: Api, actor: Actor) -> str:
    async with api.world.worker.unscoped() as session:
        await mailing.compose_codes(session, api.world.clock(), "https://simiti.example")
        text = await session.scalar(select(Mail.text).where(Mail.person_id == actor.person_id))
    found = re.search(r"\d{8}", text or "")
    assert found is not None
    return found[0]


async def test_what_is_no_address_and_no_code_is_refused(editor: Person, api: Api) -> None:
    (problem,) = await api.refused(editor.actor, "setMailAddress", address="x\r\nBcc: y@z.go.th")
    assert (problem["code"], problem["field"]) == ("ADDRESS_UNSUITABLE", "address")
    (problem,) = await api.refused(editor.actor, "confirmMailAddress", code="12345678")
    assert problem["code"] == "CODE_EXPIRED"
    await api.mutate(editor.actor, "setMailAddress", SETTING, address="a@phrae.go.th")
    (problem,) = await api.refused(editor.actor, "setMailAddress", address="b@phrae.go.th")
    assert problem["code"] == "CODE_ASKED_TOO_OFTEN"
    code = await read_code(api, editor.actor)
    wrong = "00000000" if code != "00000000" else "00000001"
    (problem,) = await api.refused(editor.actor, "confirmMailAddress", code=wrong)
    assert (problem["code"], problem["field"]) == ("CODE_WRONG", "code")

"""A person's own notifications and mails in the schema, whatever post they act in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

import strawberry

from api import ids
from api.schema.base import After, First, Info, PageInfo, Problem, argument, check_first, says
from api.schema.places import global_id
from plan_core.errors import SimitiError
from plan_core.notifications import model, queries, words
from plan_core.notifications.actions import reading
from plan_core.notifications.rules import Digest, Language, NotificationKind, Place
from plan_core.notifications.words import Told
from plan_core.people import queries as people
from plan_core.people.actions import addressing
from plan_core.people.model import MailAddress

strawberry.enum(NotificationKind, description="What happened.")
strawberry.enum(Digest, description="When a person's mails go out.")
strawberry.enum(Language, name="MailLanguage", description="The language of mails.")


@strawberry.type(description="Something that happened and concerns the viewer.")
class Notification:
    id: strawberry.ID = says("Opaque id, for marking it read.")
    kind: NotificationKind = says("What happened.")
    title_th: str = says("One line, in Thai; figures in Arabic digits.")
    title_en: str = says("The same in English.")
    detail_th: str = says("More, in Thai; may be empty.")
    detail_en: str = says("The same in English.")
    link: str = says("The page of this system that it leads to, like /plan.")
    post_id: strawberry.ID = says("The viewer's post that it concerns: act in it to open the page.")
    created_at: datetime = says("When the viewer was told.")
    read_at: datetime | None = says("When it was marked read; null while unread.")

    @classmethod
    def of(cls, row: model.Notification) -> Notification:
        told = words.read(row.told)
        thai = words.say(row.kind, told, Language.TH)
        english = words.say(row.kind, told, Language.EN)
        return cls(
            id=global_id("Notification", row.id),
            kind=row.kind,
            title_th=thai.title,
            title_en=english.title,
            detail_th=thai.detail,
            detail_en=english.detail,
            link=link_to(row.place, row.organisation_id, told),
            post_id=global_id("Post", row.membership_id),
            created_at=row.created_at,
            read_at=row.read_at,
        )


def link_to(place: Place, organisation_id: int | None, told: Told) -> str:
    """A path of our own pages; whether its reader may open it is asked there."""
    match place:
        case Place.REVISION:
            revision = global_id("Revision", f"{organisation_id}:{told.revision}")
            return f"/plan/revisions/{quote(revision, safe='')}"
        case Place.SIGNING:
            return "/signing"
        case Place.INTEGRATION:
            return "/integration"
        case Place.SESSIONS:
            return "/sessions"
        case Place.TOKENS:
            return "/tokens"
        case Place.COMPARISON:
            return "/province?tab=timeliness"
        case Place.REPORT:
            return f"/report?{_round_of(told)}"
        case Place.AREA_REPORTS:
            return f"/province?tab=reports&{_round_of(told)}"
        case Place.PLAN if told.row:
            row = quote(global_id("Initiative", told.row), safe="")
            year = f"&year={told.fiscal_year}" if told.fiscal_year else ""
            return f"/plan?row={row}{year}"
        case Place.PLAN:
            return "/plan?tab=sections" if told.section else "/plan"


def _round_of(told: Told) -> str:
    return f"year={told.fiscal_year}&round={told.round}"


@strawberry.type(description="A notification on a page.")
class NotificationEdge:
    cursor: str = says("Where this edge stands.")
    node: Notification = says("The notification.")


@strawberry.type(description="A page of notifications.")
class NotificationConnection:
    edges: list[NotificationEdge] = says("The page's notifications, newest first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type(description="How the viewer wants mails.")
class MailSetting:
    digest: Digest = says("When mails go out.")
    language: Language = says("The language of mails.")
    address: str | None = says("Where mails go; null when none is confirmed.")
    wanted_address: str | None = says("An address that waits for the code that was mailed to it.")

    @classmethod
    def of(cls, setting: model.MailSetting | None, address: MailAddress | None) -> MailSetting:
        return cls(
            digest=Digest.AT_ONCE if setting is None else setting.digest,
            language=Language.TH if setting is None else setting.language,
            address=None if address is None else address.address,
            wanted_address=None if address is None else address.wanted,
        )


@strawberry.type(description="A mail to the viewer that stays here, since no mail server is set.")
class KeptMail:
    id: strawberry.ID = says("Opaque id.")
    address: str = says("Where it would have gone.")
    subject: str = says("Its subject.")
    text: str = says("Its text.")
    made_at: datetime = says("When it was made.")

    @classmethod
    def of(cls, mail: model.Mail) -> KeptMail:
        return cls(
            id=global_id("Mail", mail.id),
            address=mail.address,
            subject=mail.subject,
            text=mail.text,
            made_at=mail.made_at,
        )


UnreadOnly = Annotated[bool, argument("Only what is not marked read.")]


@strawberry.type
class NotificationsQuery:
    @strawberry.field(description="What the viewer was told, newest first.")
    async def notifications(
        self, info: Info, first: First = 20, after: After = None, unread_only: UnreadOnly = False
    ) -> NotificationConnection:
        check_first(first)
        last = None if after is None else ids.expect(after, "Notification").uuid
        async with info.context.database.personal(info.context.actor) as tx:
            found = await queries.list_notifications(tx, first + 1, last, unread_only=unread_only)
        nodes = [Notification.of(one) for one in found[:first]]
        return NotificationConnection(
            edges=[NotificationEdge(cursor=node.id, node=node) for node in nodes],
            page_info=PageInfo.of(
                [node.id for node in nodes], has_next=len(found) > first, after=after
            ),
        )

    @strawberry.field(description="How many notifications the viewer has not read.")
    async def unread_count(self, info: Info) -> int:
        async with info.context.database.personal(info.context.actor) as tx:
            return await queries.count_unread(tx)

    @strawberry.field(description="How the viewer wants mails.")
    async def mail_setting(self, info: Info) -> MailSetting:
        return await load_setting(info)

    @strawberry.field(
        description="Mails to the viewer that were kept, since no mail server is set; newest first."
    )
    async def mails(self, info: Info) -> list[KeptMail]:
        async with info.context.database.personal(info.context.actor) as tx:
            return [KeptMail.of(one) for one in await queries.list_kept_mails(tx)]


@strawberry.input(description="Which notifications were read.")
class MarkReadInput:
    ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="These, at most 100."
    )
    all: bool = strawberry.field(default=False, description="All of the viewer's.")


@strawberry.type(description="What is read now, or why not.")
class MarkReadPayload:
    notifications: list[Notification] = says("Those named in `ids`.")
    unread_count: int | None = says("How many are unread now; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="When mails come, and in which language.")
class SetMailSettingInput:
    digest: Digest = says("When mails go out.")
    language: Language = says("Their language.")


@strawberry.input(description="Where mails go.")
class SetMailAddressInput:
    address: str | None = strawberry.field(
        default=None, description="A new address, which gets a code by mail; null for no mails."
    )


@strawberry.input(description="The code that came by mail.")
class ConfirmMailAddressInput:
    code: str = says("Its eight digits.")


@strawberry.type(description="The setting as it is now, or why it was not changed.")
class MailSettingPayload:
    setting: MailSetting | None = says("The viewer's setting.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class NotificationsMutation:
    @strawberry.mutation(description="Mark some or all of the viewer's notifications read.")
    async def mark_read(self, info: Info, input: MarkReadInput) -> MarkReadPayload:
        try:
            wanted = [ids.expect(one, "Notification").uuid for one in input.ids]
            async with info.context.database.personal(info.context.actor) as tx:
                found = await reading.mark_read(tx, wanted)
                if input.all:
                    await reading.mark_all_read(tx)
                unread = await queries.count_unread(tx)
        except SimitiError as refusal:
            problems = [Problem.of(refusal)]
            return MarkReadPayload(notifications=[], unread_count=None, problems=problems)
        return MarkReadPayload(
            notifications=[Notification.of(one) for one in found], unread_count=unread, problems=[]
        )

    @strawberry.mutation(description="Choose when mails come, and in which language.")
    async def set_mail_setting(self, info: Info, input: SetMailSettingInput) -> MailSettingPayload:
        try:
            async with info.context.database.personal(info.context.actor) as tx:
                await reading.set_setting(tx, input.digest, input.language)
        except SimitiError as refusal:
            return MailSettingPayload(setting=None, problems=[Problem.of(refusal)])
        return MailSettingPayload(setting=await load_setting(info), problems=[])

    @strawberry.mutation(
        description="Ask for mails to a new address, which counts once confirmed; or for none."
    )
    async def set_mail_address(self, info: Info, input: SetMailAddressInput) -> MailSettingPayload:
        person_id, door = info.context.person.person_id, info.context.rooms.door
        try:
            async with door.unscoped() as session:
                if input.address is None:
                    await addressing.remove_address(session, person_id, door.clock())
                else:
                    await addressing.ask_for_address(
                        session, person_id, input.address, door.clock()
                    )
        except SimitiError as refusal:
            return MailSettingPayload(setting=None, problems=[Problem.of(refusal)])
        return MailSettingPayload(setting=await load_setting(info), problems=[])

    @strawberry.mutation(description="Confirm the wanted address with the code mailed to it.")
    async def confirm_mail_address(
        self, info: Info, input: ConfirmMailAddressInput
    ) -> MailSettingPayload:
        person_id, door = info.context.person.person_id, info.context.rooms.door
        async with door.unscoped() as session:
            refusal = await addressing.confirm_address(session, person_id, input.code, door.clock())
        if refusal is not None:
            return MailSettingPayload(setting=None, problems=[Problem.of(refusal)])
        return MailSettingPayload(setting=await load_setting(info), problems=[])


async def load_setting(info: Info) -> MailSetting:
    """The digest from the person's own rows, the address through the door."""
    actor = info.context.actor
    async with info.context.database.personal(actor) as tx:
        setting = await queries.find_setting(tx)
    async with info.context.rooms.door.unscoped() as session:
        address = await people.find_address(session, actor.person_id)
    return MailSetting.of(setting, address)

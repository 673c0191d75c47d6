"""Old notifications and mails go; what is new, unread or still on its way stays."""

from datetime import timedelta

from sqlalchemy import select

from make.mails import make_returned
from make.people import make_actor, make_organisation
from make.world import World
from plan_core.actor import Role
from plan_core.db.base import make_id
from plan_core.notifications import queries, words
from plan_core.notifications.actions import mailing, reading, telling, tidying
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.actions.tidying import Gone
from plan_core.notifications.model import Mail
from plan_core.notifications.rules import KEPT_READ, KEPT_UNREAD, MailState, NotificationKind

DAY = timedelta(days=1)


async def test_what_was_read_goes_earlier_than_what_was_not(world: World) -> None:
    actor = await make_actor(world, Role.EDITOR, await make_organisation(world))
    reader = Reader(actor.person_id, actor.membership_id, actor.role)
    began = world.clock()
    for number in range(2):
        event = Event(
            make_id(), NotificationKind.TAKEN_BACK, actor.tenant_id, words.Told(number=number)
        )
        async with world.worker.unscoped() as session:
            await telling.tell(session, event, [reader], began)
        if number == 0:
            async with world.app.personal(actor) as tx:
                await reading.mark_all_read(tx)

    async def left(after: timedelta) -> tuple[Gone, list[int]]:
        async with world.worker.unscoped() as session:
            gone = await tidying.remove_old(session, began + after)
        async with world.app.personal(actor) as tx:
            kept = await queries.list_notifications(tx, 10)
        return gone, sorted(words.read(one.told).number for one in kept)

    assert await left(KEPT_READ) == (Gone(0, 0), [0, 1])
    assert await left(KEPT_READ + DAY) == (Gone(1, 0), [1])
    assert await left(KEPT_UNREAD) == (Gone(0, 0), [1])
    assert await left(KEPT_UNREAD + DAY) == (Gone(1, 0), [])


async def test_a_mail_on_its_way_is_never_old(world: World) -> None:
    case = await make_returned(world)
    reader = Reader(case.editor.person_id, case.editor.membership_id, case.editor.role)
    event = Event(make_id(), NotificationKind.RETURNED, case.editor.tenant_id, words.Told())
    async with world.worker.unscoped() as session:
        await telling.tell(session, event, [reader], world.clock())
    world.clock.move(minutes=1)
    async with world.worker.unscoped() as session:
        await mailing.compose_digests(session, world.clock(), "https://simiti.example")
    (mail,) = await case.mails()
    assert mail.state is MailState.WAITING
    later = world.clock() + KEPT_UNREAD + DAY
    async with world.worker.unscoped() as session:
        assert (await tidying.remove_old(session, later)).mails == 0
        found = (await session.scalars(select(Mail).where(Mail.id == mail.id))).one()
        found.state = MailState.SENT
    async with world.worker.unscoped() as session:
        assert (await tidying.remove_old(session, later)).mails == 1
    assert await case.mails() == []

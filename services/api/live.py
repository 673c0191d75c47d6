"""Streams that are open in this process: who follows which thing, and what each has to hear."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID

from plan_core.actor import Actor
from plan_core.db.news import News
from plan_core.errors import TooMany, Unavailable

MOST_STREAMS = 500
MOST_OF_ONE_PERSON = 10
"""A browser has six connections to a host over HTTP/1.1; a person may sit at more than one."""
RETRY_AFTER_SECONDS = 30


class Mailbox:
    """What one stream has not told its reader yet. News that waits is put together into one.

    Iterating waits for news; None says that some may have been missed. It ends with the process.
    """

    def __init__(self, actor: Actor, subject_id: UUID) -> None:
        self.actor = actor
        self.subject_id = subject_id
        self._news: News | None = None
        self._has_missed = False
        self._is_ended = False
        self._ring = asyncio.Event()

    def put(self, news: News) -> None:
        self._news = news.after(self._news)
        self._ring.set()

    def miss(self) -> None:
        self._has_missed = True
        self._ring.set()

    def end(self) -> None:
        self._is_ended = True
        self._ring.set()

    def __aiter__(self) -> Mailbox:
        return self

    async def __anext__(self) -> News | None:
        await self._ring.wait()
        self._ring.clear()
        if self._is_ended:
            self._ring.set()
            raise StopAsyncIteration
        news = None if self._has_missed else self._news
        self._news, self._has_missed = None, False
        return news


class Live:
    """All mailboxes of this process. Only news of the follower's own organisation reaches one."""

    def __init__(self) -> None:
        self._by_subject: dict[tuple[int, UUID], set[Mailbox]] = defaultdict(set)
        self._is_ended = False

    def boxes(self) -> list[Mailbox]:
        return [box for boxes in self._by_subject.values() for box in boxes]

    def hear(self, news: News) -> None:
        for box in self._by_subject.get((news.tenant_id, news.subject_id), ()):
            box.put(news)

    def look_again(self) -> None:
        for box in self.boxes():
            box.miss()

    def end(self) -> None:
        """The process is asked to stop: open streams end, new ones are refused."""
        self._is_ended = True
        for box in self.boxes():
            box.end()

    @contextmanager
    def follow(self, actor: Actor, subject_id: UUID) -> Generator[Mailbox]:
        """A mailbox for as long as the block lasts; refused when there are too many."""
        self._check_room(actor)
        box = Mailbox(actor, subject_id)
        key = (actor.tenant, subject_id)
        self._by_subject[key].add(box)
        try:
            yield box
        finally:
            self._by_subject[key].discard(box)
            if not self._by_subject[key]:
                del self._by_subject[key]

    def _check_room(self, actor: Actor) -> None:
        if self._is_ended:
            raise Unavailable(
                "STREAMS_ENDED",
                "เครื่องแม่ข่ายกำลังเริ่มใหม่ โปรดลองอีกครั้งในอีกสักครู่",
                "The server is being started again; please try again in a moment.",
            )
        everybody = self.boxes()
        if len(everybody) >= MOST_STREAMS:
            raise Unavailable(
                "STREAMS_FULL",
                "มีผู้เปิดติดตามการแก้ไขพร้อมกันเต็มจำนวนแล้ว โปรดลองใหม่ภายหลัง",
                "Too many streams are open on this server; please try again later.",
                values={"most": MOST_STREAMS, "retryAfterSeconds": RETRY_AFTER_SECONDS},
            )
        own = sum(box.actor.person_id == actor.person_id for box in everybody)
        if own >= MOST_OF_ONE_PERSON:
            raise TooMany(
                "STREAMS_OF_ONE_PERSON",
                f"บัญชีนี้เปิดติดตามการแก้ไขอยู่ {own} หน้าต่างแล้ว โปรดปิดหน้าต่างที่ไม่ใช้",
                f"This account has {own} streams open; please close some of its windows.",
                values={"most": MOST_OF_ONE_PERSON, "retryAfterSeconds": RETRY_AFTER_SECONDS},
            )

"""The virus scanner over its own protocol: a server on this machine that speaks INSTREAM."""

import asyncio
import hashlib
import struct
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest

from make.people import make_actor
from make.plans import make_plan
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.attachments import actions, queries
from plan_core.attachments.actions import NewFile
from plan_core.attachments.kinds import ScanState, SubjectType
from plan_core.attachments.rules import Limits
from plan_core.db.base import make_id
from plan_core.db.outbox import JobState
from plan_core.errors import Unavailable
from plan_core.files import attachment_key
from worker import running
from worker.clamd import CHUNK, Clamd
from worker.scanning import scan_attachment

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """Finds the test signature; `received` is every stream as it came."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.answer = answer
        self.received: list[bytes] = []
        self.largest_chunk = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", await reader.readexactly(4))[0]:
            self.largest_chunk = max(self.largest_chunk, size)
            content += await reader.readexactly(size)
        self.received.append(content)
        found = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        writer.write((self.answer if self.answer is not None else found) + b"\0")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def running_scanner(scanner: Scanner, path: Path | None = None) -> AsyncGenerator[str]:
    if path is None:
        server = await asyncio.start_server(scanner.serve, "127.0.0.1", 0)
        url = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    else:
        server = await asyncio.start_unix_server(scanner.serve, path)
        url = f"unix://{path}"
    async with server:
        yield url


async def test_clean_bytes_are_clean_and_arrive_whole() -> None:
    scanner, content = Scanner(), bytes(range(256)) * 1000
    async with running_scanner(scanner) as url:
        assert await Clamd(url).find_threat(content) is None
    assert scanner.received == [content]
    assert scanner.largest_chunk == CHUNK


async def test_the_test_virus_is_found_by_name_also_over_a_unix_socket(tmp_path: Path) -> None:
    for path in (None, tmp_path / "clamd"):
        async with running_scanner(Scanner(), path) as url:
            assert await Clamd(url).find_threat(b"x" + EICAR) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK FOUND OK"]
)
async def test_an_unclear_answer_is_never_taken_for_clean(answer: bytes) -> None:
    async with running_scanner(Scanner(answer)) as url:
        with pytest.raises(Unavailable, match="SCANNER_AWAY"):
            await Clamd(url).find_threat(b"content")


async def test_a_scanner_that_is_away_is_said_to_be_away() -> None:
    async with running_scanner(Scanner()) as url:
        pass
    with pytest.raises(Unavailable, match="SCANNER_AWAY"):
        await Clamd(url).find_threat(b"content")


@pytest.mark.parametrize("url", ["", "http://scanner", "tcp://", "localhost:3310"])
def test_an_address_that_is_none_is_refused_at_start(url: str) -> None:
    with pytest.raises(ValueError, match="SIMITI_CLAMD_URL"):
        Clamd(url)


class Bench:
    """A file beside a plan, with the job that was promised for it."""

    def __init__(self, world: World, actor: Actor, key: str, attachment: UUID) -> None:
        self.world, self.actor, self.key, self.attachment = world, actor, key, attachment

    @classmethod
    async def open(cls, world: World, rooms: running.Rooms, content: bytes) -> "Bench":
        actor = await make_actor(world, Role.EDITOR)
        plan = await make_plan(world, actor)
        digest = hashlib.sha256(content).hexdigest()
        new = NewFile(make_id(), "a.txt", "text/plain", len(content), digest)
        key = attachment_key(actor.tenant, new.id)
        await rooms.files.put(key, content)
        async with world.app.write(actor) as tx:
            await actions.add(tx, (SubjectType.PLAN, plan.id), new, Limits(10**6, 10**6))
        return cls(world, actor, key, new.id)

    async def run(self) -> None:
        job = next(one for one in await self.world.jobs() if one.subject_id == self.attachment)
        await running.run_job(job.tenant_id, str(job.id), scan_attachment)

    async def state(self) -> tuple[JobState, ScanState, str]:
        job = next(one for one in await self.world.jobs() if one.subject_id == self.attachment)
        async with self.world.app.read(self.actor) as tx:
            found = await queries.get_own(tx, self.attachment)
        return job.state, found.scan, found.threat


async def test_what_is_attached_is_scanned_by_a_job(world: World, rooms: running.Rooms) -> None:
    async with running_scanner(Scanner()) as url:
        rooms.scanner = Clamd(url)
        clean = await Bench.open(world, rooms, b"clean")
        infected = await Bench.open(world, rooms, b"x" + EICAR)
        for bench in (clean, infected, clean, infected):
            await bench.run()
    assert await clean.state() == (JobState.DONE, ScanState.CLEAN, "")
    assert await infected.state() == (
        JobState.DONE,
        ScanState.INFECTED,
        "Eicar-Test-Signature",
    )


async def test_without_a_scanner_nothing_is_claimed(world: World, rooms: running.Rooms) -> None:
    bench = await Bench.open(world, rooms, b"x" + EICAR)
    await bench.run()
    assert await bench.state() == (JobState.DONE, ScanState.NOT_SCANNED, "")


async def test_a_scanner_that_is_away_is_asked_again(world: World, rooms: running.Rooms) -> None:
    async with running_scanner(Scanner()) as url:
        rooms.scanner = Clamd(url)
    bench = await Bench.open(world, rooms, b"clean")
    await bench.run()
    assert await bench.state() == (JobState.WAITING, ScanState.NOT_SCANNED, "")

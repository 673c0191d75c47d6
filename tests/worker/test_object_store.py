"""Files in a real S3-compatible store: by themselves, through the front door, and in the worker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import pytest

from api import ids
from local.database import DatabaseUrls
from make.api import Api, global_id, open_api
from make.documents import make_document_text
from make.object_store import BUCKET, ObjectStore, open_object_store
from make.people import make_actor, make_organisation
from make.plans import make_plan
from make.processes import Shop, open_shop
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.db.transaction import utc_now
from plan_core.files import Damaged, Files, StoreAway, attachment_key, document_key

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
LARGE = bytes(range(256)) * (12 * 4096)
"""12 MB: more than goes up in one piece."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with open_object_store(tmp_path_factory.mktemp("s3")) as store:
        yield store


@pytest.fixture(autouse=True)
def told(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment, as an operator sets it."""
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
async def api(module_database_urls: DatabaseUrls, store: ObjectStore) -> AsyncIterator[Api]:
    world = World(module_database_urls)
    for database in (world.app, world.worker, world.door):
        database.clock = utc_now  # a real worker process lives in real time
    async with open_api(world, store.url) as api:
        yield api
    await world.close()


@pytest.fixture
def shop(
    module_database_urls: DatabaseUrls,
    broker_url: str,
    store: ObjectStore,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Shop]:
    environment = {
        **store.environment,
        "SIMITI_WORKER_DATABASE_URL": module_database_urls.worker,
        "SIMITI_BROKER_URL": broker_url,
        "SIMITI_FILES_URL": store.url,
    }
    with open_shop(environment, tmp_path_factory.mktemp("shop")) as shop:
        shop.start("worker", "beat")
        yield shop


@pytest.mark.parametrize("content", [b"", PDF, LARGE], ids=["empty", "small", "in pieces"])
async def test_what_is_put_is_what_is_got(store: ObjectStore, content: bytes) -> None:
    files = Files(store.url)
    await files.put("1/documents/a", content)
    assert await files.get("1/documents/a") == content
    assert store.get("1/documents/a").content == content, "under the prefix, by the key"
    await files.remove("1/documents/a")
    with pytest.raises(FileNotFoundError):
        await files.get("1/documents/a")
    await files.remove("1/documents/a")


async def test_a_bucket_that_is_not_there_is_no_missing_file(store: ObjectStore) -> None:
    files = Files(store.url.replace(BUCKET, "another-bucket"))
    with pytest.raises(StoreAway):
        await files.put("1/documents/a", PDF)
    with pytest.raises(StoreAway):
        await files.get("1/documents/a")


async def test_what_was_changed_in_the_store_is_not_taken_for_the_file(store: ObjectStore) -> None:
    files = Files(store.url)
    await files.put("1/documents/a", PDF)
    with pytest.raises(Damaged):
        await files.get("1/documents/a", "0" * 64)


async def attach(api: Api, actor: Actor) -> UUID:
    plan = await make_plan(api.world, actor)
    path = f"/attachments/PLAN/{global_id('Plan', plan.id)}"
    answer = await api.call(actor, "POST", path, files={"file": ("คำสั่ง.pdf", PDF)})
    assert answer.status_code == 201, answer.text
    return ids.expect(answer.json()["attachment"]["id"], "Attachment").tenant_and_uuid[1]


def address(actor: Actor, one: UUID) -> str:
    return f"/attachments/{global_id('Attachment', f'{actor.tenant}:{one}')}/file"


async def test_an_attached_file_goes_through_the_front_door(api: Api, store: ObjectStore) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    one = await attach(api, editor)
    key = attachment_key(editor.tenant, one)
    assert store.get(key).content == PDF
    answer = await api.call(editor, "GET", address(editor, one))
    assert (answer.status_code, answer.content) == (200, PDF)

    store.put(key, PDF + b"changed")
    answer = await api.call(editor, "GET", address(editor, one))
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "FILE_DAMAGED")


async def test_a_store_that_is_away_says_so_soon_and_keeps_nothing(
    api: Api, store: ObjectStore
) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    one = await attach(api, editor)
    store.stop()
    began = time.monotonic()
    try:
        got = await api.call(editor, "GET", address(editor, one))
        content = make_document_text(note="ที่เก็บไฟล์ไม่พร้อม")
        sent = await api.upload(editor, content)
    finally:
        store.start()
    assert [answer.json()["error"]["code"] for answer in (got, sent)] == ["UNAVAILABLE"] * 2
    assert time.monotonic() - began < 60
    assert (await api.call(editor, "GET", address(editor, one))).status_code == 404, (
        "an empty store"
    )
    assert (await api.upload(editor, content)).status_code == 202, "nothing of the first was kept"


async def test_the_worker_reads_a_document_from_it(
    api: Api, store: ObjectStore, shop: Shop
) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    content = make_document_text(note=f"อ่านจากที่เก็บ {time.time_ns()}")
    answer = await api.upload(editor, content)
    known = answer.json()["document"]["id"]
    assert (
        store.get(document_key(editor.tenant, ids.expect(known, "Document").uuid)).content
        == content
    )
    fields = "state reading { initiatives { title } }"
    question = f"query($id: ID!) {{ node(id: $id) {{ ... on Document {{ {fields} }} }} }}"
    until = time.monotonic() + 60
    while True:
        found = (await api.data(editor, question, id=known))["node"]
        if found["state"] not in {"WAITING", "READING"}:
            break
        assert time.monotonic() < until, shop.said()
        await asyncio.sleep(0.1)
    assert (found["state"], len(found["reading"]["initiatives"])) == ("READ", 3)
    got = await api.call(editor, "GET", f"/documents/{known}/file")
    assert (got.status_code, got.content) == (200, content)

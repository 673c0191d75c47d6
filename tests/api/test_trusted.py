"""Documents asked for by their hash: known to all processes, or a token's own and nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import Any, cast

import httpx
import pytest
from redis import Redis

from api import trusted
from make.api import NEW_TYPE, Api, open_api
from make.people import make_actor
from make.plans import make_plan
from make.programs import Program, create, in_days, secret_of
from make.world import World
from plan_core.actor import Actor, Role

VIEWER = "query Who { viewer { person { username } } }"
PLAN = "{ plan { id } }"
REVOKE = 'mutation { revokeApiToken(input: { id: "x" }) { problems { code } } }'


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def apollo(text: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": digest(text)}}


async def ask(api: Api, actor: Actor | None, **body: Any) -> httpx.Response:
    return await api.call(actor, "POST", "/graphql", json=body, headers={"Accept": NEW_TYPE})


async def by_address(api: Api, actor: Actor | None, **given: Any) -> httpx.Response:
    headers = {"Accept": NEW_TYPE, **given.pop("headers", {})}
    params = {key: one if isinstance(one, str) else json.dumps(one) for key, one in given.items()}
    return await api.call(actor, "GET", "/graphql", params=params, headers=headers)


def refusal(response: httpx.Response) -> tuple[int, str, str]:
    (error,) = response.json()["errors"]
    assert "data" not in response.json()
    assert error["extensions"]["requestId"]
    return response.status_code, error["extensions"]["code"], error["extensions"]["reason"]


NOT_FOUND = (400, "PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_FOUND")
MISMATCH = (400, "INVALID", "DOCUMENT_MISMATCH")
NOT_TRUSTED = (400, "FORBIDDEN", "DOCUMENT_NOT_TRUSTED")


@pytest.fixture
def store(broker_url: str) -> str:
    cast("Any", Redis).from_url(broker_url).flushall()
    return broker_url


@pytest.fixture
async def editor(world: World) -> Actor:
    return await make_actor(world, Role.EDITOR)


async def test_what_one_process_was_sent_another_one_knows(
    world: World, files_url: str, store: str, editor: Actor
) -> None:
    async with (
        open_api(world, files_url, limits_url=store) as one,
        open_api(world, files_url, limits_url=store) as other,
    ):
        unknown = await ask(one, editor, extensions=apollo(VIEWER))
        assert refusal(unknown) == NOT_FOUND
        assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
        sent = await ask(one, editor, query=VIEWER, extensions=apollo(VIEWER))
        assert sent.json()["data"]["viewer"]["person"]["username"]
        for again in (
            await ask(other, editor, extensions=apollo(VIEWER)),
            await ask(other, editor, documentId=f"sha256:{digest(VIEWER)}"),
            await ask(other, editor, documentId=f"sha256:{digest(VIEWER)}", operationName="Who"),
            await by_address(other, editor, documentId=f"sha256:{digest(VIEWER)}"),
            await by_address(other, editor, extensions=apollo(VIEWER)),
        ):
            assert (again.status_code, again.json()) == (200, sent.json())


async def test_by_address_it_has_a_tag_and_changes_nothing(
    api: Api, world: World, editor: Actor
) -> None:
    await make_plan(world, editor)
    for text in (PLAN, REVOKE):
        sent = await ask(api, editor, query=text, documentId=f"sha256:{digest(text)}")
        assert "errors" not in sent.json(), sent.json()
    first = await by_address(api, editor, documentId=f"sha256:{digest(PLAN)}")
    same = await by_address(
        api,
        editor,
        documentId=f"sha256:{digest(PLAN)}",
        headers={"If-None-Match": first.headers["etag"]},
    )
    assert (first.status_code, same.status_code, same.content) == (200, 304, b"")
    refused = await by_address(api, editor, documentId=f"sha256:{digest(REVOKE)}")
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    # Knowing the hash gives nobody what the text's sender sees.
    neighbour = await make_actor(world, Role.EDITOR)
    theirs = await by_address(api, neighbour, documentId=f"sha256:{digest(PLAN)}")
    assert theirs.json() == {"data": {"plan": None}}
    nobody = await by_address(api, None, documentId=f"sha256:{digest(PLAN)}")
    assert nobody.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_hash_of_another_text_is_refused_and_nothing_is_kept(
    api: Api, editor: Actor
) -> None:
    text = "query Other { viewer { person { displayName } } }"
    assert refusal(await ask(api, editor, query=text, extensions=apollo(VIEWER + " "))) == MISMATCH
    id_ = f"sha256:{digest(text + ' ')}"
    assert refusal(await ask(api, editor, query=text, documentId=id_)) == MISMATCH
    assert refusal(await ask(api, editor, extensions=apollo(text))) == NOT_FOUND
    assert refusal(await ask(api, editor, documentId=id_)) == NOT_FOUND


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": "sha256:abc"},
        {"documentId": digest(VIEWER)},
        {"documentId": f"sha256:{digest(VIEWER).upper()}"},
        {"documentId": f"md5:{digest(VIEWER)}"},
        {"extensions": {"persistedQuery": {"version": 2, "sha256Hash": digest(VIEWER)}}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        {"extensions": {"persistedQuery": []}},
    ],
)
async def test_what_is_no_id_is_said_to_be_none(
    api: Api, editor: Actor, body: dict[str, Any]
) -> None:
    assert refusal(await ask(api, editor, **body)) == (400, "INVALID", "DOCUMENT_ID_UNREADABLE")


async def test_only_good_documents_of_known_people_are_kept(api: Api, editor: Actor) -> None:
    wrong = "{ nothingLikeThis }"
    assert "errors" in (await ask(api, editor, query=wrong, extensions=apollo(wrong))).json()
    assert refusal(await ask(api, editor, extensions=apollo(wrong))) == NOT_FOUND
    text = "{ __typename rateLimit { cost } }"
    sent = await ask(api, None, query=text, extensions=apollo(text))
    assert sent.json()["data"]["__typename"] == "Query"
    assert refusal(await ask(api, None, extensions=apollo(text))) == NOT_FOUND


async def test_the_store_holds_a_bounded_number_and_a_forged_text_counts_for_nothing(
    world: World,
    files_url: str,
    store: str,
    editor: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trusted, "MOST_SHARED", 3)
    texts = [f"query Q{n} {{ viewer {{ person {{ username }} }} }}" for n in range(6)]
    kept = cast("Any", Redis).from_url(store)
    async with open_api(world, files_url, limits_url=store) as api:
        for text in texts:
            await ask(api, editor, query=text, extensions=apollo(text))
    assert kept.hlen(trusted.TEXTS) == kept.zcard(trusted.USED) == 3
    async with open_api(world, files_url, limits_url=store) as fresh:
        assert refusal(await ask(fresh, editor, extensions=apollo(texts[0]))) == NOT_FOUND
        assert "data" in (await ask(fresh, editor, extensions=apollo(texts[5]))).json()
        kept.hset(trusted.TEXTS, digest(texts[4]), PLAN)
        assert refusal(await ask(fresh, editor, extensions=apollo(texts[4]))) == NOT_FOUND


async def test_without_the_store_clients_send_their_texts_again(
    world: World, files_url: str, editor: Actor
) -> None:
    nowhere = "redis://127.0.0.1:9/0"
    async with open_api(world, files_url, limits_url=nowhere) as api:
        assert refusal(await ask(api, editor, extensions=apollo(VIEWER))) == NOT_FOUND
        sent = await ask(api, editor, query=VIEWER, extensions=apollo(VIEWER))
        again = await ask(api, editor, extensions=apollo(VIEWER))
        assert sent.json() == again.json()
        assert "data" in again.json()


async def test_a_token_with_a_list_asks_what_is_on_it_and_nothing_else(
    api: Api, world: World
) -> None:
    approver = await make_actor(world, Role.APPROVER)
    await make_plan(world, approver)
    free = Program(api, await secret_of(api, approver, "PLAN_READ"))
    bound = Program(api, await secret_of(api, approver, "PLAN_READ", documents=[PLAN]))
    # Somebody made the other text known by its hash: it is still not on the list.
    await ask(api, approver, query=VIEWER, extensions=apollo(VIEWER))
    ids = {text: f"sha256:{digest(text)}" for text in (PLAN, VIEWER)}
    for body in (
        {"query": VIEWER},
        {"query": PLAN + " "},
        {"documentId": ids[VIEWER]},
        {"extensions": apollo(VIEWER)},
        {"query": VIEWER, "extensions": apollo(VIEWER)},
        {"query": "{ __schema { types { name } } }"},
    ):
        answer = await bound.call("POST", "/graphql", json=body, headers={"Accept": NEW_TYPE})
        assert refusal(answer) == NOT_TRUSTED, body
        by_get = {key: json.dumps(one) if key == "extensions" else one for key, one in body.items()}
        answer = await bound.call("GET", "/graphql", params=by_get, headers={"Accept": NEW_TYPE})
        assert refusal(answer) == NOT_TRUSTED, body
        stream = await bound.call(
            "POST", "/graphql", json=body, headers={"Accept": "text/event-stream"}
        )
        assert "DOCUMENT_NOT_TRUSTED" in stream.text
    answers = [
        await bound.call("POST", "/graphql", json={"documentId": ids[PLAN]}),
        await bound.call("POST", "/graphql", json={"extensions": apollo(PLAN)}),
        await bound.call("POST", "/graphql", json={"query": PLAN}),
        await bound.call("GET", "/graphql", params={"documentId": ids[PLAN]}),
        await free.call("POST", "/graphql", json={"query": PLAN}),
    ]
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["data"]["plan"]["id"]


async def test_a_list_is_checked_when_made_and_goes_on_to_the_successor(
    api: Api, world: World
) -> None:
    approver = await make_actor(world, Role.APPROVER)
    for documents, code in (
        (["{ nothingLikeThis }"], "DOCUMENT_INVALID"),
        ([PLAN, "{"], "DOCUMENT_INVALID"),
        ([PLAN + " " * 17_000], "DOCUMENT_INVALID"),
        ([f"query Q{n} {PLAN}" for n in range(51)], "TOKEN_DOCUMENTS"),
    ):
        made = await create(api, approver, "PLAN_READ", documents=documents)
        assert (made["apiToken"], made["problems"][0]["code"]) == (None, code)
    made = await create(api, approver, "PLAN_READ", documents=[PLAN, PLAN])
    wanted = "apiToken { id documentCount } secret"
    next_one = await api.mutate(
        approver, "rotateApiToken", wanted, id=made["apiToken"]["id"], expiresAt=in_days(9)
    )
    assert next_one["apiToken"]["documentCount"] == 1
    program = Program(api, next_one["secret"])
    assert await program.code(VIEWER) == "DOCUMENT_NOT_TRUSTED"
    assert await program.code(PLAN) == ""
    other = await api.mutate(
        approver,
        "rotateApiToken",
        wanted,
        id=next_one["apiToken"]["id"],
        expiresAt=in_days(9),
        documents=[VIEWER],
    )
    program = Program(api, other["secret"])
    assert await program.code(PLAN) == "DOCUMENT_NOT_TRUSTED"
    assert await program.code(VIEWER) == ""
    listed = await api.data(approver, "{ apiTokens { documentCount } }")
    assert [one["documentCount"] for one in listed["apiTokens"]] == [1, 1, 1]

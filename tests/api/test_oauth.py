# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# (Authlib's client is not typed.)
"""OAuth 2 client credentials: by Authlib's client, and every way a request may be wrong."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any, cast

import httpx
import httpx2
import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from make.api import HOST, Api, open_api
from make.people import make_actor
from make.plans import make_plan
from make.programs import Program, create
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.people import rules, token_rules
from plan_core.people.model import AccessToken

PLAN = "{ plan { id version initiatives { id version title } } }"
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture
async def approver(api: Api) -> Actor:
    actor = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, actor)
    return actor


class Client:
    """A token of the approver's, as a client of OAuth."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.secret = str(made["secret"])
        self.gid = str(made["apiToken"]["id"])
        self.id = str(made["apiToken"]["clientId"])

    def by_header(self) -> dict[str, str]:
        text = base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {text}"}


async def make_client(api: Api, actor: Actor, *scopes: str, **given: Any) -> Client:
    made = await create(api, actor, *(scopes or ("PLAN_READ", "PLAN_WRITE")), **given)
    assert not made["problems"], made
    return Client(made)


async def ask(api: Api, form: dict[str, str], headers: dict[str, str] | None = None) -> Any:
    return await api.call(None, "POST", "/oauth/token", data=form, headers=headers or {})


async def access_of(api: Api, client: Client, **more: str) -> str:
    answer = await ask(api, {"grant_type": "client_credentials", **more}, client.by_header())
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
async def test_authlibs_client_gets_a_token_and_asks_with_it(
    api: Api, approver: Actor, method: str
) -> None:
    client = await make_client(api, approver)
    about = (await api.call(None, "GET", "/.well-known/oauth-authorization-server")).json()
    assert method in about["token_endpoint_auth_methods_supported"]
    async with cast(
        "Any",
        AsyncOAuth2Client(
            client.id,
            client.secret,
            scope="plan:read",
            token_endpoint_auth_method=method,
            transport=httpx2.ASGITransport(cast("Any", api.app)),
        ),
    ) as program:
        token = await program.fetch_token(about["token_endpoint"], grant_type="client_credentials")
        assert (token["token_type"], token["scope"]) == ("Bearer", "plan:read")
        assert 0 < token["expires_in"] <= token_rules.ACCESS_LIFE.total_seconds()
        answer = await program.post(f"{HOST}/graphql", json={"query": PLAN})
        assert answer.json()["data"]["plan"]["initiatives"]
        with pytest.raises(OAuthError) as refused:
            await program.fetch_token(about["token_endpoint"], scope="everything")
        assert refused.value.error == "invalid_scope"


async def test_it_is_as_narrow_as_was_asked_for(api: Api, approver: Actor) -> None:
    client = await make_client(api, approver)
    row = (await api.data(approver, PLAN))["plan"]["initiatives"][0]
    edit = {"id": row["id"], "version": row["version"], "title": "ใหม่"}
    reader = Program(api, await access_of(api, client, scope="plan:read"))
    assert await reader.problem("setInitiative", **edit) == "FORBIDDEN"
    writer = Program(api, await access_of(api, client))
    assert await writer.problem("setInitiative", **edit) == ""
    for scope in ("report:write", "plan:read report:write", "PLAN_READ", " ", "plan:read  "):
        form = {"grant_type": "client_credentials", "scope": scope}
        answer = await ask(api, form, client.by_header())
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope"), scope


async def test_a_program_has_nothing_that_is_the_persons_own(api: Api, approver: Actor) -> None:
    program = Program(api, await access_of(api, await make_client(api, approver)))
    assert await program.code("{ apiTokens { id } }") == "TOKEN_PERSONAL"
    assert await program.code("{ sessions { id } }") == "TOKEN_PERSONAL"


async def test_it_ends_at_once_with_the_clients_token(api: Api, approver: Actor) -> None:
    client = await make_client(api, approver)
    program = Program(api, await access_of(api, client))
    assert await program.code(PLAN) == ""
    await api.mutate(approver, "revokeApiToken", "secret", id=client.gid)
    assert await program.code(PLAN) == "TOKEN_REFUSED"
    answer = await ask(api, {"grant_type": "client_credentials"}, client.by_header())
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_it_ends_by_itself_and_is_tidied_away(
    api: Api, approver: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await make_client(api, approver)
    with monkeypatch.context() as patch:
        patch.setattr(token_rules, "ACCESS_LIFE", timedelta(0))
        token = await access_of(api, client)
    assert await Program(api, token).code(PLAN) == "TOKEN_REFUSED"
    assert await kept(api, token)
    await access_of(api, client)
    assert not await kept(api, token)


async def kept(api: Api, token: str) -> bool:
    async with api.world.door.unscoped() as session:
        return await session.get(AccessToken, rules.hash_token(token)) is not None


async def test_only_its_hash_is_kept_and_it_buys_no_others(api: Api, approver: Actor) -> None:
    client = await make_client(api, approver)
    token = await access_of(api, client)
    assert token_rules.is_access_token(token)
    assert await kept(api, token)
    form = {"client_id": client.id, "client_secret": token, "grant_type": "client_credentials"}
    assert (await ask(api, form)).json()["error"] == "invalid_client"


async def test_a_network_of_the_token_binds_the_client_too(api: Api, approver: Actor) -> None:
    client = await make_client(api, approver, networks=["203.0.113.0/24"])
    answer = await ask(api, {"grant_type": "client_credentials"}, client.by_header())
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_a_list_of_documents_counts_for_what_is_bought(api: Api, approver: Actor) -> None:
    client = await make_client(api, approver, documents=[PLAN])
    program = Program(api, await access_of(api, client))
    assert await program.code(PLAN) == ""
    assert await program.code("{ viewer { post { id } } }") != ""


async def test_many_short_lived_ones_share_the_clients_bucket(world: World, files_url: str) -> None:
    """Else a program that is held back would only buy another one."""
    actor = await make_actor(world, Role.APPROVER)
    await make_plan(world, actor)
    async with open_api(world, files_url, points=200, refill=1) as api:
        client = await make_client(api, actor)
        bought = [await access_of(api, client) for _ in range(3)]
        answers = [
            await ask(api, {"grant_type": "client_credentials"}, client.by_header())
            for _ in range(3)
        ]
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) > 0
        for token in bought:
            assert await Program(api, token).code(PLAN) == "RATE_LIMITED"
        another = await make_client(api, actor)
        assert await Program(api, await access_of(api, another)).code(PLAN) == ""


@pytest.mark.parametrize(
    ("form", "header", "status", "error"),
    [
        ({"client_id": "x"}, "", 401, "invalid_client"),
        ({"client_id": "ID", "client_secret": "SECRET"}, "", 400, "invalid_request"),
        (GRANT | {"client_id": "ID", "client_secret": "x"}, "", 401, "invalid_client"),
        (GRANT | {"client_id": "x", "client_secret": "SECRET"}, "", 401, "invalid_client"),
        (GRANT, "Basic !", 401, "invalid_client"),
        (GRANT, "Basic /w==", 401, "invalid_client"),
        (GRANT, "Digest x", 401, "invalid_client"),
        ({"client_secret": "SECRET"}, "Basic eDp5", 400, "invalid_request"),
        ({"client_id": "y"}, "Basic eDp5", 400, "invalid_request"),
        (
            {"grant_type": "password", "client_id": "ID", "client_secret": "SECRET"},
            "",
            400,
            "unsupported_grant_type",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_the_words_of_the_standard(
    api: Api,
    approver: Actor,
    form: dict[str, str],
    header: str,
    status: int,
    error: str,
) -> None:
    client = await make_client(api, approver)
    known = {"ID": client.id, "SECRET": client.secret}
    headers = {"Authorization": header} if header else {}
    answer = await ask(api, {name: known.get(one, one) for name, one in form.items()}, headers)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].isascii()
    assert answer.headers["cache-control"] == "no-store"
    assert ("www-authenticate" in answer.headers) == (status == 401)
    assert client.secret not in answer.text


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b'{"grant_type": "client_credentials"}', "application/json"),
        (b"grant_type=a&grant_type=b", "application/x-www-form-urlencoded"),
        (b"grant_type=%ff", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % one for one in range(30)), "application/x-www-form-urlencoded"),
    ],
)
async def test_a_body_that_is_no_form_is_refused(api: Api, body: bytes, media_type: str) -> None:
    answer: httpx.Response = await api.call(
        None, "POST", "/oauth/token", content=body, headers={"Content-Type": media_type}
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")

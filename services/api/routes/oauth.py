"""OAuth 2 client credentials (RFC 6749, section 4.4) beside tokens: a token buys short-lived ones.

A client is a token of somebody's (ADR 40): its id is public, its whole text is the secret.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from litestar import MediaType, Request, Response, get, post
from litestar.types import ControllerRouterHandler

from api.bearer import address_of
from api.context import Rooms
from api.origin import own_address
from api.refusals import AnyRequest
from plan_core.actor import Scope
from plan_core.errors import RateLimited
from plan_core.people import token_queries
from plan_core.people.actions import tokens
from plan_core.people.queries import SignedIn
from plan_core.people.rules import hash_token

LARGEST_BODY = 8 * 1024
MOST_PARAMETERS = 20
COST = 50
"""Points of the client's bucket: a token is good for minutes, so nobody needs many."""
NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}
METHODS = ["client_secret_basic", "client_secret_post"]


class Refused(Exception):
    """In the words of RFC 6749, section 5.2."""

    def __init__(self, error: str, why: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.why = why
        self.status = status


def make_handlers(rooms: Rooms) -> list[ControllerRouterHandler]:
    """POST /oauth/token, and what RFC 8414 says of it."""

    @post("/oauth/token", status_code=200, request_max_body_size=LARGEST_BODY)
    async def token(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        try:
            return Response(await issue(request), headers=NOT_KEPT)
        except Refused as refused:
            headers = dict(NOT_KEPT)
            if refused.error == "invalid_client":
                headers["WWW-Authenticate"] = 'Basic realm="simiti"'
            body = {"error": refused.error, "error_description": refused.why}
            return Response(body, status_code=refused.status, headers=headers)
        except RateLimited as refused:
            seconds = str(refused.values["retryAfterSeconds"])
            body = {"error": "temporarily_unavailable", "error_description": refused.message_en}
            return Response(body, status_code=429, headers=NOT_KEPT | {"Retry-After": seconds})

    @get("/.well-known/oauth-authorization-server", media_type=MediaType.JSON)
    async def metadata(request: Request[Any, Any, Any]) -> dict[str, Any]:
        issuer = own_address(request, rooms.settings)
        return {
            "issuer": issuer,
            "token_endpoint": f"{issuer}/oauth/token",
            "token_endpoint_auth_methods_supported": METHODS,
            "grant_types_supported": ["client_credentials"],
            # RFC 8414 requires the member; there is no authorization endpoint.
            "response_types_supported": [],
            "scopes_supported": [one.value for one in Scope],
            "ui_locales_supported": ["th", "en"],
        }

    async def issue(request: AnyRequest) -> dict[str, Any]:
        given = await parameters_of(request)
        client_id, secret = client_in(request, given)
        grant = given.get("grant_type")
        if grant is None:
            raise Refused("invalid_request", "grant_type is missing")
        now, address = rooms.door.clock(), address_of(request, rooms.settings)
        client = await token_queries.find_client(rooms.door, secret, address, now)
        token_id = None if client is None else client.actor.token_id
        if client is None or token_id is None or token_id.hex != client_id:
            raise Refused("invalid_client", "the client is not known, or has ended", 401)
        if grant != "client_credentials":
            raise Refused("unsupported_grant_type", "only client_credentials is served")
        token_hash = hash_token(secret)
        await rooms.limits.take(f"token:{token_hash.hex()[:32]}", COST)
        scopes = scopes_in(given.get("scope", ""), client)
        async with rooms.door.unscoped() as session:
            made = await tokens.issue_access(session, client, scopes, now)
            await tokens.touch(session, token_hash, address, now)
        return {
            "access_token": made.token,
            "token_type": "Bearer",
            "expires_in": int((made.expires_at - now).total_seconds()),
            "scope": " ".join(one.value for one in scopes),
        }

    return [token, metadata]


async def parameters_of(request: AnyRequest) -> dict[str, str]:
    """Each at most once; one without a value counts as left out."""
    media_type, _ = request.content_type
    if media_type != "application/x-www-form-urlencoded":
        raise Refused("invalid_request", "send application/x-www-form-urlencoded")
    try:
        text = (await request.body()).decode("utf-8")
        pairs = parse_qsl(text, max_num_fields=MOST_PARAMETERS, errors="strict")
    except ValueError:
        raise Refused("invalid_request", "the body cannot be read") from None
    given = dict(pairs)
    if len(given) < len(pairs):
        raise Refused("invalid_request", "a parameter is given twice")
    return given


def client_in(request: AnyRequest, given: dict[str, str]) -> tuple[str, str]:
    """The client's id and secret: in the header or in the body, never in both."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        if "client_id" not in given or "client_secret" not in given:
            raise Refused("invalid_client", "the client says neither id nor secret", 401)
        return given["client_id"], given["client_secret"]
    if "client_secret" in given:
        raise Refused("invalid_request", "the client's secret is given twice")
    if scheme.lower() != "basic":
        raise Refused("invalid_client", "only Basic is understood here", 401)
    try:
        plain = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_client", "the header cannot be read", 401) from None
    name, _, secret = plain.partition(":")
    name = unquote_plus(name)
    if given.get("client_id", name) != name:
        raise Refused("invalid_request", "two clients are named")
    return name, unquote_plus(secret)


def scopes_in(text: str, client: SignedIn) -> list[Scope]:
    """Those that were asked for, or all of the client's; never one that it has not."""
    held = client.actor.scopes or frozenset[Scope]()
    if not text:
        return [one for one in Scope if one in held]
    known = {one.value: one for one in Scope}
    asked = text.split(" ")
    if any(known.get(one) not in held for one in asked):
        raise Refused("invalid_scope", "a scope is unknown, or wider than the client's")
    return [one for one in Scope if one.value in asked]

"""Signing in and out over HTTP, the session's cookie, and who a request comes from."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, post
from litestar.datastructures import Cookie

from api.bearer import address_of, bearer_of, find_bearer
from api.context import Context
from api.refusals import AnyConnection
from api.settings import Settings
from plan_core.db.transaction import Database
from plan_core.errors import Invalid, Unauthenticated, Value
from plan_core.people import queries, rules, signing_in
from plan_core.people.actions import sessions
from plan_core.people.actions.second_steps import Given
from plan_core.people.queries import SignedIn

LARGEST_BODY = 8 * 1024
UNATTENDED = "simiti-unattended"
"""A header of requests that no person caused."""


class Credentials(msgspec.Struct, frozen=True):
    """What a person types."""

    username: Annotated[str, msgspec.Meta(max_length=256)]
    password: Annotated[str, msgspec.Meta(max_length=1024)]
    code: Annotated[str, msgspec.Meta(max_length=64)] = ""
    """Of the second step; asked for by SECOND_STEP_NEEDED."""


def cookie_name(settings: Settings) -> str:
    """Only this name is read: `__Host-` cannot be planted by a neighbouring host."""
    return "__Host-simiti_session" if settings.cookie_secure else "simiti_session"


def session_cookie(settings: Settings, token: str, max_age: int | None = None) -> Cookie:
    """The cookie for a token; an empty token takes the cookie away."""
    lifetime = int(rules.ABSOLUTE_LIMIT.total_seconds()) if max_age is None else max_age
    return Cookie(
        key=cookie_name(settings),
        value=token,
        path="/",
        max_age=lifetime if token else 0,
        secure=settings.cookie_secure,
        httponly=True,
        samesite="lax",
    )


def token_of(connection: AnyConnection, settings: Settings) -> str:
    return connection.cookies.get(cookie_name(settings), "")


async def signed_in_of(
    connection: AnyConnection, door: Database, settings: Settings, *, is_attended: bool = True
) -> SignedIn | None:
    """Who asks: one statement, and once a minute a second one that keeps the session awake.

    What a page asks by itself, because somebody else did something, keeps no session awake. A
    token that was sent counts alone: a session beside it is not looked at.
    """
    bearer = bearer_of(connection)
    if bearer is not None:
        return await find_bearer(connection, bearer, door, settings)
    token = token_of(connection, settings)
    if not token:
        return None
    if is_attended and UNATTENDED not in connection.headers:
        return await find_and_touch(door, token)
    return await find(door, token)


async def find(door: Database, token: str) -> SignedIn | None:
    return await queries.find_signed_in(door, token, door.clock())


async def check_still_signed_in(context: Context) -> None:
    """Unauthenticated when the session or the token has ended, or its post is another by now."""
    signed_in = await context.find_again()
    if signed_in is None or signed_in.actor != context.actor:
        raise Unauthenticated()


async def find_and_touch(door: Database, token: str) -> SignedIn | None:
    signed_in = await find(door, token)
    now = door.clock()
    if signed_in is not None and signed_in.is_due_for_touch(now):
        async with door.unscoped() as session:
            await sessions.touch(session, token, now)
    return signed_in


async def require_signed_in(
    connection: AnyConnection, door: Database, settings: Settings
) -> SignedIn:
    signed_in = await signed_in_of(connection, door, settings)
    if signed_in is None:
        raise Unauthenticated()
    return signed_in


def make_router(door: Database, settings: Settings) -> Router:
    """POST /auth/sign-in and /auth/sign-out."""

    @post("/sign-in", status_code=200, request_max_body_size=LARGEST_BODY)
    async def sign_in(request: Request[Any, Any, Any]) -> Response[dict[str, Value]]:
        given = await credentials_of(request)
        token = await signing_in.sign_in(
            door,
            given.username,
            given.password,
            second=Given(given.code, settings.webhook_key),
            replaced_token=token_of(request, settings),
            came_from=rules.CameFrom.of(
                request.headers.get("user-agent", ""), address_of(request, settings)
            ),
        )
        signed_in = await find_and_touch(door, token)
        if signed_in is None:
            raise rules.sign_in_failed()
        return Response(
            {"viewer": viewer_of(signed_in)},
            cookies=[session_cookie(settings, token)],
            headers={"Cache-Control": "no-store"},
        )

    @post("/sign-out", status_code=204)
    async def sign_out(request: Request[Any, Any, Any]) -> Response[None]:
        token = token_of(request, settings)
        if token:
            async with door.unscoped() as session:
                await sessions.close_session(session, token)
        return Response(
            None,
            status_code=204,
            cookies=[session_cookie(settings, "")],
            headers={"Cache-Control": "no-store"},
        )

    return Router("/auth", route_handlers=[sign_in, sign_out], tags=["auth"])


async def credentials_of(request: Request[Any, Any, Any]) -> Credentials:
    """JSON and nothing else: a form of another site cannot send application/json unasked."""
    media_type, _ = request.content_type
    if media_type != "application/json":
        raise not_json()
    try:
        return msgspec.json.decode(await request.body(), type=Credentials)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # The parser's own message may quote what was typed.
        raise Invalid(
            "CREDENTIALS_UNREADABLE",
            "ต้องมี username และ password เป็นข้อความ",
            "There must be a username and a password, both text.",
        ) from None


def not_json() -> Invalid:
    return Invalid(
        "MEDIA_TYPE_UNSUPPORTED", "ต้องส่งเป็น application/json", "Please send application/json."
    )


def viewer_of(signed_in: SignedIn) -> dict[str, Value]:
    """The viewer as plain JSON; the same facts as GraphQL's `viewer`, flat."""
    post = signed_in.post
    return {
        "username": signed_in.username,
        "displayName": signed_in.display_name,
        "role": post.role.value,
        "organisationName": post.organisation.name_th if post.organisation else None,
        "organisationCode": post.organisation.code if post.organisation else None,
        "provinceCode": post.province.code if post.province else None,
        "provinceName": post.province.name_th if post.province else None,
        "districtCode": post.district.code if post.district else None,
        "districtName": post.district.name_th if post.district else None,
        "isDemo": signed_in.is_demo,
    }

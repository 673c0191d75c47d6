"""Signing in by a provider over HTTP: the buttons, the way there, and the way back."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
import structlog
from litestar import MediaType, Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath

from api import sign_in
from api.bearer import address_of
from api.oidc.flow import FLOW_LIFETIME, Client, Flow
from api.oidc.providers import read_providers
from api.origin import own_address
from api.refusals import AnyRequest, request_id_of
from api.settings import Settings
from plan_core.db.transaction import Database
from plan_core.errors import Invalid, SimitiError, Value
from plan_core.people import proof_rules, rules, signing_in
from plan_core.people.actions import proving

log = structlog.get_logger()

NOT_KEPT = {"Cache-Control": "no-store"}
_NEXT = re.compile(r"/(?![/\\])[!-~]{0,1000}", re.ASCII)


class Beginning(msgspec.Struct, frozen=True):
    """Where to go afterwards; with `link`, the password of who links the own account."""

    next: Annotated[str, msgspec.Meta(max_length=1_000)] = "/"
    link: bool = False
    password: Annotated[str, msgspec.Meta(max_length=1_024)] = ""


def cookie_name(settings: Settings) -> str:
    return "__Host-simiti_oidc" if settings.cookie_secure else "simiti_oidc"


def flow_cookie(settings: Settings, sealed: str) -> Cookie:
    """Lax, as the session's: the provider's redirect is a top-level navigation."""
    return Cookie(
        key=cookie_name(settings),
        value=sealed,
        path="/",
        max_age=int(FLOW_LIFETIME.total_seconds()) if sealed else 0,
        secure=settings.cookie_secure,
        httponly=True,
        samesite="lax",
    )


def safe_path(text: str) -> str:
    """Only a place of our own: `//elsewhere` and addresses with a host are not followed."""
    return text if _NEXT.fullmatch(text) and not text.startswith("/sign-in") else "/"


def make_router(door: Database, settings: Settings) -> Router:
    """GET /auth/providers, POST /auth/oidc/{key}/begin, GET /auth/oidc/{key}/callback."""
    clients = {
        one.key: Client(one, settings.oidc_networks, door.clock)
        for one in read_providers(settings.oidc_file)
    }

    def client_of(key: str) -> Client:
        if key not in clients:
            raise proof_rules.refusal("OIDC_UNKNOWN")
        return clients[key]

    def redirect_uri(request: AnyRequest, key: str) -> str:
        return f"{own_address(request, settings)}/auth/oidc/{key}/callback"

    @get("/providers")
    async def providers() -> Response[dict[str, Value]]:
        """What the sign-in page shows: buttons, and the words of each refusal."""
        listed: list[Value] = [
            {
                "key": one.provider.key,
                "nameTh": one.provider.name_th,
                "nameEn": one.provider.name_en,
                "issuer": one.provider.issuer,
            }
            for one in clients.values()
        ]
        words: dict[str, Value] = {
            code: {"messageTh": thai, "messageEn": english}
            for code, (thai, english) in (proof_rules.REFUSALS.items() if clients else ())
        }
        return Response({"providers": listed, "refusals": words}, headers=NOT_KEPT)

    @post("/oidc/{key:str}/begin", status_code=200, request_max_body_size=sign_in.LARGEST_BODY)
    async def begin(
        request: Request[Any, Any, Any], key: FromPath[str]
    ) -> Response[dict[str, Value]]:
        given = await _beginning_of(request)
        client, linking = client_of(key), ""
        if given.link:
            signed_in = await sign_in.require_signed_in(request, door, settings)
            signed_in.actor.require_person()
            await signing_in.prove_again(door, signed_in.username, given.password)
            linking = rules.hash_token(sign_in.token_of(request, settings)).hex()
        where, sealed = await client.begin(
            redirect_uri(request, key), safe_path(given.next), linking
        )
        return Response(
            {"address": where}, cookies=[flow_cookie(settings, sealed)], headers=NOT_KEPT
        )

    @get("/oidc/{key:str}/callback")
    async def callback(request: Request[Any, Any, Any], key: FromPath[str]) -> Response[None]:
        """Always a redirect: to where the person wanted to go, or to the page that says why not."""
        token, back = "", "/sign-in"
        try:
            client = client_of(key)
            flow = client.opened(request.cookies.get(cookie_name(settings), ""))
            back = flow.next if flow.linking else "/sign-in"
            proof = await client.finish(
                flow, dict(request.query_params), redirect_uri(request, key)
            )
            if flow.linking:
                await link(request, flow, proof)
            else:
                came_from = rules.CameFrom.of(
                    request.headers.get("user-agent", ""), address_of(request, settings)
                )
                async with door.unscoped() as session:
                    token = await proving.sign_in(
                        session,
                        proof,
                        sign_in.token_of(request, settings),
                        door.clock(),
                        came_from,
                    )
            where = flow.next
        except SimitiError as refused:
            log.info("oidc.refused", code=refused.code, request_id=request_id_of(request))
            where = f"{back}?{urlencode(_told(refused))}"
        cookies = [flow_cookie(settings, "")]
        if token:
            cookies.append(sign_in.session_cookie(settings, token))
        return Response(
            None,
            status_code=303,
            media_type=MediaType.TEXT,
            headers=NOT_KEPT | {"Location": where},
            cookies=cookies,
        )

    async def link(request: AnyRequest, flow: Flow, proof: proof_rules.Proof) -> None:
        token = sign_in.token_of(request, settings)
        signed_in = await sign_in.find(door, token)
        if signed_in is None or rules.hash_token(token).hex() != flow.linking:
            raise proof_rules.refusal("OIDC_LINK_ENDED")
        async with door.unscoped() as session:
            await proving.link(session, signed_in.actor, token, proof, door.clock())

    return Router("/auth", route_handlers=[providers, begin, callback], tags=["auth"])


def _told(refused: SimitiError) -> dict[str, str]:
    minutes = refused.values.get("retryAfterSeconds")
    return {"refused": refused.code} | ({"retry": str(minutes)} if minutes else {})


async def _beginning_of(request: AnyRequest) -> Beginning:
    media_type, _ = request.content_type
    if media_type != "application/json":
        raise sign_in.not_json()
    try:
        return msgspec.json.decode(await request.body() or b"{}", type=Beginning)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Invalid(
            "BEGINNING_UNREADABLE",
            "next และ password ต้องเป็นข้อความ และ link ต้องเป็น true หรือ false",
            "next and password are text, link is true or false.",
        ) from None

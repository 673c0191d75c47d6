"""Cross-site requests cannot change anything: Fetch Metadata, and the Origin header. See ADR 4."""

from __future__ import annotations

from collections.abc import Mapping

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from api.refusals import AnyConnection
from api.settings import Settings
from plan_core.errors import Forbidden

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
"""What Sec-Fetch-Site says of our own pages, and of an address typed or a bookmark."""


def is_ours(headers: Mapping[str, str], public_origin: str = "") -> bool:
    """Whether a request comes from our own pages or from a client that is no browser.

    A browser always sends Sec-Fetch-Site or, older ones, Origin on what is not safe; neither can
    be set by a page. `headers` has lower-case names.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in OWN_SITES:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    if public_origin and origin == public_origin.rstrip("/"):
        return True
    # Only the host is compared: behind a proxy that ends TLS we do not see the scheme.
    scheme, _, host = origin.partition("://")
    return scheme in {"http", "https"} and bool(host) and host == headers.get("host")


def own_address(connection: AnyConnection, settings: Settings) -> str:
    """The public origin; who asks under another Host is told of that one, and it leads nowhere."""
    scheme = "https" if settings.cookie_secure else "http"
    return settings.origin.rstrip("/") or f"{scheme}://{connection.headers.get('host', '')}"


class OriginMiddleware(ASGIMiddleware):
    """Refuses with CROSS_ORIGIN what another site's page sends; web sockets always are checked."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, public_origin: str = "") -> None:
        self._public_origin = public_origin

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        is_safe = scope["type"] == "http" and scope["method"] in SAFE_METHODS
        if not is_safe:
            headers = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in scope["headers"]
            }
            if not is_ours(headers, self._public_origin):
                raise cross_origin()
        await next_app(scope, receive, send)


def cross_origin() -> Forbidden:
    return Forbidden(
        "CROSS_ORIGIN",
        "คำขอนี้มาจากเว็บไซต์อื่น ระบบจึงไม่ดำเนินการ",
        "This request comes from another site, so it was not carried out.",
    )

"""Who asks by a token instead of a session: the header, where it comes from, whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from api.refusals import AnyConnection
from api.settings import Settings
from plan_core.db.transaction import Database
from plan_core.integration.addresses import Network, is_named
from plan_core.people import token_queries, token_rules
from plan_core.people.actions import tokens
from plan_core.people.queries import SignedIn


def bearer_of(connection: AnyConnection) -> str | None:
    """What stands behind `Authorization: Bearer`; None when there is no such header."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def address_of(connection: AnyConnection, settings: Settings) -> str:
    """Where a request comes from; empty when nobody knows.

    What proxies wrote down counts only as far as the operator named them: each adds whom it heard
    from at the end.
    """
    peer = connection.client.host if connection.client else ""
    heard = connection.headers.get("x-forwarded-for", "")
    return behind(peer, heard, settings.trusted_networks)


def behind(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The first address, from the near end, that no named proxy has."""
    address = peer
    for heard in reversed([one.strip() for one in forwarded.split(",") if one.strip()]):
        if not is_named(address, trusted):
            break
        address = heard
    return address


async def find_bearer(
    connection: AnyConnection, token: str, door: Database, settings: Settings
) -> SignedIn:
    """The person in whose place a program asks; Unauthenticated TOKEN_REFUSED otherwise."""
    address, now = address_of(connection, settings), door.clock()
    found = await token_queries.find_bearer(door, token, address, now)
    if found is None:
        raise token_rules.token_refused()
    if found.token_hash is not None and now - found.seen_at >= token_rules.TOUCH_INTERVAL:
        async with door.unscoped() as session:
            await tokens.touch(session, found.token_hash, address, now)
    return found

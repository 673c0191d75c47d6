"""Making, replacing and revoking one's own tokens. The door's role."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Scope
from plan_core.db.base import make_id
from plan_core.people import rules, token_queries, token_rules
from plan_core.people.account_events import AccountEventKind, Facts
from plan_core.people.actions import account_events
from plan_core.people.model import AccessToken, ApiToken, ApiTokenDocument
from plan_core.people.queries import SignedIn


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a person says of a token."""

    name: str
    scopes: Collection[Scope]
    expires_at: datetime
    networks: Collection[str] = ()
    documents: Mapping[str, str] = field(default_factory=dict[str, str])
    """Texts by their SHA-256; with any of them the token may ask nothing else."""


@dataclass(frozen=True, slots=True)
class Made:
    """A token that was just made. `token` is shown this once and is nowhere kept."""

    row: ApiToken
    token: str
    document_count: int


async def create_token(session: AsyncSession, actor: Actor, new: NewToken, now: datetime) -> Made:
    """In the post that the person acts in now."""
    actor.require_person()
    token_rules.check_expiry(new.expires_at, now)
    name = token_rules.clean_name(new.name)
    scopes = token_rules.check_scopes(actor.role, new.scopes)
    networks = token_rules.clean_networks(new.networks)
    token_rules.check_documents(new.documents)
    there = await token_queries.list_tokens(session, actor)
    token_rules.check_room(sum(1 for one in there if is_good(one, now)))
    row = ApiToken(
        person_id=actor.person_id,
        membership_id=actor.membership_id,
        name=name,
        scopes=" ".join(scopes),
        networks=networks,
        expires_at=new.expires_at,
    )
    made = await _add(session, row, new.documents, now)
    facts = facts_of(row, made.document_count)
    await account_events.note_token(session, actor, AccountEventKind.TOKEN_MADE, row, now, facts)
    return made


async def rotate_token(
    session: AsyncSession,
    actor: Actor,
    token_id: UUID,
    expires_at: datetime,
    now: datetime,
    documents: Mapping[str, str] | None = None,
) -> Made:
    """Another one with the same rights; the one before it is good for a day more at most.

    `documents` are the successor's in place of the earlier one's: a list that is, never ends.
    """
    found = await token_queries.get_token(session, actor, token_id)
    documents = documents or await token_queries.texts_of(session, token_id)
    token_rules.check_documents(documents)
    token_rules.check_expiry(expires_at, now)
    if not is_good(found, now):
        raise token_rules.token_ended()
    found.expires_at = min(found.expires_at, now + token_rules.OVERLAP)
    row = ApiToken(
        person_id=found.person_id,
        membership_id=found.membership_id,
        name=found.name,
        scopes=found.scopes,
        networks=found.networks,
        expires_at=expires_at,
    )
    made = await _add(session, row, documents, now)
    facts = facts_of(row, made.document_count, replaces=found)
    kind = AccountEventKind.TOKEN_REPLACED
    await account_events.note_token(session, actor, kind, row, now, facts)
    return made


async def revoke_token(
    session: AsyncSession, actor: Actor, token_id: UUID, now: datetime
) -> ApiToken:
    """It is good for nothing from this moment; doing it twice changes nothing."""
    found = await token_queries.get_token(session, actor, token_id)
    if found.revoked_at is None:
        found.revoked_at = now
        await session.flush()
        kind = AccountEventKind.TOKEN_REVOKED
        await account_events.note_token(session, actor, kind, found, now, facts_of(found))
    return found


@dataclass(frozen=True, slots=True)
class Access:
    """A short-lived token, shown this once."""

    token: str
    expires_at: datetime


async def issue_access(
    session: AsyncSession, client: SignedIn, scopes: Collection[Scope], now: datetime
) -> Access:
    """One for minutes, never longer than the client's own; those of it that are over go."""
    token_id = client.actor.token_id
    if token_id is None:
        raise ValueError("a person at a browser is no client")
    await session.execute(
        delete(AccessToken).where(
            AccessToken.api_token_id == token_id, AccessToken.expires_at <= now
        )
    )
    made = Access(
        token_rules.make_access_token(), min(now + token_rules.ACCESS_LIFE, client.expires_at)
    )
    session.add(
        AccessToken(
            token_hash=rules.hash_token(made.token),
            api_token_id=token_id,
            scopes=" ".join(scopes),
            expires_at=made.expires_at,
        )
    )
    await session.flush()
    return made


async def touch(session: AsyncSession, token_hash: bytes, address: str, now: datetime) -> None:
    """That it was used, and from where: once a minute."""
    await session.execute(
        update(ApiToken)
        .where(ApiToken.token_hash == token_hash)
        .values(used_at=now, used_from=address)
    )


def facts_of(row: ApiToken, documents: int = 0, replaces: ApiToken | None = None) -> Facts:
    """What others may know of it."""
    return Facts(
        name=row.name,
        hint=row.hint,
        scopes=tuple(row.scopes.split()),
        networks=tuple(one for one in row.networks.split(",") if one),
        expires_at=row.expires_at.isoformat(),
        documents=documents,
        replaces="" if replaces is None else str(replaces.id),
    )


def is_good(row: ApiToken, now: datetime) -> bool:
    return row.revoked_at is None and row.expires_at > now


async def _add(
    session: AsyncSession, row: ApiToken, documents: Mapping[str, str], now: datetime
) -> Made:
    token = token_rules.make_token()
    row.id, row.made_at, row.used_from = make_id(), now, ""
    row.token_hash, row.hint = rules.hash_token(token), token_rules.hint_of(token)
    session.add(row)
    await session.flush()
    session.add_all(
        ApiTokenDocument(token_id=row.id, digest=digest, text=text)
        for digest, text in documents.items()
    )
    await session.flush()
    return Made(row, token, len(documents))

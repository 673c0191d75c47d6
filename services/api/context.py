"""What a request carries to its resolvers: who asks, and the rooms they may enter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from graphql import DocumentNode, GraphQLError
from litestar.datastructures import Cookie
from strawberry.dataloader import DataLoader

from api.deprecated import DeprecatedUses
from api.fast.answers import Answers
from api.fast.documents import KnownDocument
from api.graphql_errors import show_error
from api.limiting import Budget, Limits
from api.live import Live
from api.settings import Settings
from api.trusted import Documents
from plan_core.actor import Actor
from plan_core.db.listening import Listener
from plan_core.db.transaction import Database
from plan_core.errors import NotFound, Unauthenticated
from plan_core.files import Files
from plan_core.framework import queries as framework_queries
from plan_core.framework.rules import FrameworkEdition
from plan_core.people.queries import SignedIn
from plan_core.places import queries as place_queries
from plan_core.places.model import Organisation, OrganisationName
from plan_core.places.queries import Areas
from plan_core.plans import part_queries
from plan_core.plans.model_parts import InitiativeSheet


class Rooms:
    """What lives as long as the process: databases, files, and reference data once read."""

    def __init__(
        self, settings: Settings, database: Database, door: Database, files: Files
    ) -> None:
        self.settings = settings
        self.database = database
        self.door = door
        self.files = files
        self.live = Live()
        self.limits = Limits(settings)
        self.documents = Documents(settings, door)
        self.deprecated_uses = DeprecatedUses(door)
        self.answers = Answers(settings.kept_answers_bytes)
        """Kept for who asked, while their data stands: `api.fast.keeping`."""
        self.listener = Listener(
            settings.listen_database_url or settings.database_url,
            self.live.hear,
            self.live.look_again,
        )
        self._editions: tuple[FrameworkEdition, ...] = ()
        self._areas: Areas | None = None

    async def editions(self) -> tuple[FrameworkEdition, ...]:
        """Oldest first. Kept, because editions are added once in years."""
        if not self._editions:
            async with self.database.unscoped() as session:
                self._editions = await framework_queries.list_editions(session)
        return self._editions

    async def edition(self, code: str | None) -> FrameworkEdition:
        """The named edition, or the newest; NotFound for a code that nobody knows."""
        editions = await self.editions()
        if code is None and editions:
            return editions[-1]
        found = next((one for one in editions if one.code == code), None)
        if found is None and code is not None:
            # It may have come after this process started: look once more.
            async with self.database.unscoped() as session:
                found = await framework_queries.find_edition(session, code)
                self._editions = tuple(await framework_queries.list_editions(session))
        if found is None:
            raise NotFound("edition")
        return found

    async def areas(self) -> Areas:
        if self._areas is None:
            async with self.database.unscoped() as session:
                self._areas = await place_queries.load_areas(session)
        return self._areas

    @property
    def known_areas(self) -> Areas:
        """What `warm_up` has read; each request makes sure that it was called."""
        if self._areas is None:
            raise RuntimeError("the reference data is not read yet")
        return self._areas

    async def warm_up(self) -> None:
        """Read the reference data before the first request waits for it."""
        await self.editions()
        await self.areas()

    async def close(self) -> None:
        await self.deprecated_uses.write()
        await self.database.close()
        await self.door.close()
        await self.limits.close()
        await self.documents.close()


@dataclass(slots=True)
class Context:
    """One request. `cookies` are set on its response; `operation_name` says what to run."""

    rooms: Rooms
    signed_in: SignedIn | None
    token: str
    """Of the session; empty for a program."""
    request_id: str
    find_again: Callable[[], Awaitable[SignedIn | None]]
    """Who asks, as it is by now: for what outlives its request."""
    operation_name: str | None = None
    budget: Budget | None = None
    """What this request costs, and what its caller has left."""
    parsed: DocumentNode | None = None
    """The document, where it had to be read to know what it costs."""
    known: KnownDocument | None = None
    """The document, when it was valid before: nothing of it is looked at again."""
    cookies: list[Cookie] = field(default_factory=list[Cookie])
    error_codes: list[str] = field(default_factory=list[str])
    seen: dict[Hashable, Any] = field(default_factory=dict[Hashable, Any])
    """Marks that were read for this request already, by what they are of."""
    sheets: DataLoader[UUID, InitiativeSheet | None] = field(init=False)
    """Part 3 of rows: one statement for all that are asked for together, kept for nobody."""
    organisations: DataLoader[int, Organisation] = field(init=False)
    """Of the register, in the same way."""
    names: DataLoader[int, list[OrganisationName]] = field(init=False)
    """What an organisation has been called, newest first, in the same way."""

    def __post_init__(self) -> None:
        self.sheets = DataLoader(self._load_sheets, cache=False)
        self.organisations = DataLoader(self._load_organisations, cache=False)
        self.names = DataLoader(self._load_names, cache=False)

    async def _load_sheets(self, rows: list[UUID]) -> list[InitiativeSheet | None]:
        async with self.database.read(self.actor) as tx:
            found = {one.initiative_id: one for one in await part_queries.list_sheets(tx, rows)}
        return [found.get(row) for row in rows]

    async def _load_organisations(self, wanted: list[int]) -> list[Organisation | Exception]:
        async with self.database.glance() as session:
            found = {one.id: one for one in await place_queries.list_these(session, wanted)}
        return [found.get(one) or NotFound("organisation") for one in wanted]

    async def _load_names(self, wanted: list[int]) -> list[list[OrganisationName]]:
        found: dict[int, list[OrganisationName]] = {one: [] for one in wanted}
        async with self.database.glance() as session:
            for name in await place_queries.list_names(session, found):
                found[name.organisation_id].append(name)
        return [found[one] for one in wanted]

    @property
    def viewer(self) -> SignedIn:
        if self.signed_in is None:
            raise Unauthenticated()
        return self.signed_in

    @property
    def actor(self) -> Actor:
        return self.viewer.actor

    @property
    def is_program(self) -> bool:
        return self.signed_in is not None and self.signed_in.actor.scopes is not None

    @property
    def person(self) -> Actor:
        """For what is the person's own: Forbidden for a token."""
        self.actor.require_person()
        return self.actor

    def show(self, errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
        """As this caller sees them: names of the schema are suggested to who is signed in."""
        is_known = self.signed_in is not None
        return [show_error(one, self.request_id, with_hints=is_known) for one in errors]

    @property
    def database(self) -> Database:
        return self.rooms.database

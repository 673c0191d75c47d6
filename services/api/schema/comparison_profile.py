"""One organisation beside its anonymous peers, in the schema."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.schema.base import EditionCode, Info, argument, says
from api.schema.places import District, Organisation, Province, global_id
from plan_core.comparison import profile, profile_rules
from plan_core.comparison.profile_words import places_of
from plan_core.places.queries import Areas
from plan_core.values import OrganisationKind

strawberry.enum(
    profile_rules.Unit, name="FigureUnit", description="What a figure of a profile counts."
)


@strawberry.type(description="Quartiles of a figure; the organisation is among those counted.")
class PeerQuartiles:
    counted: int = says("Organisations of the group that have the figure, six at least.")
    low: Decimal = says("Lower quartile, rounded.")
    median: Decimal = says("Median, rounded.")
    high: Decimal = says("Upper quartile, rounded.")
    computed_at: datetime = says("When it was computed (UTC).")

    @classmethod
    def of(cls, one: profile.Peers) -> PeerQuartiles:
        return cls(
            counted=one.counted,
            low=one.low,
            median=one.median,
            high=one.high,
            computed_at=one.computed_at,
        )


@strawberry.type(description="One figure of an organisation beside its peers'.")
class ProfileFigure:
    name: str = says("Which: TOTAL, DIMENSION_1, ROWS, a kind of initiative, MISSIONS, and so on.")
    dimension_code: str | None = says("The dimension, of a budget of one.")
    unit: profile_rules.Unit = says("What it counts.")
    own: Decimal | None = says("The organisation's; null where it has none.")
    peers: PeerQuartiles | None = says("Null where fewer than five others have the figure.")

    @classmethod
    def of(cls, one: profile.ProfileFigure) -> ProfileFigure:
        return cls(
            name=one.name,
            dimension_code=one.dimension_code,
            unit=one.unit,
            own=one.own,
            peers=None if one.peers is None else PeerQuartiles.of(one.peers),
        )


@strawberry.type(description="Who an organisation is compared with; each is in exactly one group.")
class PeerGroup:
    kind: OrganisationKind = says("The kind that all of it are of.")
    members: int = says("Organisations of the register in it, with or without a plan.")
    peer_provinces: list[Province] = says("The provinces it lies in.")
    peer_districts: list[District] = says("Its districts, where they are of one province.")
    computed_at: datetime = says("When the groups were last looked through (UTC).")


@strawberry.type(description="An organisation's figures against anonymous quartiles of its peers.")
class OrganisationProfile:
    organisation: Organisation = says("The organisation.")
    revision_id: strawberry.ID | None = says("What its figures are of; null without a plan.")
    group: PeerGroup | None = says("Its peers; null until they were computed.")
    profile_figures: list[ProfileFigure] = says("Every figure, in the order of reading.")
    made_at: datetime = says("When its own figures were read (UTC).")

    @classmethod
    def of(cls, found: profile.Profile, areas: Areas) -> OrganisationProfile:
        kept, group = found.rollup, found.group
        provinces, districts = places_of(group.areas if group else [], areas)
        return cls(
            organisation=Organisation.of(found.organisation),
            revision_id=None
            if kept is None
            else global_id("Revision", f"{kept.tenant_id}:{kept.revision_id}"),
            group=None
            if group is None
            else PeerGroup(
                kind=group.kind,
                members=group.members,
                peer_provinces=[Province.of(one) for one in provinces],
                peer_districts=[District.of(one) for one in districts],
                computed_at=group.computed_at,
            ),
            profile_figures=[ProfileFigure.of(one) for one in found.figures],
            made_at=found.made_at,
        )


@strawberry.type
class ProfileQuery:
    @strawberry.field(description="One organisation beside its anonymous peers.")
    async def organisation_profile(
        self,
        info: Info,
        organisation_code: Annotated[
            str | None, argument("Code of seven digits; one's own organisation when left out.")
        ] = None,
        edition_code: EditionCode = None,
    ) -> OrganisationProfile:
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(info.context.actor) as tx:
            found = await profile.get_profile(tx, edition, organisation_code)
        return OrganisationProfile.of(found, info.context.rooms.known_areas)

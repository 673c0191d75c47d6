"""What can be searched of an area: the texts of its newest revisions, kept while these are.

A revision's texts are written with it and never again. Each request asks which revisions the actor
sees now; only those whose texts the process does not have are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, Uuid, and_, any_, bindparam, literal_column, select

from plan_core.actor import Permission
from plan_core.comparison.lines import Area
from plan_core.db import asking
from plan_core.db.asking import Question, Row, columns_of, read_as
from plan_core.db.transaction import Look
from plan_core.places.model import Organisation
from plan_core.plans.model import PlanRollup, RevisionInitiative, SearchedText
from plan_core.plans.searched import SearchedPlace
from plan_core.values import InitiativeKind

APART = "\n"
"""Between the keys of several texts; a key has none, and neither has a term."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """The submitted row that a text belongs to."""

    title: str
    number: int
    dimension_code: str
    mission_code: str
    kind: InitiativeKind


@dataclass(frozen=True, slots=True)
class KeptText:
    """One text of a revision; `position` is where it stands among its kind."""

    id: UUID
    position: int
    text: str
    key: str
    row: TextRow | None


@dataclass(frozen=True, slots=True)
class Texts:
    """All of one place, in order; `keys` are theirs in one piece, to look past all at once."""

    keys: str
    found: Sequence[KeptText]


@dataclass(frozen=True, slots=True, eq=False)
class Searchable:
    """A revision with its texts by where they stand."""

    organisation: Organisation
    order: tuple[str, int]
    """The organisation's: its name as it is sorted by, and its id."""
    revision_id: UUID
    revision_number: int
    texts: dict[SearchedPlace, Texts]


class Memory(asking.Memory[Searchable]):
    """By who sees it and the revision; the weight is signs, a text's own things counted as 200."""

    most = 24_000_000


Key: TypeAlias = tuple[int, UUID]
"""An organisation and its revision."""


async def read_searchable(look: Look, edition_code: str, area: Area | None) -> list[Searchable]:
    """The newest revisions of an edition in an area, or of the actor's own organisation, in the
    order of their organisations' names."""
    look.actor.require(Permission.SUBMITTED_READ)
    if area is None:
        given: dict[str, Any] = {"tenant": look.actor.tenant}
    elif area.district_code is None:
        given = {"province": area.province_code}
    else:
        given = {"province": area.province_code, "district": area.district_code}
    marks = await look.ask(_current(frozenset(given)), edition=edition_code, **given)
    memory = look.memory(Memory)
    found: list[Searchable] = []
    missing: dict[Key, Row] = {}
    for row in marks:
        key = (row["tenant_id"], row["revision_id"])
        # Who sees the figures sees the texts, by another policy: nobody is told of what was read
        # in somebody else's sight.
        known = memory.find((look.sight, key), row["mark"])
        if known is None:
            missing[key] = row
        else:
            found.append(known)
    if missing:
        for one in await _read(look, missing):
            key = (one.organisation.id, one.revision_id)
            memory.keep((look.sight, key), missing[key]["mark"], one, _weight(one))
            found.append(one)
    found.sort(key=lambda one: one.order)
    return found


def _weight(one: Searchable) -> int:
    return 200 + sum(
        2 * len(texts.keys) + sum(200 + len(text.text) for text in texts.found)
        for texts in one.texts.values()
    )


async def _read(look: Look, missing: dict[Key, Row]) -> Iterable[Searchable]:
    tenants = [tenant for tenant, _ in missing]
    organisations = {
        row["organisation_id"]: read_as(Organisation, row)
        for row in await look.ask(_ORGANISATIONS, tenants=tenants)
    }
    rows = await look.ask(_TEXTS, tenants=tenants, revisions=[revision for _, revision in missing])
    by_key: dict[Key, list[Row]] = {key: [] for key in missing}
    for row in rows:
        by_key[row["tenant_id"], row["revision_id"]].append(row)
    return [
        Searchable(
            organisations[key[0]],
            (organisations[key[0]].sort_key, key[0]),
            key[1],
            row["revision_number"],
            _by_place(by_key[key]),
        )
        for key, row in missing.items()
    ]


def _by_place(rows: Iterable[Row]) -> dict[SearchedPlace, Texts]:
    by_place: dict[SearchedPlace, list[KeptText]] = {}
    shared: dict[UUID, TextRow | None] = {}
    for row in rows:
        initiative = row["initiative_id"]
        if initiative is not None and initiative not in shared:
            shared[initiative] = _row_of(row)
        text = KeptText(
            row["text_id"],
            row["position"],
            row["text"],
            row["key"],
            None if initiative is None else shared[initiative],
        )
        by_place.setdefault(SearchedPlace(row["place"]), []).append(text)
    return {
        place: Texts(APART.join(one.key for one in texts), texts)
        for place, texts in by_place.items()
    }


def _row_of(row: Row) -> TextRow | None:
    if row["title"] is None:
        return None
    return TextRow(
        row["title"],
        row["number"],
        row["dimension_code"],
        row["mission_code"],
        InitiativeKind(row["kind"]),
    )


@cache
def _current(given: frozenset[str]) -> Question:
    """By the names of what is given: an organisation, or a province with perhaps its district."""
    wanted: dict[str, Any] = {
        "tenant": PlanRollup.tenant_id,
        "province": PlanRollup.province_code,
        "district": PlanRollup.district_code,
    }
    query = (
        select(
            PlanRollup.tenant_id,
            PlanRollup.revision_id,
            PlanRollup.revision_number,
            literal_column("organisation.xmin", Text).label("mark"),
        )
        .join(Organisation, PlanRollup.tenant_id == Organisation.id)
        .where(PlanRollup.edition_code == bindparam("edition", type_=Text, required=True))
    )
    for name in sorted(given):
        type_ = BigInteger if name == "tenant" else Text
        query = query.where(wanted[name] == bindparam(name, type_=type_, required=True))
    return Question(query)


def _among(name: str, type_: Any) -> Any:
    return any_(bindparam(name, type_=ARRAY(type_), required=True))


_ORGANISATIONS = Question(
    select(*columns_of(Organisation)).where(Organisation.id == _among("tenants", BigInteger))
)
_TEXTS = Question(
    select(
        SearchedText.tenant_id,
        SearchedText.revision_id,
        SearchedText.id.label("text_id"),
        SearchedText.initiative_id,
        SearchedText.place,
        SearchedText.position,
        SearchedText.text,
        SearchedText.key,
        RevisionInitiative.title,
        RevisionInitiative.number,
        RevisionInitiative.dimension_code,
        RevisionInitiative.mission_code,
        RevisionInitiative.kind,
    )
    .outerjoin(
        RevisionInitiative,
        and_(
            RevisionInitiative.tenant_id == SearchedText.tenant_id,
            RevisionInitiative.revision_id == SearchedText.revision_id,
            RevisionInitiative.initiative_id == SearchedText.initiative_id,
        ),
    )
    .where(
        SearchedText.tenant_id == _among("tenants", BigInteger),
        SearchedText.revision_id == _among("revisions", Uuid),
    )
    .order_by(SearchedText.tenant_id, SearchedText.position, SearchedText.id)
)

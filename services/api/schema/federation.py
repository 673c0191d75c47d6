"""The schema as a subgraph: what a gateway may know by its keys, found in one go by type."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, NewType, cast

import strawberry
from graphql import (
    ConstArgumentNode,
    ConstDirectiveNode,
    DocumentNode,
    NameNode,
    ObjectTypeDefinitionNode,
    StringValueNode,
    parse,
    print_ast,
)
from strawberry.schema.base import BaseSchema

from api import ids
from api.ids import GlobalId
from api.schema import framework, places, revisions
from api.schema.base import Info, Node, argument, says
from plan_core.errors import Invalid, NotFound
from plan_core.places import queries as place_queries
from plan_core.plans.queries import SubmittedKey

VERSION = "v2.9"
MOST_AT_ONCE = 50

Entity = Annotated[
    places.Province
    | places.District
    | places.Subdistrict
    | places.Organisation
    | framework.FrameworkEdition
    | revisions.Revision
    | revisions.SubmittedInitiative,
    strawberry.union("_Entity", description="What other subgraphs may add fields to."),
]
BY_CODE = ("Province", "District", "Subdistrict", "Organisation", "FrameworkEdition")
"""Types that are also known by their official code."""
KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(BY_CODE, ("id", "code")),
    "Revision": ("id",),
    "SubmittedInitiative": ("id",),
}
SHAREABLE = ("PageInfo",)
"""Types that other subgraphs have too, and mean the same by."""

Representation = NewType("Representation", object)
ANY = strawberry.scalar(
    name="_Any",
    description="An entity's `__typename` with one of its keys.",
    specified_by_url="https://specs.apollo.dev/federation/v2.9",
    serialize=lambda value: value,
    parse_value=lambda value: value,
)


@strawberry.type(name="_Service", description="What a gateway composes.")
class Service:
    sdl: str = says("The schema as a subgraph, with the keys of its entities.")


@strawberry.type
class FederationQuery:
    @strawberry.field(name="_service", description="The schema as an Apollo Federation subgraph.")
    def service(self, info: Info) -> Service:
        return Service(sdl=subgraph_of(info.schema))

    @strawberry.field(
        name="_entities",
        description="Entities by their keys, in order, for a gateway; null for what is not there "
        "or not for the asker. At most 50.",
    )
    async def entities(
        self,
        info: Info,
        representations: Annotated[
            list[Representation], argument("`__typename` with `id`, or with `code`.")
        ],
    ) -> list[Entity | None]:
        _ = info.context.viewer
        if len(representations) > MOST_AT_ONCE:
            raise Invalid(
                "PAGE_SIZE",
                f"ขอได้ครั้งละไม่เกิน {MOST_AT_ONCE} รายการ",
                f"Ask for at most {MOST_AT_ONCE} at a time.",
                field="representations",
            )
        wanted = [_wanted(one) for one in representations]
        found: dict[GlobalId, Node] = {}
        for type_name, find in FINDERS.items():
            keys = [*dict.fromkeys(one for one in wanted if one and one.type_name == type_name)]
            if keys:
                found |= await find(info, keys)
        return [None if one is None else cast("Entity", found.get(one)) for one in wanted]


def _wanted(given: object) -> GlobalId | None:
    """What a representation names; None when it names nothing of ours."""
    if not isinstance(given, Mapping):
        return None
    told = cast("Mapping[object, object]", given)
    type_name = told.get("__typename")
    keys = KEYS.get(type_name) if isinstance(type_name, str) else None
    if not isinstance(type_name, str) or keys is None:
        return None
    named, code = told.get("id"), told.get("code")
    if isinstance(named, str):
        wanted = ids.parse(named)
        return wanted if wanted is not None and wanted.type_name == type_name else None
    if "code" in keys and isinstance(code, str):
        return GlobalId(type_name, code)
    return None


Finder = Callable[[Info, Sequence[GlobalId]], Awaitable[Mapping[GlobalId, Node]]]


async def _areas(info: Info, wanted: Sequence[GlobalId]) -> Mapping[GlobalId, Node]:
    """From what the process knows."""
    each = [(one, await places.find_place(info, one)) for one in wanted]
    return {one: node for one, node in each if node is not None}


async def _editions(info: Info, wanted: Sequence[GlobalId]) -> Mapping[GlobalId, Node]:
    each = [(one, await framework.find_edition(info, one.key)) for one in wanted]
    return {one: node for one, node in each if node is not None}


async def _subdistricts(info: Info, wanted: Sequence[GlobalId]) -> Mapping[GlobalId, Node]:
    async with info.context.database.glance() as session:
        found = await place_queries.list_subdistricts_by_code(session, [o.key for o in wanted])
    return {GlobalId("Subdistrict", one.code): places.Subdistrict.of(one) for one in found}


async def _organisations(info: Info, wanted: Sequence[GlobalId]) -> Mapping[GlobalId, Node]:
    async with info.context.database.glance() as session:
        found = await place_queries.list_organisations_by_code(session, [o.key for o in wanted])
    return {GlobalId("Organisation", one.code): places.Organisation.of(one) for one in found}


async def _submitted(info: Info, wanted: Sequence[GlobalId]) -> Mapping[GlobalId, Node]:
    keys: dict[SubmittedKey, GlobalId] = {}
    for one in wanted:
        try:
            keys[SubmittedKey(*one.tenant_and_uuid)] = one
        except NotFound:
            continue
    found = await revisions.find_several(info, wanted[0].type_name, [*keys])
    return {keys[key]: node for key, node in found.items()}


FINDERS: dict[str, Finder] = {
    "Province": _areas,
    "District": _areas,
    "Subdistrict": _subdistricts,
    "Organisation": _organisations,
    "FrameworkEdition": _editions,
    "Revision": _submitted,
    "SubmittedInitiative": _submitted,
}


_DESCRIBED = r'"""(?:(?!""").)*"""\n'
_PLUMBING_FIELD = re.compile(rf"(?ms)^  {_DESCRIBED}  _\w+(?:\(.*?\n  \))?: [^\n]+\n\n?")
_PLUMBING_TYPE = re.compile(rf"(?ms)^{_DESCRIBED}(?:scalar|union|type) _\w+.*?(?=^\"\"\"|\Z)")


@cache
def without_plumbing(sdl: str) -> str:
    """The schema for everybody but a gateway: without the two fields that serve one, and their
    types, which generators of clients have no use for and stumble over."""
    return _PLUMBING_TYPE.sub("", _PLUMBING_FIELD.sub("", sdl)).rstrip() + "\n"


@cache
def subgraph_of(schema: BaseSchema) -> str:
    """The same with the directives of Federation; made once, since anybody may ask."""
    link = (
        f'extend schema @link(url: "https://specs.apollo.dev/federation/{VERSION}",'
        ' import: ["@key", "@shareable"])\n\n'
    )
    return link + _printed(without_plumbing(schema.as_str()))


def _marks(type_name: str) -> Sequence[ConstDirectiveNode]:
    keys = [_directive("key", key) for key in KEYS.get(type_name, ())]
    return [*keys, *([_directive("shareable")] if type_name in SHAREABLE else [])]


def _printed(sdl: str) -> str:
    definitions = parse(sdl, no_location=True).definitions
    made = [_marked(o) if isinstance(o, ObjectTypeDefinitionNode) else o for o in definitions]
    return print_ast(DocumentNode(definitions=tuple(made))) + "\n"


def _marked(one: ObjectTypeDefinitionNode) -> ObjectTypeDefinitionNode:
    return ObjectTypeDefinitionNode(
        name=one.name,
        description=one.description,
        interfaces=one.interfaces,
        directives=(*(one.directives or ()), *_marks(one.name.value)),
        fields=one.fields,
    )


def _directive(name: str, fields: str = "") -> ConstDirectiveNode:
    given = ConstArgumentNode(name=NameNode(value="fields"), value=StringValueNode(value=fields))
    return ConstDirectiveNode(name=NameNode(value=name), arguments=(given,) if fields else ())

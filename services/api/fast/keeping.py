"""Which queries' answers may be kept, for whom, and while which data stands. See ADR 25.

The word of the data is read in each request, in the actor's own transaction under row-level
security, before anything else; the answer is made after it. So none is older than its word.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from graphql import (
    FieldNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_argument_values,
    get_variable_values,
    visit,
)
from strawberry import Schema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from api import ids
from api.context import Context
from api.fast.documents import DOCUMENTS, KnownDocument
from plan_core.comparison import budgets, lines, nation
from plan_core.comparison.budget_table import Against
from plan_core.comparison.figures import BudgetMeasure
from plan_core.comparison.queries import area_of
from plan_core.db.transaction import Look
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.shown import find_marks
from plan_core.values import OrganisationKind, thai_day

log = structlog.get_logger()

Word = Sequence[object]
"""The marks of all rows in sight that an answer is made of; see `plan_core.db.asking.Memory`."""
ReadWord = Callable[[Look], Awaitable[Word | None]]


def _of_comparison(context: Context, given: dict[str, Any]) -> ReadWord | None:
    area = area_of(context.actor, given.get("provinceCode"), given.get("districtCode"))
    kind = given.get("kind")

    async def read(look: Look) -> Word:
        edition = await context.rooms.edition(given.get("editionCode"))
        asked = lines.Asked(edition.code, area, kind and OrganisationKind(kind))
        context.seen[asked] = marks = await lines.read_marks(look, asked)
        return marks

    return read


def _of_budgets(context: Context, given: dict[str, Any]) -> ReadWord | None:
    """Only what is made of the lines alone."""
    against = given.get("against")
    measure = BudgetMeasure(given.get("measure", BudgetMeasure.AMOUNT))
    if budgets.looks_beside(measure, against and Against(against)):
        return None
    return _of_comparison(context, given)


def _of_nation(context: Context, given: dict[str, Any]) -> ReadWord | None:
    async def read(look: Look) -> Word:
        edition = await context.rooms.edition(given.get("editionCode"))
        context.seen[nation.Nation, edition.code] = marks = await nation.read_marks(
            look, edition.code
        )
        return marks

    return read if context.actor.sees_nation else None


def _of_node(context: Context, given: dict[str, Any]) -> ReadWord | None:
    wanted = ids.parse(str(given.get("id")))
    if wanted is None or wanted.type_name != "Revision":
        return None
    key = SubmittedKey(*wanted.tenant_and_uuid)

    async def read(look: Look) -> Word | None:
        context.seen[key] = marks = await find_marks(look, key)
        return marks

    return read


WORDS: dict[str, Callable[[Context, dict[str, Any]], ReadWord | None]] = {
    "budgetComparison": _of_budgets,
    "comparison": _of_comparison,
    # Made of the comparison and of nothing else.
    "comparisonMap": _of_comparison,
    "coverageGaps": _of_comparison,
    "nation": _of_nation,
    "node": _of_node,
}
"""Queries whose answers may be kept, and how the word of their data is read."""

COVERED = {
    # Read from what the process keeps of the places and editions, as long as it lives.
    "District.province",
    "Organisation.district",
    "Organisation.province",
    "Province.districts",
    "Revision.edition",
    # Read from rows that are in the word of a revision.
    "Revision.initiatives",
    "Revision.organisation",
    "Revision.totals",
}
"""Fields with a resolver that read nothing beyond the word; any other one is never kept."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A document that may be kept: its only operation, and that one's only field."""

    operation: OperationDefinitionNode
    field: FieldNode


@dataclass(slots=True)
class Asked:
    """A question as the one who asks put it; `body` is the kept answer, when there is one."""

    key: Hashable
    word: Word
    body: bytes | None
    characters: int


async def look(
    schema: Schema, text: str, variables: dict[str, Any] | None, context: Context
) -> Asked | None:
    """None for what is not kept. Whatever goes wrong here is told by answering as ever."""
    known = DOCUMENTS.find(text)
    if known is None or context.signed_in is None or context.rooms.answers.is_off:
        return None
    core = schema._schema  # pyright: ignore[reportPrivateUsage]
    recipe = recipe_of(core, known)
    if recipe is None:
        return None
    try:
        read_word = _word_for(core, recipe, variables or {}, context)
        if read_word is None:
            return None
        key = await _key_of(text, variables, context)
        async with context.database.look(context.actor) as sight:
            word = await read_word(sight)
    except Exception as error:  # noqa: BLE001 (it happens again, and is told, below)
        log.debug("answers.not_looked_up", cause=repr(error))
        return None
    return (
        None if word is None else Asked(key, word, context.rooms.answers.find(key, word), len(text))
    )


def keep(asked: Asked, body: bytes, context: Context) -> None:
    """The answer to what was asked, made after its word was read, without any error."""
    context.rooms.answers.keep(asked.key, asked.word, body, asked.characters)


async def _key_of(text: str, variables: dict[str, Any] | None, context: Context) -> Hashable:
    """Everything that an answer hangs on besides the data: two people never share one.

    The whole actor is in it: person, post, role, area, delegated rights. A post that ended is no
    actor any more, and one that changed is another.
    """
    editions = tuple(one.code for one in await context.rooms.editions())
    return (
        text,
        context.operation_name,
        msgspec.json.encode(variables),
        context.actor,
        thai_day(context.database.clock()),
        editions,
    )


def _word_for(
    core: GraphQLSchema, recipe: Recipe, variables: dict[str, Any], context: Context
) -> ReadWord | None:
    values = get_variable_values(core, recipe.operation.variable_definitions or (), variables)
    if isinstance(values, list) or core.query_type is None:
        return None
    name = recipe.field.name.value
    given = get_argument_values(core.query_type.fields[name], recipe.field, values)
    return WORDS[name](context, given)


def recipe_of(core: GraphQLSchema, known: KnownDocument) -> Recipe | None:
    """Found once for each document."""
    if known.recipe is None:
        known.recipe = (_find_recipe(core, known),)
    return known.recipe[0]


def _find_recipe(core: GraphQLSchema, known: KnownDocument) -> Recipe | None:
    operations = [
        one for one in known.document.definitions if isinstance(one, OperationDefinitionNode)
    ]
    if len(operations) != 1 or operations[0].operation is not OperationType.QUERY:
        return None
    fields = operations[0].selection_set.selections
    if len(fields) != 1 or not isinstance(fields[0], FieldNode):
        return None
    if fields[0].name.value not in WORDS:
        return None
    types = TypeInfo(core)
    looking = _Uncovered(types)
    visit(known.document, TypeInfoVisitor(types, looking))
    return None if looking.found else Recipe(operations[0], fields[0])


class _Uncovered(Visitor):
    """Looks for fields that may read what no word tells of."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types
        self.found = False

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent, field = self._types.get_parent_type(), self._types.get_field_def()
        name = node.name.value
        if name == "__typename":
            return
        if parent is None or field is None:
            self.found = True
            return
        extensions: dict[str, object] = field.extensions
        ours = extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        is_root = parent.name == "Query" and name in WORDS
        if not is_root and f"{parent.name}.{name}" not in COVERED:
            self.found = (
                self.found or not isinstance(ours, StrawberryField) or not ours.is_basic_field
            )

"""How large a query may be: measured on the parsed text, before anything slower looks at it.

Each fragment is measured once, however often it is spread: limiters that follow every spread, like
Strawberry's own, can be kept busy for years by a text of a few kilobytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)
from strawberry.extensions import SchemaExtension

MOST_TOKENS = 2_000
DEEPEST = 12
MOST_ALIASES = 15
MOST_FIELDS = 2_000
"""With each fragment written out wherever it is spread."""
MOST_OBJECTS = 40_000
"""In the answer, by the estimates below."""
MOST_FRAGMENTS = 60
MOST_TWINS = 40
"""Fields with the same name and a selection: validation compares every two of them."""
LARGEST_PAGE = 100

ESTIMATES = {
    "_entities": 5,
    "apiTokens": 20,
    "amendments": 2,
    "answeredBy": 3,
    "areaOutlines": 2,
    "areaReports": 350,
    "attachments": 5,
    "budgetColumns": 10,
    "budgetGroups": 14,
    "budgetLines": 8,
    "budgets": 5,
    "byDistrict": 14,
    "cells": 100,
    "changes": 5,
    "chases": 2,
    "colleagues": 10,
    "columns": 10,
    "comments": 20,
    "committees": 2,
    "compared": 77,
    # 77 of them, of what is kept as text for the most part: they weigh a twentieth.
    "comparisons": 4,
    "counts": 3,
    "coverage": 16,
    "subCoverage": 8,
    "subMissions": 2,
    "coveredMissions": 16,
    "declared": 5,
    "delegations": 10,
    "deprecatedUses": 2,
    "dimensions": 4,
    "districts": 14,
    "documents": 20,
    "duplicates": 50,
    "earlierPlans": 2,
    "evidence": 2,
    "fields": 5,
    "figures": 10,
    "findings": 20,
    "fiscalYears": 5,
    "frameworkEditions": 3,
    "groups": 400,
    "inbox": 50,
    "indicators": 3,
    "initiatives": 100,
    "lacks": 60,
    "labels": 2,
    "lines": 500,
    "mails": 50,
    "mapDistricts": 14,
    "marks": 2,
    "members": 15,
    "mismatches": 5,
    "missions": 4,
    "messages": 5,
    "names": 2,
    "nodes": 50,
    "notifications": 50,
    "openParts": 5,
    "organisations": 100,
    "outliers": 50,
    "overTime": 60,
    "peerDistricts": 14,
    "peerProvinces": 77,
    "peerRows": 20,
    "people": 20,
    "posts": 2,
    "profileFigures": 16,
    "provinces": 77,
    "publications": 10,
    "reasons": 10,
    "reportOwners": 20,
    "removed": 50,
    "reports": 4,
    "results": 50,
    "returned": 10,
    "revisions": 4,
    "risks": 10,
    "rounds": 10,
    "rowReasons": 10,
    "rows": 20,
    "sar": 4,
    "scores": 4,
    "search": 50,
    "ruleCounts": 12,
    "rules": 15,
    "savedViews": 20,
    "views": 20,
    "followed": 20,
    "totalFigures": 9,
    "seriesPlaces": 100,
    "unmapped": 5,
    "sections": 10,
    "sessions": 3,
    "identities": 2,
    "sheets": 100,
    "source": 5,
    "stageCounts": 5,
    "steps": 10,
    "subdistricts": 10,
    "submittedInitiatives": 50,
    "targets": 2,
    "texts": 5,
    "tiles": 12,
    "verdicts": 100,
    "webhooks": 10,
    "years": 5,
}
"""How many objects a list usually holds; a page holds what `first` says."""

OWN_STATEMENT = {
    "amendment",
    "amendments",
    "appointment",
    "attachments",
    "changes",
    "comments",
    "declared",
    "dueOn",
    "edition",
    "evidence",
    "findings",
    "initiatives",
    "isNewest",
    "isOpen",
    "names",
    "openParts",
    "people",
    "reading",
    "reasons",
    "returned",
    "revision",
    "revisions",
    "risks",
    "rowReasons",
    "rows",
    "sar",
    "scores",
    "sections",
    "sheets",
    "stage",
    "stageCounts",
    "steps",
    "subdistricts",
    "totals",
    "verdicts",
}
"""Fields that ask the database once for each object they stand in."""
STATEMENT_COST = 20
"""How many objects one more statement weighs."""
OBJECTS_A_POINT = 250
"""An officer's heaviest screen, a province's comparison, costs forty points."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a selection comes to, fragments included."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    objects: int = 0

    def beside(self, other: Size) -> Size:
        return Size(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.objects + other.objects,
        )


class TooLarge(Exception):
    """The query exceeds a limit; the message names it."""


class LimitsExtension(SchemaExtension):
    """Refuses what is too large in place of validating it."""

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        if context.graphql_document is not None:
            try:
                if context.context.known is None:
                    check(context.graphql_document)
                check_choice(context.graphql_document, context.context.operation_name)
                if context.context.signed_in is None:
                    check_no_introspection(context.graphql_document)
            except TooLarge as excess:
                context.pre_execution_errors = [GraphQLError(str(excess))]
        yield

    def on_execute(self) -> Iterator[None]:
        yield
        context = self.execution_context
        data = getattr(context.result, "data", None)
        if context.context.signed_in is None and isinstance(data, dict) and "__type" in data:
            data["__type"] = None


def check(document: DocumentNode) -> None:
    """Raise TooLarge when any operation exceeds a limit."""
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    if len(fragments) > MOST_FRAGMENTS:
        raise TooLarge(f"The query has more than {MOST_FRAGMENTS} fragments.")
    measure = _Measure(fragments)
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    for operation in operations:
        size = measure.selection(operation.selection_set)
        for name, most in (
            ("depth", DEEPEST),
            ("aliases", MOST_ALIASES),
            ("fields", MOST_FIELDS),
            ("objects", MOST_OBJECTS),
        ):
            if getattr(size, name) > most:
                raise TooLarge(f"The query's {name} exceed the limit of {most}.")
    twins = measure.written.most_common(1)
    if twins and twins[0][1] > MOST_TWINS:
        raise TooLarge(f"The query selects from `{twins[0][0]}` more than {MOST_TWINS} times.")


def check_choice(document: DocumentNode, operation_name: str | None) -> None:
    """Raise TooLarge when there are several operations and nobody said which: never guess."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if operation_name is None and len(operations) > 1:
        raise TooLarge("Must provide an operation name: the query contains several operations.")


def check_no_introspection(document: DocumentNode) -> None:
    """Raise TooLarge for a question about the schema itself: for who is not signed in.

    `__type` by its own name passes, and knows of no type: the audits of GraphQL over HTTP ask it.
    """
    if any(_introspects(getattr(one, "selection_set", None)) for one in document.definitions):
        raise TooLarge(
            "Sign in to ask about the schema itself; its text is at /schema.graphql for everybody."
        )


def _introspects(selections: SelectionSetNode | None) -> bool:
    """Whether it is in these selections; each fragment is a definition, and looked at as such."""
    return any(
        (isinstance(one, FieldNode) and _is_about_schema(one))
        or _introspects(getattr(one, "selection_set", None))
        for one in (selections.selections if selections else ())
    )


def _is_about_schema(field: FieldNode) -> bool:
    return field.name.value == "__schema" or (
        field.name.value == "__type" and field.alias is not None
    )


def cost_of(document: DocumentNode, operation_name: str | None) -> int:
    """Points, known before anything is executed: 1 for being asked, and what its objects weigh.

    What is too large, or has no such operation, is refused and costs the asking.
    """
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    measure, largest = _Measure(fragments), 0
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            name = None if one.name is None else one.name.value
            if operation_name is None or operation_name == name:
                try:
                    size = measure.selection(one.selection_set)
                except TooLarge:
                    return 1
                largest = max(largest, size.objects)
    return 1 + min(largest, MOST_OBJECTS) // OBJECTS_A_POINT


class _Measure:
    """Sizes of selections, each fragment's only once."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Size] = {}
        self._open: set[str] = set()
        self.written: Counter[str] = Counter()

    def selection(self, selections: SelectionSetNode | None) -> Size:
        size = Size()
        for one in selections.selections if selections else ():
            if isinstance(one, FieldNode):
                size = size.beside(self._field(one))
            elif isinstance(one, InlineFragmentNode):
                size = size.beside(self.selection(one.selection_set))
            elif isinstance(one, FragmentSpreadNode):
                size = size.beside(self._fragment(one.name.value))
        return size

    def _field(self, field: FieldNode) -> Size:
        has_alias = int(field.alias is not None)
        if field.selection_set is None:
            return Size(1, has_alias, 1, 0)
        self.written[field.alias.value if field.alias else field.name.value] += 1
        inner = self.selection(field.selection_set)
        if field.name.value.startswith("__"):
            # Introspection: validation bounds its depth itself.
            return Size(1, inner.aliases + has_alias, inner.fields + 1, 1)
        return Size(
            inner.depth + 1,
            inner.aliases + has_alias,
            inner.fields + 1,
            _how_many(field) * (1 + inner.objects) + _own_cost(field),
        )

    def _fragment(self, name: str) -> Size:
        """Nothing for an unknown fragment: validation says so in its own words."""
        if name in self._open:
            raise TooLarge("A fragment contains itself.")
        fragment = self._fragments.get(name)
        if fragment is None:
            return Size()
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self.selection(fragment.selection_set)
            self._open.remove(name)
        return self._known[name]


def _own_cost(field: FieldNode) -> int:
    return STATEMENT_COST if field.name.value in OWN_STATEMENT else 0


def _how_many(field: FieldNode) -> int:
    """Objects that a field gives: its page's size, a variable at its largest, or an estimate."""
    for argument in field.arguments or ():
        if argument.name.value == "first":
            value = argument.value
            asked = int(value.value) if isinstance(value, IntValueNode) else LARGEST_PAGE
            return max(1, min(asked, LARGEST_PAGE))
    return ESTIMATES.get(field.name.value, 1)

"""Texts of queries that were parsed, measured and found valid before, kept for the next time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphql import DirectiveNode, DocumentNode, VariableNode, Visitor, visit
from strawberry.extensions import SchemaExtension

from api.fast.compiling import Compiled

if TYPE_CHECKING:
    from api.fast.keeping import Recipe

MOST_DOCUMENTS = 256
LONGEST_KEPT = 16 * 1024
"""Characters. A longer text is read anew each time, so that texts cannot fill the memory."""
MOST_COMPILED = 32
"""Of one document: selections, each for the values of the variables in its directives."""

Key = tuple[object, ...]


@dataclass(slots=True)
class KnownDocument:
    """A valid document; `switches` are the variables that @skip and @include look at."""

    document: DocumentNode
    switches: tuple[str, ...]
    compiled: dict[Key, Compiled | None] = field(default_factory=dict[Key, Compiled | None])
    recipe: tuple[Recipe | None] | None = None
    """How its answers may be kept, once that was looked for."""
    costs: dict[str | None, int] = field(default_factory=dict[str | None, int])
    """Points by the operation that is asked for."""
    deprecated: dict[str | None, frozenset[str]] = field(
        default_factory=dict[str | None, frozenset[str]]
    )
    """Coordinates of what each operation names of that which is deprecated."""

    def keep(self, key: Key, compiled: Compiled | None) -> None:
        if len(self.compiled) >= MOST_COMPILED:
            self.compiled.clear()
        self.compiled[key] = compiled


class KnownDocuments:
    """The last ones that were used. Nothing of any answer or person is in it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, KnownDocument] = OrderedDict()

    def find(self, text: str | None) -> KnownDocument | None:
        if text is None:
            return None
        found = self._kept.get(text)
        if found is not None:
            self._kept.move_to_end(text)
        return found

    def keep(self, text: str, document: DocumentNode) -> KnownDocument | None:
        if len(text) > LONGEST_KEPT:
            return None
        known = KnownDocument(document, switches_of(document))
        self._kept[text] = known
        if len(self._kept) > MOST_DOCUMENTS:
            self._kept.popitem(last=False)
        return known

    def __len__(self) -> int:
        return len(self._kept)


DOCUMENTS = KnownDocuments()
"""Of this process: what is valid follows from the text and the one schema alone."""


class KnownDocumentsExtension(SchemaExtension):
    """Neither parses nor validates again what is known; whoever limits looks at `context.known`."""

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        known = context.context.known = DOCUMENTS.find(context.query)
        if known is not None:
            context.graphql_document = known.document
        elif context.context.parsed is not None:
            context.graphql_document = context.context.parsed
        yield

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        is_known = context.context.known is not None
        if is_known and context.pre_execution_errors is None:
            context.pre_execution_errors = []
        yield
        document = context.graphql_document
        if not is_known and not context.pre_execution_errors and document and context.query:
            context.context.known = DOCUMENTS.keep(context.query, document)


def switches_of(document: DocumentNode) -> tuple[str, ...]:
    """The names of variables on which it depends what is selected."""
    found: set[str] = set()

    class Directives(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: object) -> None:
            found.update(
                one.value.name.value
                for one in node.arguments or ()
                if isinstance(one.value, VariableNode)
            )

    visit(document, Directives())
    return tuple(sorted(found))

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
# (graphql-core leaves the inner types of its lists open.)
"""What of the schema is to go, and which of it an operation uses: by schema coordinates. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from graphql import (
    ArgumentNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    get_operation_ast,
    is_input_type,
    type_from_ast,
    visit,
)

_REASON = re.compile(r"Use `([^`]+)`.* Removed on (\d{4}-\d{2}-\d{2})\.$", re.ASCII)
"""As the gate of changes demands it (ADR 43)."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Why something is to go; what to use and the date stand in the reason by our own rule."""

    reason: str
    replacement: str | None
    removed_on: date | None

    @classmethod
    def of(cls, reason: str) -> Deprecation:
        told = _REASON.search(reason)
        if told is None:
            return cls(reason, None, None)
        return cls(reason, told[1], date.fromisoformat(told[2]))


def _deprecated(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Coordinates with their reasons."""
    for name, of in schema.type_map.items():
        match of:
            case GraphQLEnumType():
                things: Mapping[str, Any] = of.values
            case GraphQLObjectType() | GraphQLInterfaceType() | GraphQLInputObjectType():
                things = of.fields
            case _:
                continue
        for inner, thing in things.items():
            if thing.deprecation_reason is not None:
                yield f"{name}.{inner}", thing.deprecation_reason
            for argument, given in getattr(thing, "args", {}).items():
                if given.deprecation_reason is not None:
                    yield f"{name}.{inner}({argument}:)", given.deprecation_reason


class Deprecations:
    """Of one schema. An operation that names something uses it, whatever @skip says at the time."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self.known = {where: Deprecation.of(reason) for where, reason in _deprecated(schema)}
        """By coordinate, all that is deprecated."""

    def named_in(self, document: DocumentNode, operation_name: str | None) -> frozenset[str]:
        """What the text of a valid document's operation names, fragments that it spreads
        included."""
        operation = get_operation_ast(document, operation_name)
        if not self.known or operation is None:
            return frozenset()
        found: set[str] = set()
        fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        left: list[OperationDefinitionNode | FragmentDefinitionNode] = [operation]
        while left:
            info = TypeInfo(self._schema)
            naming = _Naming(info, found)
            visit(left.pop(), TypeInfoVisitor(info, naming))
            left += [fragments.pop(one) for one in naming.spread if one in fragments]
        return frozenset(self.known.keys() & found)

    def sent_in(
        self, document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]
    ) -> frozenset[str]:
        """What the values of its variables name: fields of inputs, and values of enums."""
        operation = get_operation_ast(document, operation_name)
        if not self.known or operation is None:
            return frozenset()
        found: set[str] = set()
        for one in operation.variable_definitions or ():
            of = type_from_ast(self._schema, one.type)
            if is_input_type(of):
                _look_through(of, variables.get(one.variable.name.value), found)
        return frozenset(self.known.keys() & found)


@cache
def deprecations_of(schema: GraphQLSchema) -> Deprecations:
    """A process has one schema, which never changes."""
    return Deprecations(schema)


class _Naming(Visitor):
    """Notes the coordinate of all that a definition names, and which fragments it spreads."""

    def __init__(self, info: TypeInfo, found: set[str]) -> None:
        super().__init__()
        self._info = info
        self._found = found
        self._field = ""
        self.spread: list[str] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        # Its arguments come before whatever is selected inside of it.
        parent = self._info.get_parent_type()
        self._field = "" if parent is None else f"{parent.name}.{node.name.value}"
        self._found.add(self._field)

    def enter_argument(self, node: ArgumentNode, *_: object) -> None:
        if self._info.get_directive() is None:
            self._found.add(f"{self._field}({node.name.value}:)")

    def enter_object_field(self, node: ObjectFieldNode, *_: object) -> None:
        parent = get_named_type(self._info.get_parent_input_type())
        if parent is not None:
            self._found.add(f"{parent.name}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_: object) -> None:
        of = get_named_type(self._info.get_input_type())
        if of is not None:
            self._found.add(f"{of.name}.{node.value}")

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.spread.append(node.name.value)


def _look_through(of: Any, value: Any, found: set[str]) -> None:
    """A value for an input type as JSON gave it; what does not fit was refused before."""
    match of:
        case GraphQLNonNull():
            _look_through(of.of_type, value, found)
        case GraphQLList():
            # A single value stands for a list of one.
            for one in cast("list[Any]", value) if isinstance(value, list) else [value]:
                _look_through(of.of_type, one, found)
        case GraphQLEnumType() if isinstance(value, str):
            found.add(f"{of.name}.{value}")
        case GraphQLInputObjectType() if isinstance(value, dict):
            for name, inner in cast("dict[str, Any]", value).items():
                if name in of.fields:
                    found.add(f"{of.name}.{name}")
                    _look_through(of.fields[name].type, inner, found)
        case _:
            pass

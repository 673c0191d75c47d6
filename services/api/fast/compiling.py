# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# (graphql-core leaves the inner types of its lists open.)
"""A selection of plain fields → one Python function that reads an answer into its JSON form.

graphql-core walks a selection anew for each object. Here it is walked once, and what it says is
written as Python: attributes are read, leaves coerced, nulls looked after. Only names of the schema
become source text; aliases and constants are literals. What is not plain (resolvers that wait,
arguments, abstract types, deferred parts) is not compiled. When an answer is not what the types
say, the function gives up, and graphql-core reads it from the beginning.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    Undefined,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.collect_fields import CollectedFields, FieldDetails
from strawberry.schema.schema_converter import CustomGraphQLEnumType, GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from api.fast.prepared import TEXTS, Prepared

Compiled = Callable[[Any, Any], Any]
"""(value, strawberry's info) → what the JSON says. Raises whatever when it is not for it."""
Collect = Callable[[GraphQLObjectType, list[FieldDetails]], CollectedFields]
"""What an object type's selection comes to: graphql-core's own, for the variables at hand."""

DEEPEST = 20

CONSTANT = {
    "District.province",
    "Organisation.district",
    "Organisation.province",
    "Province.districts",
}
"""Resolvers that say the same to everybody as long as the process lives: they look into the places
that it has read. A list that is kept as JSON may have them in it."""


class NotPlain(Exception):
    """This selection is graphql-core's."""


class GivenUp(Exception):
    """This answer is graphql-core's."""


def compile_selection(
    return_type: GraphQLOutputType, fields: list[FieldDetails], collect: Collect
) -> Compiled | None:
    """None for a selection that is not plain."""
    writer = _Writer(collect)
    try:
        value = writer.value(return_type, fields, "given", 0)
    except NotPlain:
        return None
    return writer.finish(value)


def _give_up() -> Any:
    raise GivenUp


def _sequence(value: Any) -> Any:
    """What may be walked: a generator walked here could not be walked again."""
    if value.__class__ is list or value.__class__ is tuple:
        return value
    if value.__class__ is Prepared:
        return value.items()
    raise GivenUp


def _strictly(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def coerced(value: Any) -> Any:
        found = coerce(value)
        if found is None or found is Undefined:
            raise GivenUp
        return found

    return coerced


class _Writer:
    """Collects the functions of a selection, innermost first, and the values they speak of."""

    def __init__(self, collect: Collect) -> None:
        self._collect = collect
        self._names: dict[str, Any] = {
            "_give_up": _give_up,
            "_sequence": _sequence,
            "_Prepared": Prepared,
            "_text_of": TEXTS.show,
        }
        self._lines: list[str] = []
        self._resolvers = 0
        self._count = 0

    def finish(self, value: str) -> Compiled:
        source = "\n".join([*self._lines, "def _whole(given, info):", f"    return {value}"])
        exec(compile(source, "<selection>", "exec"), self._names)  # noqa: S102 (see above)
        return self._names["_whole"]

    def value(
        self, of: GraphQLOutputType, fields: list[FieldDetails], read: str, depth: int
    ) -> str:
        """An expression that reads a value of this type with `read`, null rules included."""
        is_required = is_non_null_type(of)
        inner = of.of_type if is_required else of
        one = self._fresh("v")
        shown = self._present(inner, fields, one, depth)
        absent = "_give_up()" if is_required else "None"
        return f"({shown} if ({one} := {read}) is not None else {absent})"

    def _present(
        self, of: GraphQLOutputType, fields: list[FieldDetails], one: str, depth: int
    ) -> str:
        if is_leaf_type(of):
            return self._leaf(of, one)
        if is_list_type(of):
            return self._list(of.of_type, fields, one, depth)
        if is_object_type(of):
            return f"{self._object(of, fields, depth + 1)}({one}, info)"
        raise NotPlain

    def _list(self, of: GraphQLOutputType, fields: list[FieldDetails], one: str, depth: int) -> str:
        """A prepared list's JSON is taken from what is kept, unless a resolver has to be asked."""
        before, item = self._resolvers, self._fresh("i")
        shown = self.value(of, fields, item, depth)
        function = self._fresh("list")
        self._lines += [
            f"def {function}(given, info):",
            f"    return [{shown} for {item} in _sequence(given)]",
        ]
        if self._resolvers != before:
            return f"{function}({one}, info)"
        kept = f"_text_of({one}, {function}, info)"
        return f"({kept} if {one}.__class__ is _Prepared else {function}({one}, info))"

    def _leaf(self, of: GraphQLLeafType, one: str) -> str:
        coerce = self._keep("coerce", _strictly(of.coerce_output_value))
        if is_enum_type(of):
            return self._enum(of, one, coerce)
        if isinstance(of, GraphQLScalarType):
            match of.name:
                case "String" | "ID":
                    return f"({one} if {one}.__class__ is str else {coerce}({one}))"
                case "Boolean":
                    return f"({one} if {one}.__class__ is bool else {coerce}({one}))"
                case "Int":
                    fits = f"{one}.__class__ is int and -2147483648 <= {one} <= 2147483647"
                    return f"({one} if {fits} else {coerce}({one}))"
                case _:
                    pass
        return f"{coerce}({one})"

    def _enum(self, of: GraphQLEnumType, one: str, coerce: str) -> str:
        if not isinstance(of, CustomGraphQLEnumType):
            return f"{coerce}({one})"
        known = {member: of.coerce_output_value(member) for member in of.wrapped_cls}
        names, members = self._keep("names", known), self._keep("enum", of.wrapped_cls)
        return f"({names}[{one}] if {one}.__class__ is {members} else {coerce}({one}))"

    def _object(self, of: GraphQLObjectType, fields: list[FieldDetails], depth: int) -> str:
        """The name of a function that reads one object."""
        collected = self._collect(of, fields)
        if collected.new_defer_usages or depth > DEEPEST:
            raise NotPlain
        definition = of.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if definition is None or definition.is_type_of or definition.concrete_of:
            raise NotPlain
        lines: list[str] = []
        if of.is_type_of is not None:
            origin = self._keep("type", definition.origin)
            lines += [f"    if one.__class__ is not {origin}:", "        _give_up()"]
        parts: list[str] = []
        for name, inner in collected.grouped_field_set.items():
            shown = self._field(of, inner, depth)
            if shown is not None:
                parts.append(f"        {name!r}: {shown},")
        function = self._fresh("object")
        self._lines += [
            f"def {function}(one, info):",
            *lines,
            "    return {",
            *parts,
            "    }",
        ]
        return function

    def _field(self, of: GraphQLObjectType, fields: list[FieldDetails], depth: int) -> str | None:
        first = fields[0]
        name = first.node.name.value
        if name == "__typename":
            return repr(of.name)
        field = of.fields.get(name)
        if field is None:
            return None
        if first.fragment_variable_values or field.args:
            raise NotPlain
        ours = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if not isinstance(ours, StrawberryField):
            raise NotPlain
        is_constant = f"{of.name}.{name}" in CONSTANT
        return self.value(field.type, fields, self._read(ours, is_constant), depth)

    def _read(self, field: StrawberryField, is_constant: bool) -> str:
        """How the field is read from `one`: an attribute, or a resolver that does not wait."""
        if field.is_basic_field:
            name = field.python_name
            if not name.isidentifier() or keyword.iskeyword(name):
                raise NotPlain
            return f"one.{name}"
        resolver = field.base_resolver
        if field.extensions or field.is_async or resolver is None or resolver.arguments:
            raise NotPlain
        function = self._keep("resolver", resolver.wrapped_func)
        self._resolvers += not is_constant
        wants_info = resolver.info_parameter is not None
        return f"{function}(one, info)" if wants_info else f"{function}(one)"

    def _keep(self, what: str, value: Any) -> str:
        name = self._fresh(what)
        self._names[name] = value
        return name

    def _fresh(self, what: str) -> str:
        self._count += 1
        return f"_{what}{self._count}"

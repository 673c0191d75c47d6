"""What a query may cost is estimated by names: every field that costs something is known."""

import inspect
from collections.abc import Iterator
from typing import Any, cast

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    is_leaf_type,
    is_required_argument,
)

from api.schema.assembly import SCHEMA
from api.schema.limits import ESTIMATES, OWN_STATEMENT

ROOTS = {"Query", "Mutation", "Subscription"}
WITHOUT_A_STATEMENT = {
    "Amendment.organisation",
    "Initiative.sheet",
    "Plan.organisation",
    "Report.organisation",
    "Revision.organisation",
}
"""Read for all objects of a request together, or kept once they were read."""
FEW = {"PlanDiff.totals"}
"""A list named like a single thing elsewhere: one for each year, and the sum."""
OF_ONE_REQUEST = {"problems"}
"""As many as the request's own input has."""


# Strawberry keeps the executable schema, with its resolvers, under this name.
TYPES: dict[str, GraphQLNamedType] = cast("Any", SCHEMA)._schema.type_map


def fields() -> Iterator[tuple[GraphQLObjectType, str, GraphQLField]]:
    for one in TYPES.values():
        if isinstance(one, GraphQLObjectType) and not one.name.startswith("__"):
            for name, field in one.fields.items():
                yield one, name, field


def is_page(field: GraphQLField) -> bool:
    return "first" in field.args


def is_list_of_objects(field: GraphQLField) -> bool:
    kind = str(cast("object", field.type))
    return kind.startswith("[") and not is_leaf_type(TYPES[kind.strip("[]!")])


def asks_the_database(field: GraphQLField) -> bool:
    resolver = getattr(field.extensions["strawberry-definition"], "base_resolver", None)
    return resolver is not None and inspect.iscoroutinefunction(resolver.wrapped_func)


def test_every_list_of_objects_has_an_estimate_or_a_page() -> None:
    """A connection's `edges` are counted by the `first` of the field that gives it, or without one
    by its estimate."""
    unknown = [
        f"{owner.name}.{name}"
        for owner, name, field in fields()
        if (is_list_of_objects(field) or is_page(field))
        and name not in ESTIMATES.keys() | OF_ONE_REQUEST
        and f"{owner.name}.{name}" not in FEW
        and not ("first" in field.args and is_required_argument(field.args["first"]))
        and not (owner.name.endswith("Connection") and name == "edges")
    ]
    assert not unknown


def test_every_field_that_asks_the_database_for_each_object_weighs_more() -> None:
    unknown = [
        f"{owner.name}.{name}"
        for owner, name, field in fields()
        if owner.name not in ROOTS
        and asks_the_database(field)
        and name not in OWN_STATEMENT
        and f"{owner.name}.{name}" not in WITHOUT_A_STATEMENT
    ]
    assert not unknown


def test_what_is_weighed_is_there() -> None:
    known = {name for _, name, _ in fields()}
    assert not (ESTIMATES.keys() | OWN_STATEMENT) - known
    there = {f"{owner.name}.{name}" for owner, name, field in fields() if asks_the_database(field)}
    assert there >= WITHOUT_A_STATEMENT

"""GraphQL selections made from the schema itself: every field of a type, so that none is missed."""

from typing import cast

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    build_schema,
    is_leaf_type,
)

from api.schema import assembly

SCHEMA = build_schema(assembly.SCHEMA.as_str())
ROUND_TRIPS = {"Province.districts", "District.province", "District.subdistricts"}
"""Fields that lead back to where they came from; asked for on their own."""
COMPARISONS = {
    "Amendment.changes",
    "Plan.changes",
    "Revision.changes",
    "RevisionAmendment.changes",
}
"""Fields that each compare two contents of a plan; asked for on their own."""
OF_ONE_REPORT = {"Report.attachments", "Report.evidence", "Report.rows", "Report.sar"}
"""Fields that cost too much for each report of an area; asked for by `node`."""


def fields_of(root: str) -> set[str]:
    """The names of a root type's fields, as `Query.plan`."""
    return {f"{root}.{name}" for name in object_type(root).fields}


def object_type(name: str) -> GraphQLObjectType:
    """A type by its name."""
    found = SCHEMA.type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found


def return_type(field: GraphQLField) -> str:
    """The bare name of what a field gives."""
    return str(cast("object", field.type)).strip("[]!")


def everything(type_name: str) -> str:
    """Fragments `All<Type>` for a type and all below it; spread the first one."""
    left_out = (
        ROUND_TRIPS | COMPARISONS | (OF_ONE_REPORT if type_name == "AreaReport" else set[str]())
    )
    waiting, made = [type_name], dict[str, str]()
    while waiting:
        name = waiting.pop()
        if name in made:
            continue
        selected: list[str] = []
        for field_name, field in object_type(name).fields.items():
            inner = return_type(field)
            if f"{name}.{field_name}" in left_out:
                continue
            if isinstance(SCHEMA.type_map[inner], GraphQLObjectType):
                waiting.append(inner)
                selected.append(f"{field_name} {{ ...All{inner} }}")
            else:
                assert not isinstance(
                    SCHEMA.type_map[inner], GraphQLInterfaceType | GraphQLUnionType
                )
                selected.append(field_name)
        made[name] = f"fragment All{name} on {name} {{ {' '.join(selected)} }}"
    return "\n".join(made.values())


def whole_query(field_name: str, arguments: str = "", declared: str = "") -> str:
    """`query { field(arguments) { everything } }`."""
    inner = return_type(object_type("Query").fields[field_name])
    return _operation("query", field_name, arguments, declared, inner)


def whole_node(type_name: str) -> str:
    """`node(id: $id)`, everything of one type."""
    return (
        f"query($id: ID!) {{ node(id: $id) {{ __typename id ...All{type_name} }} }}\n"
        + everything(type_name)
    )


def whole_mutation(field_name: str) -> str:
    """`mutation { field(input: $input) { everything } }`."""
    field = object_type("Mutation").fields[field_name]
    inner = return_type(field)
    declared = f"$input: {field.args['input'].type}"
    return _operation("mutation", field_name, "input: $input", declared, inner)


def whole_subscription(field_name: str, arguments: str, declared: str) -> str:
    """`subscription { field(arguments) { everything } }`."""
    inner = return_type(object_type("Subscription").fields[field_name])
    return _operation("subscription", field_name, arguments, declared, inner)


def _operation(verb: str, field_name: str, arguments: str, declared: str, inner: str) -> str:
    head = f"{verb}({declared})" if declared else verb
    call = f"{field_name}({arguments})" if arguments else field_name
    if is_leaf_type(SCHEMA.type_map[inner]):
        return f"{head} {{ {call} }}"
    return f"{head} {{ {call} {{ ...All{inner} }} }}\n{everything(inner)}"

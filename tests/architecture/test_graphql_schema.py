"""The GraphQL schema: written down, current, and explained to whoever reads it."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
)

from api.schema import assembly

FILE = Path(__file__).parents[2] / "services" / "api" / "schema.graphql"
SCHEMA = build_schema(assembly.sdl())
OURS = {name: one for name, one in SCHEMA.type_map.items() if not name.startswith("__")}
BUILT_IN = {"Boolean", "Float", "ID", "Int", "String"}


def described_things() -> Iterator[tuple[str, str | None]]:
    """Everything that should have a description, with it."""
    for name, one in OURS.items():
        if name in BUILT_IN:
            continue
        yield name, one.description
        if isinstance(one, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in one.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    # A mutation's `input` is explained by its type.
                    if argument_name != "input":
                        yield f"{name}.{field_name}({argument_name}:)", argument.description
        elif isinstance(one, GraphQLInputObjectType):
            for field_name, input_field in one.fields.items():
                yield f"{name}.{field_name}", input_field.description


def test_the_written_schema_is_current() -> None:
    assert FILE.read_text() == assembly.sdl()


def test_everything_has_a_description() -> None:
    assert not [name for name, description in described_things() if not description]


def test_descriptions_are_sentences_of_their_own() -> None:
    lazy = [name for name, text in described_things() if text and text.strip(".") == name]
    assert not lazy


def test_mutations_answer_with_problems() -> None:
    """A refusal that a person can act on is data; only bugs and sign-in are errors."""
    assert SCHEMA.mutation_type is not None
    for name, field in SCHEMA.mutation_type.fields.items():
        assert str(field.type).endswith("Payload!"), name
        payload = OURS[str(field.type).removesuffix("!")]
        assert isinstance(payload, GraphQLObjectType), name
        assert str(payload.fields["problems"].type) == "[Problem!]!", name
        assert list(field.args) == ["input"], name


def test_what_has_a_global_id_can_be_fetched_by_it() -> None:
    node = OURS["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    nodes = {
        name
        for name, one in OURS.items()
        if isinstance(one, GraphQLObjectType) and node in one.interfaces
    }
    assert nodes == set(assembly.NODES)


def test_enums_list_their_values_in_capitals() -> None:
    for name, one in OURS.items():
        if isinstance(one, GraphQLEnumType):
            assert all(value.isupper() for value in one.values), name

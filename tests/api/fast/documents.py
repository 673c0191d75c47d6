# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# (graphql-core leaves the inner types of its lists open.)
"""Documents over the real schema, made at random: whatever one may write of plain fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    is_composite_type,
    is_required_argument,
)
from hypothesis import strategies as st

from api.schema.assembly import sdl

TYPES = build_schema(sdl()).type_map
DIRECTIVES = (
    "@include(if: $yes)",
    "@include(if: $no)",
    "@skip(if: $no)",
    "@skip(if: $yes)",
    "@include(if: true)",
    "@skip(if: true) @include(if: $yes)",
)
MOST_ALIASES = 10


@dataclass
class Writing:
    """What one document has used up, and its named fragments."""

    draw: st.DrawFn
    aliases: int = 0
    fragments: list[str] = field(default_factory=list[str])

    def one_in(self, n: int) -> bool:
        return self.draw(st.integers(1, n)) == 1

    def selection(self, type_name: str, depth: int) -> str:
        of = TYPES[type_name]
        assert isinstance(of, GraphQLObjectType | GraphQLInterfaceType)
        names = [
            name
            for name, one in of.fields.items()
            if not any(is_required_argument(argument) for argument in one.args.values())
            and (depth > 0 or not is_composite_type(get_named_type(one.type)))
        ]
        chosen = self.draw(st.lists(st.sampled_from(names), max_size=6)) if names else []
        parts = [self.written(of.fields[name], name, depth) for name in chosen]
        if not parts or self.one_in(4):
            parts.append("__typename")
        if depth > 0 and self.one_in(4):
            parts.append(self.fragment(type_name, depth))
        return " ".join(parts)

    def written(self, one: GraphQLField, name: str, depth: int) -> str:
        alias = ""
        if self.aliases < MOST_ALIASES and self.one_in(6):
            self.aliases += 1
            alias = f"a{self.aliases}: "
        directive = f" {self.draw(st.sampled_from(DIRECTIVES))}" if self.one_in(6) else ""
        inner = get_named_type(one.type)
        if not is_composite_type(inner):
            return f"{alias}{name}{directive}"
        return f"{alias}{name}{directive} {{ {self.selection(inner.name, depth - 1)} }}"

    def fragment(self, type_name: str, depth: int) -> str:
        """Inline, or named and spread; on the type itself or on an interface of it."""
        of = TYPES[type_name]
        assert isinstance(of, GraphQLObjectType | GraphQLInterfaceType)
        on = self.draw(st.sampled_from([type_name, *(one.name for one in of.interfaces)]))
        body = self.selection(on, depth - 1)
        if self.one_in(2):
            return f"... on {on} {{ {body} }}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {on} {{ {body} }}")
        return f"...{name}"


ABSTRACT = ("Revision", "Organisation", "Plan", "Report", "FrameworkEdition")
"""Types that `node` may turn out to be."""


@st.composite
def documents(draw: st.DrawFn, roots: dict[str, str]) -> str:
    """An operation over some of these root fields (name with arguments → type, "" is `Node`)."""
    writing = Writing(draw)
    parts: list[str] = []
    chosen = draw(st.lists(st.sampled_from(sorted(roots)), min_size=1, max_size=2, unique=True))
    for call in chosen:
        depth = draw(st.integers(0, 4))
        if roots[call]:
            body = writing.selection(roots[call], depth)
        else:
            on = draw(st.sampled_from(ABSTRACT))
            body = f"__typename id ... on {on} {{ {writing.selection(on, depth)} }}"
        parts.append(f"{call} {{ {body} }}")
    # Variables that nothing uses are refused.
    parts += ["t1: __typename @include(if: $yes)", "t2: __typename @skip(if: $no)"]
    switches = "query($yes: Boolean!, $no: Boolean = false)"
    return "\n".join([f"{switches} {{ {' '.join(parts)} }}", *writing.fragments])

"""A plug-in of ariadne-codegen: a value that an enum gets later is read, not refused.

Simiti may add values to its enums any day (docs/graphql.md, "Changes").
"""

from __future__ import annotations

import ast

from ariadne_codegen.plugins.base import Plugin
from graphql import GraphQLEnumType

METHOD = """
@classmethod
def _missing_(cls, value: object) -> "{name}":
    member = str.__new__(cls, str(value))
    member._name_ = member._value_ = str(value)
    return member
"""


class UnknownValues(Plugin):
    """Each enum takes a value that it does not know for one without a name of ours."""

    def generate_enum(self, class_def: ast.ClassDef, enum_type: GraphQLEnumType) -> ast.ClassDef:
        del enum_type
        class_def.body += ast.parse(METHOD.format(name=class_def.name)).body
        return class_def

# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# (graphql-core leaves the inner types of its lists open.)
"""graphql-core's executor, which completes plain selections by compiled functions."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLOutputType, GraphQLResolveInfo, get_named_type, is_object_type
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import AwaitableOrValue, Path
from strawberry import Info
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.field import StrawberryField

from api.fast.compiling import Compiled, compile_selection
from api.fast.documents import KnownDocument


def _info_of(info: GraphQLResolveInfo[Any]) -> Info[Any, Any]:
    """Resolvers that do not wait look at the context alone, which is the same everywhere."""
    return Info(_raw_info=info, _field=NO_FIELD)


NO_FIELD = StrawberryField(python_name="of_a_compiled_selection")


class FastExecutor(StrawberryGraphQLCoreExecutionContext):
    """Whatever a compiled function cannot read, it reads as ever, from the same value.

    That is safe because compiled functions only read: no resolver that waits is among them.
    """

    _found: dict[tuple[int, int], Compiled | None]

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._found = {}
        self._known: KnownDocument | None = getattr(self.context_value, "known", None)

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: list[FieldDetails],
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> AwaitableOrValue[Any]:
        if self._known is not None:
            compiled = self._compiled(return_type, field_details_list)
            if compiled is not None:
                try:
                    return compiled(result, _info_of(info))
                except Exception:  # noqa: BLE001, S110 (below it happens again, and is told)
                    pass
        return super().complete_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def _compiled(self, of: GraphQLOutputType, fields: list[FieldDetails]) -> Compiled | None:
        here = (id(of), id(fields))
        try:
            return self._found[here]
        except KeyError:
            found = self._found[here] = self._find(of, fields)
            return found

    def _find(self, of: GraphQLOutputType, fields: list[FieldDetails]) -> Compiled | None:
        known = self._known
        if known is None or not is_object_type(get_named_type(of)):
            return None
        values = self.variable_values.coerced
        # The document is kept, so that its nodes keep their ids as long as the key is kept.
        key = (
            id(of),
            *(id(one.node) for one in fields),
            *(values.get(name) for name in known.switches),
        )
        if key not in known.compiled:
            known.keep(key, compile_selection(of, fields, self.collect_subfields))
        return known.compiled[key]

"""Who may do what to each table: grants and row-level security, as SQL for migrations.

Policies only compare columns with the transaction's settings through functions that PostgreSQL
inlines; a missing setting is NULL, so nothing is visible (fail closed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

APP_ROLES = "simiti_app, simiti_worker"
VERB = re.compile(r"SELECT|INSERT|UPDATE|DELETE")

SETTINGS = {
    "simiti_tenant": ("bigint", "simiti.tenant_id"),
    "simiti_writing_tenant": ("bigint", "simiti.writing_tenant_id"),
    "simiti_province": ("text", "simiti.province_code"),
    "simiti_district": ("text", "simiti.district_code"),
    "simiti_nation": ("text", "simiti.nation"),
}

OWN = "tenant_id = simiti_tenant()"
WRITING = "tenant_id = simiti_writing_tenant()"
IN_AREA = (
    f"{OWN} OR province_code = simiti_province() OR district_code = simiti_district()"
    " OR simiti_nation() = 'yes'"
)


def setting_functions() -> Iterator[str]:
    for name, (kind, setting) in SETTINGS.items():
        yield (
            f"CREATE FUNCTION {name}() RETURNS {kind} LANGUAGE sql STABLE PARALLEL SAFE AS"
            f" $$ SELECT nullif(current_setting('{setting}', true), '')::{kind} $$"
        )
        yield f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {name}() TO {APP_ROLES}"


def private(table: str, *, verbs: str) -> Iterator[str]:
    """A table that only its own organisation sees and, in a write transaction, changes."""
    yield from _secured(table)
    yield f"CREATE POLICY own_read ON {table} FOR SELECT TO {APP_ROLES} USING ({OWN})"
    yield from _writes(table, verbs)


def area_readable(table: str, *, verbs: str) -> Iterator[str]:
    """Submitted facts: the organisation itself, its district, its province and the nation read."""
    yield from _secured(table)
    yield f"CREATE POLICY area_read ON {table} FOR SELECT TO {APP_ROLES} USING ({IN_AREA})"
    yield from _writes(table, verbs)


def jobs(table: str) -> Iterator[str]:
    """Promised work: the organisation promises, the worker sees and moves all of it (ids only)."""
    yield from _secured(table)
    yield f"CREATE POLICY own_read ON {table} FOR SELECT TO simiti_app USING ({OWN})"
    yield f"CREATE POLICY own_insert ON {table} FOR INSERT TO {APP_ROLES} WITH CHECK ({WRITING})"
    yield f"GRANT SELECT, INSERT ON {table} TO {APP_ROLES}"
    # Not tenant_id, nor whom and what the job is for: those are the promise.
    moves = "UPDATE (state, attempt, due_at, leased_until, finished_at)"
    yield from _every_row(table, "simiti_worker", f"SELECT, {moves}")


def door_only(table: str, *, door: str, operator: str, worker: str = "") -> Iterator[str]:
    """People's data: never for the application role, by column for the worker."""
    yield from _secured(table)
    yield from _every_row(table, "simiti_door", door)
    yield from _every_row(table, "simiti_operator", operator)
    if worker:
        yield from _every_row(table, "simiti_worker", worker)


def reference(table: str) -> Iterator[str]:
    """Shared data: everybody reads, the operator writes."""
    yield f"GRANT SELECT ON {table} TO {APP_ROLES}, simiti_door, simiti_operator"
    yield f"GRANT INSERT, UPDATE, DELETE ON {table} TO simiti_operator"


def _secured(table: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"


def _every_row(table: str, role: str, rights: str) -> Iterator[str]:
    """All rows, for the granted verbs and no other; a right may name its columns."""
    yield f"GRANT {rights} ON {table} TO {role}"
    for verb in VERB.findall(rights):
        clause = {
            "INSERT": "WITH CHECK (true)",
            "UPDATE": "USING (true) WITH CHECK (true)",
        }.get(verb, "USING (true)")
        name = f"{role.removeprefix('simiti_')}_{verb.lower()}"
        yield f"CREATE POLICY {name} ON {table} FOR {verb} TO {role} {clause}"


def _writes(table: str, verbs: str) -> Iterator[str]:
    wanted = [verb.strip() for verb in verbs.split(",")]
    yield f"GRANT {', '.join(['SELECT', *wanted])} ON {table} TO {APP_ROLES}"
    for verb in wanted:
        clause = {
            "INSERT": f"WITH CHECK ({WRITING})",
            "UPDATE": f"USING ({WRITING}) WITH CHECK ({WRITING})",
            "DELETE": f"USING ({WRITING})",
        }[verb]
        yield (f"CREATE POLICY own_{verb.lower()} ON {table} FOR {verb} TO {APP_ROLES} {clause}")

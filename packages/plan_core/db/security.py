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
    "simiti_reviewing_tenant": ("bigint", "simiti.reviewing_tenant_id"),
    "simiti_person": ("uuid", "simiti.person_id"),
}

OWN = "tenant_id = simiti_tenant()"
WRITING = "tenant_id = simiti_writing_tenant()"
# The nation first: who sees it reads thousands of rows, and each comparison costs each of them half
# a microsecond; the others read few.
IN_AREA = (
    f"simiti_nation() = 'yes' OR {OWN} OR province_code = simiti_province()"
    " OR district_code = simiti_district()"
)
SHARED = (
    f"{OWN} OR is_shared AND (simiti_nation() = 'yes' OR province_code = simiti_province()"
    " OR district_code = simiti_district())"
)
REVIEWING = "tenant_id = simiti_reviewing_tenant()"
WRITING_OR_REVIEWING = f"{WRITING} OR {REVIEWING}"
REVIEWING_IN_AREA = (
    f"{WRITING} OR {REVIEWING}"
    " AND (province_code = simiti_province() OR district_code = simiti_district())"
)
MINE = "person_id = simiti_person()"


def setting_functions(*names: str) -> Iterator[str]:
    for name in names:
        kind, setting = SETTINGS[name]
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


def shared(table: str, *, verbs: str) -> Iterator[str]:
    """Private to its organisation until a row `is_shared`: then its area and the nation read it."""
    yield from _secured(table)
    yield f"CREATE POLICY shared_read ON {table} FOR SELECT TO {APP_ROLES} USING ({SHARED})"
    yield from _writes(table, verbs)


def reviewed(table: str) -> Iterator[str]:
    """What is said about a submission: appended by its organisation or by an officer of its area
    who reviews it; read by both. The table's foreign key ties the area to the revision's."""
    yield from _secured(table)
    yield f"CREATE POLICY area_read ON {table} FOR SELECT TO {APP_ROLES} USING ({IN_AREA})"
    yield (
        f"CREATE POLICY area_insert ON {table} FOR INSERT TO {APP_ROLES}"
        f" WITH CHECK ({REVIEWING_IN_AREA})"
    )
    yield f"GRANT SELECT, INSERT ON {table} TO {APP_ROLES}"


def delegated(table: str, *, ends: str, door: str) -> Iterator[str]:
    """Rights handed on inside an organisation: the application adds, and ends by the columns
    `ends`; nothing else is changed. The door sees of all that are not revoked what `door` names.
    """
    yield from _secured(table)
    yield f"CREATE POLICY own_read ON {table} FOR SELECT TO {APP_ROLES} USING ({OWN})"
    yield f"GRANT SELECT ON {table} TO {APP_ROLES}"
    yield f"GRANT INSERT, UPDATE ({ends}) ON {table} TO simiti_app"
    yield from _policies(table, ["INSERT", "UPDATE"], "own", "simiti_app", WRITING)
    yield f"GRANT SELECT ({door}) ON {table} TO simiti_door"
    yield (
        f"CREATE POLICY door_select ON {table} FOR SELECT TO simiti_door USING (revoked_at IS NULL)"
    )


def chain_head(table: str) -> Iterator[str]:
    """The end of an organisation's audit chain: moved by whoever writes or reviews its things."""
    yield from _secured(table)
    reads = f"{OWN} OR {REVIEWING}"
    yield f"CREATE POLICY own_read ON {table} FOR SELECT TO {APP_ROLES} USING ({reads})"
    yield from _writes(table, "INSERT, UPDATE", WRITING_OR_REVIEWING)


def let_reviewers_append(table: str) -> Iterator[str]:
    """Who reviews an organisation's submission appends here too, and reads nothing."""
    yield f"DROP POLICY own_insert ON {table}"
    yield (
        f"CREATE POLICY own_insert ON {table} FOR INSERT TO {APP_ROLES}"
        f" WITH CHECK ({WRITING_OR_REVIEWING})"
    )


def personal(table: str, *, app: str = "") -> Iterator[str]:
    """One person's own rows, in whatever post; the worker delivers to everybody.

    `app` is what the application may do beside reading; a right may name its columns.
    """
    yield from _secured(table)
    yield f"CREATE POLICY mine_read ON {table} FOR SELECT TO simiti_app USING ({MINE})"
    yield f"GRANT {', '.join(['SELECT', app] if app else ['SELECT'])} ON {table} TO simiti_app"
    yield from _policies(table, VERB.findall(app), "mine", "simiti_app", MINE)
    yield from _every_row(table, "simiti_worker", "SELECT, INSERT, UPDATE, DELETE")


def jobs(table: str) -> Iterator[str]:
    """Promised work: the organisation promises, the worker sees and moves all of it (ids only)."""
    yield from _secured(table)
    yield f"CREATE POLICY own_read ON {table} FOR SELECT TO simiti_app USING ({OWN})"
    yield f"CREATE POLICY own_insert ON {table} FOR INSERT TO {APP_ROLES} WITH CHECK ({WRITING})"
    yield f"GRANT SELECT, INSERT ON {table} TO {APP_ROLES}"
    # Not tenant_id, nor whom and what the job is for: those are the promise.
    moves = "UPDATE (state, attempt, due_at, leased_until, finished_at)"
    yield from _every_row(table, "simiti_worker", f"SELECT, {moves}")


def delivered(table: str, *, app: str, worker: str) -> Iterator[str]:
    """An organisation's own, which the worker brings on its way for all of them.

    `app` is what the application may do beside reading; a right may name its columns.
    """
    yield from _secured(table)
    yield f"CREATE POLICY own_read ON {table} FOR SELECT TO simiti_app USING ({OWN})"
    yield f"GRANT SELECT, {app} ON {table} TO simiti_app"
    yield from _policies(table, VERB.findall(app), "own", "simiti_app", WRITING)
    yield from _every_row(table, "simiti_worker", worker)


def let_worker_see_ends(table: str) -> Iterator[str]:
    """Of every organisation's chain the worker sees how far it goes; it moves only as before."""
    yield f"DROP POLICY own_read ON {table}"
    reads = f"{OWN} OR {REVIEWING}"
    yield f"CREATE POLICY own_read ON {table} FOR SELECT TO simiti_app USING ({reads})"
    yield f"CREATE POLICY worker_select ON {table} FOR SELECT TO simiti_worker USING (true)"


def let_worker_ask_of_tokens(table: str) -> Iterator[str]:
    """Whether a token that asked for something is still good, and what for; never its hash."""
    columns = "id, person_id, membership_id, scopes, expires_at, revoked_at"
    yield from _every_row(table, "simiti_worker", f"SELECT ({columns})")


def let_worker_name_tokens(table: str) -> Iterator[str]:
    """What a token that asked for something is called, for the log of what it did."""
    yield f"GRANT SELECT (name) ON {table} TO simiti_worker"


def door_only(table: str, *, door: str, operator: str = "", worker: str = "") -> Iterator[str]:
    """People's data: never for the application role, by column for the worker."""
    yield from _secured(table)
    yield from _every_row(table, "simiti_door", door)
    if operator:
        yield from _every_row(table, "simiti_operator", operator)
    if worker:
        yield from _every_row(table, "simiti_worker", worker)


def reference(table: str) -> Iterator[str]:
    """Shared data: everybody reads, the operator writes."""
    yield f"GRANT SELECT ON {table} TO {APP_ROLES}, simiti_door, simiti_operator"
    yield f"GRANT INSERT, UPDATE, DELETE ON {table} TO simiti_operator"


def finished(table: str) -> Iterator[str]:
    """Figures of groups, of no single organisation: everybody reads, the worker counts them."""
    yield f"GRANT SELECT ON {table} TO simiti_app"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO simiti_worker"


def public(table: str) -> Iterator[str]:
    """What is published: everybody reads it, signed in or not; its organisation only adds."""
    yield from _secured(table)
    yield f"CREATE POLICY all_read ON {table} FOR SELECT TO {APP_ROLES} USING (true)"
    yield from _writes(table, "INSERT")


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


def _writes(table: str, verbs: str, rule: str = WRITING) -> Iterator[str]:
    wanted = [verb.strip() for verb in verbs.split(",")]
    yield f"GRANT {', '.join(['SELECT', *wanted])} ON {table} TO {APP_ROLES}"
    yield from _policies(table, wanted, "own", APP_ROLES, rule)


def _policies(table: str, verbs: list[str], name: str, roles: str, rule: str) -> Iterator[str]:
    for verb in verbs:
        clause = {
            "INSERT": f"WITH CHECK ({rule})",
            "UPDATE": f"USING ({rule}) WITH CHECK ({rule})",
            "DELETE": f"USING ({rule})",
        }[verb]
        yield f"CREATE POLICY {name}_{verb.lower()} ON {table} FOR {verb} TO {roles} {clause}"

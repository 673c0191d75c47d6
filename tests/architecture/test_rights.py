"""Who may do what, as the database itself enforces it."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from architecture.catalogue import Catalogue
from architecture.table_kinds import (
    AREA_KINDS,
    COLUMN_RIGHTS,
    DOOR,
    KINDS,
    OWNER,
    ROLES,
    TENANT_KINDS,
    WORKER,
    Kind,
    rights_on,
    tables_of,
)

SECURED = tables_of(*TENANT_KINDS, Kind.PEOPLE, Kind.PERSONAL)
VERBS = {"SELECT": "S", "INSERT": "I", "UPDATE": "U", "DELETE": "D"}
ALLOWED_DEFINERS: set[str] = set()
"""SECURITY DEFINER functions, each with a reason and a pinned search_path. None so far."""

SETTINGS = {
    "simiti_tenant",
    "simiti_writing_tenant",
    "simiti_province",
    "simiti_district",
    "simiti_nation",
    "simiti_reviewing_tenant",
    "simiti_person",
}
OWN = "tenant_id = simiti_tenant()"
WRITING = "tenant_id = simiti_writing_tenant()"
IN_AREA = (
    f"simiti_nation() = 'yes' OR {OWN} OR province_code = simiti_province()"
    " OR district_code = simiti_district()"
)
SHARED = (
    f"{OWN} OR is_shared AND simiti_nation() = 'yes' OR province_code = simiti_province()"
    " OR district_code = simiti_district()"
)
REVIEWING = "tenant_id = simiti_reviewing_tenant()"
MINE = "person_id = simiti_person()"
WRITES = {
    Kind.SAID: f"{WRITING} OR {REVIEWING}"
    " AND province_code = simiti_province() OR district_code = simiti_district()",
    **dict.fromkeys((Kind.CHAIN, Kind.LOG, Kind.JOBS), f"{WRITING} OR {REVIEWING}"),
    Kind.PERSONAL: MINE,
}
"""By kind of table, where it is not the own organisation alone."""
READS = {
    **dict.fromkeys(AREA_KINDS, IN_AREA),
    Kind.CHAIN: f"{OWN} OR {REVIEWING}",
    Kind.PUBLIC: "true",
    Kind.PERSONAL: MINE,
    Kind.SHARED: SHARED,
}


def bare(expression: str | None) -> str | None:
    """A policy's expression without PostgreSQL's casts and brackets."""
    if expression is None:
        return None
    return re.sub(r"::text|\((?!\))|(?<!\()\)", "", expression)


def granted(described: Catalogue, table: str, role: str) -> set[str]:
    """Letters of the verbs that a role has on a table or on some of its columns."""
    return {
        VERBS[grant["verb"]]
        for grant in described.grants
        if grant["table"] == table and grant["role"] == role
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", sorted(KINDS))
def test_a_role_has_exactly_its_verbs(described: Catalogue, table: str, role: str) -> None:
    assert granted(described, table, role) == rights_on(table, role)


def test_some_verbs_are_for_some_columns_only(described: Catalogue) -> None:
    by_column: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    whole: set[tuple[str, str, str]] = set()
    for grant in described.grants:
        key = grant["table"], grant["role"], VERBS[grant["verb"]]
        if grant["column"] is None:
            whole.add(key)
        else:
            by_column[key].add(grant["column"])
    assert by_column == COLUMN_RIGHTS
    assert not whole & COLUMN_RIGHTS.keys()


def test_nobody_else_has_any_right(described: Catalogue) -> None:
    strangers = {grant["role"] for grant in described.grants} - set(ROLES)
    assert not strangers
    assert not described.defaults


@pytest.mark.parametrize("table", SECURED)
def test_row_level_security_is_on_and_forced(described: Catalogue, table: str) -> None:
    facts = next(one for one in described.tables if one["name"] == table)
    assert facts["is_secured"]
    assert facts["is_forced"]
    assert facts["owner"] == OWNER


@pytest.mark.parametrize("table", SECURED)
def test_there_is_one_policy_for_each_granted_verb_and_no_other(
    described: Catalogue, table: str
) -> None:
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for policy in described.policies:
        if policy["table"] == table:
            for role in policy["roles"]:
                found[role, VERBS.get(policy["cmd"], "ALL")] += 1
    wanted = {(role, verb): 1 for role in ROLES for verb in rights_on(table, role)}
    assert found == wanted


def test_only_secured_tables_have_policies(described: Catalogue) -> None:
    assert {policy["table"] for policy in described.policies} == set(SECURED)


def test_policies_compare_columns_with_settings_and_do_nothing_else(described: Catalogue) -> None:
    for policy in described.policies:
        where = f"{policy['table']}.{policy['name']}"
        table, verb = policy["table"], policy["cmd"]
        kind = KINDS[table]
        assert policy["permissive"] == "PERMISSIVE", where
        is_worker = policy["roles"] == [WORKER]
        if kind is Kind.DELEGATED and policy["roles"] == [DOOR]:
            assert (verb, bare(policy["using"])) == ("SELECT", "revoked_at IS NULL"), where
            continue
        everything = (
            kind is Kind.PEOPLE
            or (kind in {Kind.PERSONAL, Kind.DELIVERED} and is_worker)
            or (kind is Kind.CHAIN and is_worker and verb == "SELECT")
            or (kind is Kind.JOBS and is_worker and verb in {"SELECT", "UPDATE"})
        )
        writes = WRITES.get(kind, WRITING)
        using = "true" if everything else READS.get(kind, OWN) if verb == "SELECT" else writes
        check = "true" if everything else writes
        assert bare(policy["using"]) == (None if verb == "INSERT" else using), where
        assert bare(policy["with_check"]) == (check if verb in {"INSERT", "UPDATE"} else None), (
            where
        )


def test_settings_are_read_through_functions_that_can_be_inlined(described: Catalogue) -> None:
    assert {function["name"] for function in described.functions} == SETTINGS
    for function in described.functions:
        assert function["language"] == "sql", function["name"]
        assert function["volatility"] == "s", function["name"]
        assert function["settings"] is None, function["name"]
        assert not function["is_definer"], function["name"]
        assert not function["is_leakproof"], function["name"]
        assert set(function["callers"]) == {"simiti_app", "simiti_worker"}, function["name"]


def test_no_function_lends_its_owners_rights(described: Catalogue) -> None:
    assert {definer["name"] for definer in described.definers} == ALLOWED_DEFINERS


@pytest.mark.parametrize("name", [*ROLES, OWNER])
def test_a_role_can_sign_in_and_no_more(described: Catalogue, name: str) -> None:
    role = next(one for one in described.roles if one["name"] == name)
    assert role["rolcanlogin"]
    for might in ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication"):
        assert not role[might], might
    assert role["memberships"] == 0
    assert any(setting.startswith("statement_timeout=") for setting in role["settings"])
    assert any(setting.startswith("idle_in_tr") for setting in role["settings"])


@pytest.mark.parametrize("name", ROLES)
def test_a_running_role_makes_and_owns_nothing(described: Catalogue, name: str) -> None:
    role = next(one for one in described.roles if one["name"] == name)
    assert role["owned"] == 0
    assert not role["creates_in_schema"]
    assert not role["creates_schemas"]
    assert not role["makes_temporary_tables"]


def test_there_are_five_roles(described: Catalogue) -> None:
    assert {role["name"] for role in described.roles} == {*ROLES, OWNER}


def test_the_guide_names_every_table_that_is_kept_apart() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guides" / "isolation.md"
    kinds = guide.read_text().split("## The kinds of tables")[1].split("\n## ")[0]
    assert not set(SECURED) - set(re.findall(r"\w+", kinds))

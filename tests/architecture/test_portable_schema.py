"""The rules that let one schema run on plain PostgreSQL and distributed by tenant."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import BigInteger, Numeric

import servers
from architecture.catalogue import Catalogue
from architecture.table_kinds import AREA_KINDS, KINDS, TENANT_KINDS, Kind, tables_of
from local.database import DatabaseUrls
from plan_core import tables
from plan_core.db import migrate

TENANT_TABLES = tables_of(*TENANT_KINDS)
AREA_TABLES = tables_of(*AREA_KINDS, Kind.SHARED)
PERSONAL_TABLES = tables_of(Kind.PERSONAL)
MONEY = re.compile(r"amount|satang|baht|total")


def columns_of(described: Catalogue, table: str) -> dict[str, tuple[str, bool]]:
    """Name → type and whether it is required."""
    return {
        column["name"]: (column["type"], column["is_required"])
        for column in described.columns
        if column["table"] == table
    }


def keys_of(described: Catalogue, table: str) -> Iterator[tuple[str, list[str]]]:
    """Kind and columns of every constraint of a table."""
    for constraint in described.constraints:
        if constraint["table"] == table:
            yield constraint["kind"], constraint["columns"]


def test_every_table_is_classified(described: Catalogue) -> None:
    modelled = set(tables.metadata.tables)
    migrated = {table["name"] for table in described.tables}
    assert modelled == set(KINDS) - {"alembic_version"}
    assert migrated == set(KINDS)


def test_the_models_are_the_migrated_database(database_urls: DatabaseUrls) -> None:
    servers.outside_any_loop(migrate.check, database_urls.owner)


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_a_tenant_table_is_keyed_by_its_tenant(described: Catalogue, table: str) -> None:
    columns = columns_of(described, table)
    assert columns["tenant_id"] == ("bigint", True)
    assert columns["id"] == ("uuid", True)
    keys = dict(keys_of(described, table))
    assert keys["p"] == ["tenant_id", "id"]


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_ids_of_a_tenant_table_are_made_by_the_client(described: Catalogue, table: str) -> None:
    defaults = {
        column["name"]: column["default"]
        for column in described.columns
        if column["table"] == table and column["default"] is not None
    }
    assert not defaults


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_what_is_unique_is_unique_inside_a_tenant(described: Catalogue, table: str) -> None:
    """A wider unique key would tell one organisation what another one has."""
    wide = [columns for kind, columns in keys_of(described, table) if kind in "ux"]
    wide += [
        index["columns"]
        for index in described.indexes
        if index["table"] == table and index["is_unique"]
    ]
    assert wide
    assert all(columns[0] == "tenant_id" for columns in wide)


@pytest.mark.parametrize("table", PERSONAL_TABLES)
def test_a_personal_table_is_keyed_by_its_person(described: Catalogue, table: str) -> None:
    """And holds no organisation's key: whoever leaves a post takes nothing of a plan along."""
    columns = columns_of(described, table)
    assert columns["person_id"] == ("uuid", True)
    assert "tenant_id" not in columns
    wide = [columns for kind, columns in keys_of(described, table) if kind in "pux"]
    wide += [
        index["columns"]
        for index in described.indexes
        if index["table"] == table and index["is_unique"]
    ]
    assert wide
    assert all(columns[0] == "person_id" for columns in wide)


def test_what_is_personal_refers_to_its_person_and_to_shared_tables_only(
    described: Catalogue,
) -> None:
    targets = {
        constraint["target"]
        for constraint in described.constraints
        if constraint["kind"] == "f" and constraint["table"] in PERSONAL_TABLES
    }
    assert targets == {"person", "organisation"}


def test_references_between_tenant_tables_carry_the_tenant(described: Catalogue) -> None:
    found = 0
    for constraint in described.constraints:
        if constraint["kind"] != "f" or KINDS[constraint["table"]] not in TENANT_KINDS:
            continue
        if KINDS[constraint["target"]] in TENANT_KINDS:
            found += 1
            assert constraint["columns"][0] == "tenant_id", constraint["name"]
            area = constraint["columns"][2:]
            # What is said about a revision is tied to the revision's area as well.
            assert not area or KINDS[constraint["table"]] is Kind.SAID, constraint["name"]
            assert constraint["target_columns"] == ["tenant_id", "id", *area], constraint["name"]
        else:
            assert KINDS[constraint["target"]] is Kind.REFERENCE, constraint["name"]
    assert found > 5


def test_a_tenant_is_an_organisation(described: Catalogue) -> None:
    kept = {
        constraint["table"]
        for constraint in described.constraints
        if constraint["kind"] == "f"
        and constraint["columns"] == ["tenant_id"]
        and constraint["target"] == "organisation"
    }
    assert kept == set(TENANT_TABLES)


def test_shared_tables_never_point_to_a_tenants(described: Catalogue) -> None:
    wrong = [
        constraint["name"]
        for constraint in described.constraints
        if constraint["kind"] == "f"
        and KINDS[constraint["table"]] not in TENANT_KINDS
        and KINDS[constraint["target"]] in TENANT_KINDS
    ]
    assert not wrong


def test_no_reference_rewrites_rows_by_itself(described: Catalogue) -> None:
    """ON DELETE SET NULL of a composite key, and any ON UPDATE, cannot be distributed."""
    for constraint in described.constraints:
        if constraint["kind"] == "f":
            assert constraint["on_delete"] in "arc", constraint["name"]
            assert constraint["on_update"] in "ar", constraint["name"]


def test_nothing_happens_behind_the_actions_back(described: Catalogue) -> None:
    assert not described.triggers
    assert not described.rules
    assert {table["kind"] for table in described.tables} == {"r"}
    assert [schema["nspname"] for schema in described.schemas] == ["public"]


@pytest.mark.parametrize("table", AREA_TABLES)
def test_what_areas_read_carries_its_area(described: Catalogue, table: str) -> None:
    columns = columns_of(described, table)
    assert columns["province_code"] == ("text", True)
    assert columns["district_code"][0] == "text"


def test_only_what_areas_read_carries_an_area(described: Catalogue) -> None:
    with_area = {
        column["table"]
        for column in described.columns
        if column["name"] == "province_code" and KINDS[column["table"]] in TENANT_KINDS
    }
    assert with_area == set(AREA_TABLES)


def test_states_are_text_and_money_is_whole_satang(described: Catalogue) -> None:
    for column in described.columns:
        where = f"{column['table']}.{column['name']}"
        assert column["kind_of_type"] == "b", f"{where} has a type of its own"
        assert not re.match(r"numeric|real|double|money|json", column["type"]), where
        if MONEY.search(column["name"]):
            assert column["name"].endswith("_satang"), where
            assert column["type"].removesuffix("[]") == "bigint", where


def test_money_is_a_whole_number_in_the_models_too() -> None:
    for table in tables.metadata.tables.values():
        for column in table.columns:
            assert not isinstance(column.type, Numeric), column
            if column.name.endswith("amount_satang"):
                assert isinstance(column.type, BigInteger), column


def test_text_states_are_checked(described: Catalogue) -> None:
    """A StrEnum column without its CHECK would take any text."""
    checked = {
        (constraint["table"], constraint["columns"][0])
        for constraint in described.constraints
        if constraint["kind"] == "c" and constraint["name"].endswith("_is_known")
    }
    missing = {
        (table.name, column.name)
        for table in tables.metadata.tables.values()
        for column in table.columns
        if getattr(column.type, "enum_class", None) is not None
    } - checked
    # The history repeats what the register's own CHECK let through.
    assert missing <= {("organisation_name", "kind")}

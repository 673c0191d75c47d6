"""What belongs to an organisation, table by table; a table in none of these lists fails a test."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, select

from plan_core.tables import metadata

TENANT = "tenant_id"
PERSON, MEMBERSHIP = metadata.tables["person"], metadata.tables["membership"]
TOLD_OF_PEOPLE = ("id", "display_name", "is_active")
"""Who acted, so that the log can be read; never how they sign in."""

REGISTER = {
    "organisation": "id",
    "organisation_name": "organisation_id",
    "organisation_population": "organisation_id",
    "membership": "organisation_id",
}
"""Shared tables, with the column that says whose a row is."""

OF_PERSONS = "of a person in whatever post, not of the organisation"
SIGNING_IN = "how people and programs sign in: worth nothing elsewhere, and dangerous"
SHARED = "the same for every organisation: it comes with the program, or from its source"
GROUPS = "of groups of organisations, of no single one"
INSTALLATION = "of this installation"

LEFT_BEHIND = {
    **dict.fromkeys(
        ("export_job", "mail", "mail_setting", "notification", "saved_view"), OF_PERSONS
    ),
    **dict.fromkeys(
        (
            *("access_token", "account_event", "api_token", "api_token_document"),
            *("deprecated_use", "mail_address", "proven_identity", "recovery_code"),
            *("second_step", "sign_in"),
        ),
        SIGNING_IN,
    ),
    **dict.fromkeys(
        (
            *("area_outline", "crosswalk", "deadline", "dimension", "district", "edition"),
            *("mission", "province", "report_deadline", "sub_mission", "subdistrict"),
        ),
        SHARED,
    ),
    **dict.fromkeys(("peer_figure", "peer_group"), GROUPS),
}
"""Why what is in these tables stays."""


def tables() -> list[Table]:
    """All that hold something of an organisation, by name."""
    return [
        table
        for name, table in sorted(metadata.tables.items())
        if TENANT in table.c or name in REGISTER or name == PERSON.name
    ]


def columns_of(table: Table) -> list[ColumnElement[Any]]:
    names = TOLD_OF_PEOPLE if table is PERSON else table.c.keys()
    return [table.c[name] for name in names]


def is_of(table: Table, tenant_id: int) -> ColumnElement[bool]:
    """Whether a row of the table is the organisation's."""
    if table is PERSON:
        posts = select(MEMBERSHIP.c.person_id).where(MEMBERSHIP.c.organisation_id == tenant_id)
        return PERSON.c.id.in_(posts)
    return table.c[REGISTER.get(table.name, TENANT)] == tenant_id

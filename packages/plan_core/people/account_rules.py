"""Accounts as a table: who gets which post. Read strictly. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from plan_core.actor import Role
from plan_core.csv_text import Faults, read_lines
from plan_core.errors import Invalid
from plan_core.people.rules import check_display_name, check_username
from plan_core.thai_text import normalise, to_arabic_digits

COLUMNS = ("username", "name", "role", "organisation", "province", "district")
LARGEST_FILE = 16 * 1024 * 1024
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another one on paper."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One post of one person; the codes are of its scope, None where it has none."""

    number: int
    username: str
    name: str
    role: Role
    organisation: str | None
    province: str | None
    district: str | None


def read_accounts(content: bytes) -> Sequence[AccountLine]:
    """Every line of a CSV; a person with two posts stands in two lines, under one name.

    Invalid ACCOUNTS_…; of lines that cannot be used the first twenty are told together.
    """
    faults = Faults()
    found: list[AccountLine] = []
    names: dict[str, str] = {}
    for number, row in read_lines(content, "ACCOUNTS", COLUMNS, LARGEST_FILE):
        codes = {
            name: to_arabic_digits(normalise(row[name])).strip() or None
            for name in ("organisation", "province", "district")
        }
        try:
            username = check_username(row["username"].strip())
            name = check_display_name(row["name"])
            if names.setdefault(username, name) != name:
                raise Invalid(
                    "ACCOUNTS_NAMED_TWICE",
                    f"{username} มีชื่อต่างกันสองบรรทัด",
                    f"{username} has two names.",
                )
            role = _role_of(row["role"].strip())
            found.append(AccountLine(number, username, name, role, **codes))
        except Invalid as why:
            faults.add(number, why)
    faults.check("ACCOUNTS_LINES_UNSUITABLE")
    return tuple(found)


def _role_of(text: str) -> Role:
    if text not in set(Role):
        raise Invalid(
            "ACCOUNTS_ROLE_UNKNOWN",
            f"ไม่มีตำแหน่ง “{text[:40]}”",
            f"There is no role “{text[:40]}”; roles are {', '.join(Role)}.",
        )
    return Role(text)


def make_first_password() -> str:
    """Twenty signs in groups of five, to be handed over once."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)

"""Names and codes of organisations. Pure."""

from __future__ import annotations

import re

from plan_core.errors import Invalid
from plan_core.thai_text import collapse_spaces, normalise, sort_key
from plan_core.values import OrganisationKind

KIND_NAMES: dict[OrganisationKind, tuple[str, str]] = {
    OrganisationKind.SAO: ("องค์การบริหารส่วนตำบล", "อบต."),
    OrganisationKind.TOWN_SUBDISTRICT: ("เทศบาลตำบล", "ทต."),
    OrganisationKind.TOWN: ("เทศบาลเมือง", "ทม."),
    OrganisationKind.CITY: ("เทศบาลนคร", "ทน."),
    OrganisationKind.PAO: ("องค์การบริหารส่วนจังหวัด", "อบจ."),
    OrganisationKind.SPECIAL: ("", ""),
}
"""How a name of each kind begins in full, and in short."""

LONGEST_NAME = 200


def full_name(kind: OrganisationKind, bare_name: str) -> str:
    """ "หัวเมือง" → "องค์การบริหารส่วนตำบลหัวเมือง"."""
    return KIND_NAMES[kind][0] + bare_name


def short_name(kind: OrganisationKind, name_th: str) -> str:
    """ "องค์การบริหารส่วนตำบลหัวเมือง" → "อบต.หัวเมือง"; other names stay as they are."""
    full, short = KIND_NAMES[kind]
    if full and name_th.startswith(full):
        return short + name_th.removeprefix(full).strip()
    return name_th


def name_sort_key(kind: OrganisationKind, name_th: str) -> str:
    """Organisations are ordered by their own name, not by the words for their kind."""
    return sort_key(name_th.removeprefix(KIND_NAMES[kind][0]).strip())


def check_code(code: str) -> str:
    """The 7-digit code; Invalid ORGANISATION_CODE_UNSUITABLE."""
    if not re.fullmatch(r"[0-9]{7}", code):
        raise Invalid(
            "ORGANISATION_CODE_UNSUITABLE",
            "รหัส อปท. ต้องเป็นตัวเลข 7 หลัก",
            "An organisation's code has seven digits.",
            field="code",
            values={"code": code},
        )
    return code


def check_name(name: str) -> str:
    """The name with plain spaces; Invalid ORGANISATION_NAME_UNSUITABLE."""
    cleaned = collapse_spaces(normalise(name))
    if not 1 <= len(cleaned) <= LONGEST_NAME or not cleaned.isprintable():
        raise Invalid(
            "ORGANISATION_NAME_UNSUITABLE",
            f"ชื่อ อปท. ต้องยาว 1–{LONGEST_NAME} ตัวอักษร",
            f"An organisation's name has 1 to {LONGEST_NAME} characters.",
            field="nameTh",
        )
    return cleaned

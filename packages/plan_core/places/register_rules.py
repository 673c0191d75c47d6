"""A register of organisations as a table: read strictly. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plan_core.csv_text import Faults, read_lines
from plan_core.errors import Invalid
from plan_core.places.rules import KIND_NAMES, check_code, check_name
from plan_core.thai_text import normalise, to_arabic_digits
from plan_core.values import OrganisationKind

COLUMNS = ("code", "kind", "name", "province", "district", "subdistrict")
LARGEST_FILE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One organisation; `number` is the line it stands in."""

    number: int
    code: str
    kind: OrganisationKind
    name: str
    province: str
    district: str | None
    subdistrict: str | None


def read_register(content: bytes) -> Sequence[RegisterLine]:
    """Every line of a CSV; a kind is named like SAO, or as Thais shorten it, like อบต.

    Invalid REGISTER_…; of lines that cannot be used the first twenty are told together.
    """
    faults = Faults()
    found: dict[str, RegisterLine] = {}
    for number, row in read_lines(content, "REGISTER", COLUMNS, LARGEST_FILE):
        plain = {name: to_arabic_digits(normalise(text)).strip() for name, text in row.items()}
        try:
            code = check_code(plain["code"])
            if code in found:
                raise Invalid(
                    "REGISTER_CODE_TWICE",
                    f"รหัส {code} อยู่ในบรรทัดที่ {found[code].number} แล้ว",
                    f"The code {code} stands in line {found[code].number} too.",
                )
            found[code] = RegisterLine(
                number,
                code,
                _kind_of(plain["kind"]),
                check_name(row["name"]),
                plain["province"],
                plain["district"] or None,
                plain["subdistrict"] or None,
            )
        except Invalid as why:
            faults.add(number, why)
    faults.check("REGISTER_LINES_UNSUITABLE")
    return tuple(found.values())


def _kind_of(text: str) -> OrganisationKind:
    for kind, (full, short) in KIND_NAMES.items():
        if text in (kind.value, full, short, short.rstrip(".")) and text:
            return kind
    raise Invalid(
        "REGISTER_KIND_UNKNOWN",
        f"ไม่รู้จักประเภท “{text[:40]}”",
        f"There is no kind “{text[:40]}”; kinds are {', '.join(OrganisationKind)}.",
    )

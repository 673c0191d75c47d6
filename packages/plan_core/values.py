"""Plain values of the domain: kinds, budget states, baht, Buddhist-era fiscal years."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Self

from plan_core.errors import Invalid
from plan_core.thai_text import DASHES, normalise, to_arabic_digits

BE_OFFSET = 543
THAILAND = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Buddhist era minus Common Era."""

MAX_AMOUNT = Decimal("999999999999.99")
"""The largest budget a cell takes, in baht: above any local government's whole budget."""


class InitiativeKind(StrEnum):
    """What the first word of an initiative's title says it is."""

    PROJECT = "PROJECT"
    ACTIVITY = "ACTIVITY"
    MEASURE = "MEASURE"
    GUIDELINE = "GUIDELINE"


KIND_WORDS: dict[InitiativeKind, str] = {
    InitiativeKind.PROJECT: "โครงการ",
    InitiativeKind.ACTIVITY: "กิจกรรม",
    InitiativeKind.MEASURE: "มาตรการ",
    InitiativeKind.GUIDELINE: "แนวปฏิบัติงาน",
}


class BudgetState(StrEnum):
    """An amount, `-` (no budget needed) and blank (not stated) are three different things."""

    AMOUNT = "AMOUNT"
    NONE = "NONE"
    UNSTATED = "UNSTATED"


class OrganisationKind(StrEnum):
    """Kinds of local government."""

    SAO = "SAO"  # องค์การบริหารส่วนตำบล
    TOWN_SUBDISTRICT = "TOWN_SUBDISTRICT"  # เทศบาลตำบล
    TOWN = "TOWN"  # เทศบาลเมือง
    CITY = "CITY"  # เทศบาลนคร
    PAO = "PAO"  # องค์การบริหารส่วนจังหวัด
    SPECIAL = "SPECIAL"  # กรุงเทพมหานคร, เมืองพัทยา


class Severity(StrEnum):
    """How much a finding matters; CRITICAL blocks."""

    CRITICAL = "CRITICAL"
    ERROR = "ERROR"
    WARNING = "WARNING"


class RiskCategory(StrEnum):
    """The four categories of the guideline's risk analysis."""

    STRATEGIC = "STRATEGIC"
    FINANCIAL = "FINANCIAL"
    OPERATIONAL = "OPERATIONAL"
    COMPLIANCE = "COMPLIANCE"


@dataclass(frozen=True, slots=True)
class Budget:
    """One budget cell's content. `amount` is baht and present exactly when the state is AMOUNT."""

    state: BudgetState
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.state is BudgetState.AMOUNT) != (self.amount is not None):
            raise ValueError("an amount belongs to the state AMOUNT and to no other")

    @classmethod
    def of(cls, baht: Decimal | int | str) -> Self:
        return cls(BudgetState.AMOUNT, Decimal(baht))

    @classmethod
    def from_satang(cls, state: BudgetState, satang: int | None) -> Self:
        return cls(state, None if satang is None else baht_of(satang))

    @property
    def satang(self) -> int | None:
        return None if self.amount is None else satang_of(self.amount)


NO_BUDGET = Budget(BudgetState.NONE)
UNSTATED = Budget(BudgetState.UNSTATED)


def thai_day(moment: datetime) -> date:
    """The day in Thailand at a moment in UTC."""
    return moment.astimezone(THAILAND).date()


def satang_of(baht: Decimal) -> int:
    """Exact satang of a baht amount; an amount finer than a satang is a programming error."""
    # As a fraction: multiplying Decimals rounds to 28 digits.
    numerator, denominator = baht.as_integer_ratio()
    satang, rest = divmod(numerator * 100, denominator)
    if rest:
        raise ValueError(f"{baht} baht is finer than a satang")
    return satang


def baht_of(satang: int) -> Decimal:
    """Baht of whole satang, without decimals when it is whole baht."""
    whole, rest = divmod(satang, 100)
    return Decimal(whole) if rest == 0 else Decimal(satang).scaleb(-2)


def amount_text(baht: Decimal) -> str:
    """The JSON form of an amount: digits, a point and two decimals only when there are satang."""
    return str(baht_of(satang_of(baht)))


def global_id(type_name: str, key: object) -> str:
    """The text by which the API and files made for programs name a thing; opaque to others."""
    written = binascii.b2a_base64(f"{type_name}:{key}".encode(), newline=False)
    return written.translate(_URL_SAFE).rstrip(b"=").decode()


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A Thai fiscal year, named by the Buddhist-era year it ends in: 1 October to 30 September."""

    be: int

    @property
    def ce(self) -> int:
        return self.be - BE_OFFSET

    @property
    def starts_on(self) -> date:
        return date(self.ce - 1, 10, 1)

    @property
    def ends_on(self) -> date:
        return date(self.ce, 9, 30)


def fiscal_years(first_be: int, last_be: int) -> tuple[int, ...]:
    return tuple(range(first_be, last_be + 1))


_AMOUNT = re.compile(r"(?!0[\d,])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
_ABSENT_WORDS = {"ไม่ใช้งบประมาณ", "ไม่มีงบประมาณ"}


_MAX_FIRST_WORD = 200
_OTHER_KIND = tuple(f"/{word}" for word in KIND_WORDS.values())
"""“โครงการ/กิจกรรม …” does not say which of the two it is."""


def kind_of(title: str) -> InitiativeKind | None:
    """The kind said by the first word of a title; a kind word further on means nothing."""
    plain = normalise(title[:_MAX_FIRST_WORD]).replace(" ", "").lstrip("“”\"'‘’«")
    for kind, word in KIND_WORDS.items():
        if plain.startswith(normalise(word)):
            rest = plain[len(normalise(word)) :]
            return None if rest.startswith(_OTHER_KIND) else kind
    return None


def budget_of(text: str) -> Budget:
    """Understand a budget as people write it: `๑๕,๐๐๐`, `15000.50 บาท`, `-`, blank.

    Raises Invalid BUDGET_UNREADABLE, BUDGET_NEGATIVE or BUDGET_TOO_LARGE; nothing is guessed.
    """
    plain = to_arabic_digits(normalise(text))
    # "15, 000" is one number, "15 000" may be two: only spaces beside other signs are dropped.
    plain = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", plain)
    if not plain:
        return UNSTATED
    if plain in {*DASHES, "--"} or plain in _ABSENT_WORDS:
        return NO_BUDGET
    bare = plain.removesuffix("บาท").removeprefix("฿").removesuffix(".-").removesuffix("-")
    if bare[:1] in DASHES and _AMOUNT.fullmatch(bare[1:]):
        raise Invalid(
            "BUDGET_NEGATIVE",
            "งบประมาณติดลบไม่ได้",
            "A budget cannot be negative.",
            field="budget",
            values={"text": text},
        )
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        raise Invalid(
            "BUDGET_UNREADABLE",
            f"อ่านจำนวนเงิน “{text.strip()}” ไม่ออก ใส่ตัวเลข หรือ - หรือเว้นว่าง",
            f"“{text.strip()}” is not an amount. Enter a number, - or leave it blank.",
            field="budget",
            values={"text": text},
        )
    amount = baht_of(satang_of(Decimal(match[1].replace(",", "") + "." + (match[2] or "0"))))
    if amount > MAX_AMOUNT:
        raise Invalid(
            "BUDGET_TOO_LARGE",
            "จำนวนเงินสูงเกินกว่าที่ระบบรับได้",
            "The amount is larger than any budget can be.",
            field="budget",
            values={"text": text},
        )
    return Budget.of(amount)

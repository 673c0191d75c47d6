"""What an entry of a report may hold, and what reports are worth. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlsplit

from plan_core.errors import Invalid
from plan_core.plans import rules as plan_rules
from plan_core.thai_text import normalise
from plan_core.typed_text import not_longer
from plan_core.values import UNSTATED, Budget, BudgetState, FiscalYear, OrganisationKind

MAX_NOTE = 2_000
MAX_LINKS = 10
MAX_LINK = 500


class ReportRound(StrEnum):
    """The two reports of a fiscal year: on its first half, and on the whole of it."""

    SIX_MONTHS = "SIX_MONTHS"
    TWELVE_MONTHS = "TWELVE_MONTHS"


class ProgressStatus(StrEnum):
    """How far an initiative is; NONE_YET says that nobody has reported on it."""

    NONE_YET = "NONE_YET"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    CANNOT = "CANNOT"


class CannotReason(StrEnum):
    """Why an initiative cannot be carried out; OTHER needs a text."""

    NO_BUDGET = "NO_BUDGET"
    POLICY_CHANGED = "POLICY_CHANGED"
    TOO_FEW_STAFF = "TOO_FEW_STAFF"
    OTHER = "OTHER"


class InOrdinance(StrEnum):
    """Whether the year's budget ordinance has the initiative."""

    YES = "YES"
    NO = "NO"
    UNSTATED = "UNSTATED"


class ReportFlag(StrEnum):
    """What a score is called."""

    GREEN = "GREEN"
    ORANGE = "ORANGE"
    RED = "RED"


STATUS_WORDS: dict[ProgressStatus, str] = {
    ProgressStatus.NONE_YET: "ยังไม่รายงาน",
    ProgressStatus.IN_PROGRESS: "อยู่ระหว่างดำเนินการ",
    ProgressStatus.DONE: "ดำเนินการแล้วเสร็จ",
    ProgressStatus.CANNOT: "ไม่สามารถดำเนินการได้",
}
REASON_WORDS: dict[CannotReason, str] = {
    CannotReason.NO_BUDGET: "ไม่ได้รับงบประมาณ",
    CannotReason.POLICY_CHANGED: "นโยบายเปลี่ยนแปลง",
    CannotReason.TOO_FEW_STAFF: "บุคลากรไม่เพียงพอ",
    CannotReason.OTHER: "อื่น ๆ",
}
ORDINANCE_WORDS: dict[InOrdinance, str] = {
    InOrdinance.YES: "มี",
    InOrdinance.NO: "ไม่มี",
    InOrdinance.UNSTATED: "ยังไม่ระบุ",
}
ROUND_WORDS: dict[ReportRound, str] = {
    ReportRound.SIX_MONTHS: "รอบ 6 เดือน",
    ReportRound.TWELVE_MONTHS: "รอบ 12 เดือน",
}
_ORDINANCE_OF_TAMBON = {OrganisationKind.SAO, OrganisationKind.PAO, OrganisationKind.SPECIAL}


def ordinance_word(kind: OrganisationKind) -> str:
    """What the budget ordinance is called: a municipality's is เทศบัญญัติ."""
    return "ข้อบัญญัติ" if kind in _ORDINANCE_OF_TAMBON else "เทศบัญญัติ"


def period_of(fiscal_year_be: int, round_: ReportRound) -> tuple[date, date]:
    """The days that a report is about: October to March, or the whole fiscal year."""
    year = FiscalYear(fiscal_year_be)
    if round_ is ReportRound.SIX_MONTHS:
        return year.starts_on, date(year.ce, 3, 31)
    return year.starts_on, year.ends_on


@dataclass(frozen=True, slots=True)
class Entry:
    """What is reported of one initiative in one round; `disbursed` is baht, None: not stated."""

    status: ProgressStatus = ProgressStatus.NONE_YET
    in_ordinance: InOrdinance = InOrdinance.UNSTATED
    ordinance: Budget = UNSTATED
    disbursed: Decimal | None = None
    cannot_reason: CannotReason | None = None
    cannot_text: str = ""
    note: str = ""
    evidence_links: tuple[str, ...] = ()


def clean_entry(entry: Entry) -> Entry:
    """The entry with its texts cleaned; Invalid for what contradicts itself or is missing."""
    plan_rules.check_budget(entry.ordinance, "ordinance")
    if entry.disbursed is not None:
        plan_rules.check_budget(Budget.of(entry.disbursed), "disbursed")
    text = not_longer(normalise(entry.cannot_text).strip(), MAX_NOTE, "cannotText")
    _check_reason(entry, text)
    links = [normalise(link).strip() for link in entry.evidence_links]
    return replace(
        entry,
        cannot_text=text,
        note=not_longer(normalise(entry.note).strip(), MAX_NOTE, "note"),
        evidence_links=_checked_links([link for link in links if link]),
    )


def _check_reason(entry: Entry, text: str) -> None:
    if entry.status is ProgressStatus.CANNOT and entry.cannot_reason is None:
        raise Invalid(
            "CANNOT_REASON_NEEDED",
            "“ไม่สามารถดำเนินการได้” ต้องระบุเหตุผล",
            "An initiative that cannot be carried out needs a reason.",
            field="cannotReason",
        )
    if entry.status is not ProgressStatus.CANNOT and (entry.cannot_reason or text):
        raise Invalid(
            "CANNOT_REASON_UNEXPECTED",
            "เหตุผลใช้กับ “ไม่สามารถดำเนินการได้” เท่านั้น",
            "A reason belongs only to an initiative that cannot be carried out.",
            field="cannotReason",
        )
    if entry.cannot_reason is CannotReason.OTHER and not text:
        raise Invalid(
            "CANNOT_TEXT_NEEDED",
            "เลือก “อื่น ๆ” แล้วต้องเขียนเหตุผล",
            "The reason “other” needs a text.",
            field="cannotText",
        )


def _checked_links(links: list[str]) -> tuple[str, ...]:
    if len(links) > MAX_LINKS:
        raise Invalid(
            "LINKS_TOO_MANY",
            f"แนบลิงก์หลักฐานได้ไม่เกิน {MAX_LINKS} ลิงก์",
            f"At most {MAX_LINKS} links can be given.",
            field="evidenceLinks",
            values={"most": MAX_LINKS},
        )
    for link in links:
        if len(link) > MAX_LINK or not _is_https(link):
            raise Invalid(
                "LINK_NOT_HTTPS",
                "ลิงก์หลักฐานต้องขึ้นต้นด้วย https:// และไม่ยาวเกินไป",
                "A link must begin with https:// and not be too long.",
                field="evidenceLinks",
                values={"link": link[:100], "most": MAX_LINK},
            )
    return tuple(dict.fromkeys(links))


def _is_https(link: str) -> bool:
    if any(sign.isspace() or sign in '<>"\\' or not sign.isprintable() for sign in link):
        return False
    try:
        parts = urlsplit(link)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


class EntryWarning(StrEnum):
    """What looks odd in an entry, without being refused."""

    DISBURSED_ABOVE_ORDINANCE = "DISBURSED_ABOVE_ORDINANCE"
    AMOUNT_NOT_IN_ORDINANCE = "AMOUNT_NOT_IN_ORDINANCE"
    DONE_WITHOUT_DISBURSED = "DONE_WITHOUT_DISBURSED"


def warnings_of(entry: Entry, planned: Budget) -> tuple[EntryWarning, ...]:
    """For the eyes of who reports; nothing is changed and nothing is blocked."""
    found: list[EntryWarning] = []
    allowed = entry.ordinance.amount
    if entry.disbursed is not None and allowed is not None and entry.disbursed > allowed:
        found.append(EntryWarning.DISBURSED_ABOVE_ORDINANCE)
    if entry.in_ordinance is InOrdinance.NO and allowed:
        found.append(EntryWarning.AMOUNT_NOT_IN_ORDINANCE)
    has_money = BudgetState.AMOUNT in {planned.state, entry.ordinance.state}
    if entry.status is ProgressStatus.DONE and has_money and entry.disbursed is None:
        found.append(EntryWarning.DONE_WITHOUT_DISBURSED)
    return tuple(found)


def score_of(statuses: Iterable[ProgressStatus]) -> Decimal | None:
    """(done + half of what is in progress) ÷ all × 100, half up to two decimals; None for none."""
    told = list(statuses)
    if not told:
        return None
    halves = 2 * told.count(ProgressStatus.DONE) + told.count(ProgressStatus.IN_PROGRESS)
    # In whole hundredths, so that nothing is rounded twice: halves / (2 n) × 10 000.
    numerator, denominator = halves * 10_000, 2 * len(told)
    return Decimal((2 * numerator + denominator) // (2 * denominator)).scaleb(-2)


_LIMITS = {ReportRound.SIX_MONTHS: (50, 20), ReportRound.TWELVE_MONTHS: (80, 50)}


def flag_of(score: Decimal | None, round_: ReportRound) -> ReportFlag | None:
    """By the score that everybody sees; a limit itself belongs to the better flag."""
    if score is None:
        return None
    green, orange = _LIMITS[round_]
    if score >= green:
        return ReportFlag.GREEN
    return ReportFlag.ORANGE if score >= orange else ReportFlag.RED


def hundredths_of(score: Decimal, field: str) -> int:
    """A score of a self-assessment, 0 to 100 with at most two decimals, as whole hundredths."""
    if not score.is_finite() or not 0 <= score <= 100 or score != round(score, 2):
        raise Invalid(
            "SCORE_OUT_OF_RANGE",
            "คะแนนต้องอยู่ระหว่าง 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง",
            "A score lies between 0 and 100, with at most two decimals.",
            field=field,
            values={"score": str(score)[:40]},
        )
    return int(score * 100)


def score_from(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)

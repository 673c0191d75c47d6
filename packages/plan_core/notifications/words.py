"""The catalogue: what each kind of notification says, in Thai and in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from plan_core.notifications.rules import Language, NotificationKind
from plan_core.reporting.rules import ROUND_WORDS, ReportRound
from plan_core.values import THAILAND

MONTHS_TH = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
BUDDHIST_ERA = 543
NAMED = 5
"""So many late organisations are named; the others are counted."""


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a notification mentions. Names and numbers only: nothing that stands in a plan."""

    organisation: str = ""
    edition: str = ""
    number: int = 0
    """Of the revision."""
    by: str = ""
    reasons: int = 0
    days: int = 0
    due_on: date | None = None
    late: tuple[str, ...] = ()
    late_count: int = 0
    revision: str = ""
    row: str = ""
    fiscal_year: int = 0
    section: str = ""
    round: str = ""
    """Of a report: which of the year's two (`ReportRound`)."""
    person: str = ""
    """Who signs in another's place."""
    place: str = ""
    """In whose, by which order; as it stands beside a signature."""
    first_on: date | None = None
    last_on: date | None = None
    site: str = ""
    """Of a webhook: where it leads, without the path, which may be a secret. Of a sign-in provider:
    its host."""
    is_gone: bool = False
    """It said itself that it is not there any more."""
    token: str = ""
    """What its owner called it."""
    is_replacing: bool = False
    """It follows another one with the same rights."""


def keep(told: Told) -> str:
    return msgspec.json.encode(told).decode()


def read(text: str) -> Told:
    return msgspec.json.decode(text, type=Told)


@dataclass(frozen=True, slots=True)
class Said:
    """A title of one line, and what stands below it (may be empty)."""

    title: str
    detail: str


Write = Callable[[Told], Said]


def _by_th(told: Told) -> str:
    return f"โดย {told.by}" if told.by else ""


def _by_en(told: Told) -> str:
    return f"By {told.by}" if told.by else ""


def _step_th(text: str) -> Write:
    return lambda told: Said(
        text.format(organisation=told.organisation, number=told.number), _by_th(told)
    )


def _step_en(text: str) -> Write:
    return lambda told: Said(
        text.format(organisation=told.organisation, number=told.number), _by_en(told)
    )


def day_th(day: date) -> str:
    return f"{day.day} {MONTHS_TH[day.month - 1]} {day.year + BUDDHIST_ERA}"


def day_en(day: date) -> str:
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def moment(at: datetime, language: Language) -> str:
    """In Thailand's time."""
    local = at.astimezone(THAILAND)
    if language is Language.TH:
        return f"{day_th(local.date())} เวลา {local:%H.%M} น."
    return f"{day_en(local.date())}, {local:%H:%M}"


ROUNDS_TH = {round_.value: words for round_, words in ROUND_WORDS.items()}
ROUNDS_EN = {ReportRound.SIX_MONTHS.value: "6-month", ReportRound.TWELVE_MONTHS.value: "12-month"}


def _owed_th(told: Told) -> str:
    """What is due: a plan, or the report on a round."""
    if not told.round:
        return f"แผน {told.edition}"
    return f"รายงานผล{ROUNDS_TH[told.round]} ปีงบประมาณ {told.fiscal_year}"


def _owed_en(told: Told) -> str:
    if not told.round:
        return f"plan {told.edition}"
    return f"{ROUNDS_EN[told.round]} report of fiscal year {told.fiscal_year}"


def _due_th(told: Told) -> str:
    what = "รายงาน" if told.round else "แผน"
    due = day_th(told.due_on) if told.due_on else ""
    return f"{told.organisation} ยังไม่ได้ส่ง{what} กำหนดส่ง {due}"


def _due_en(told: Told) -> str:
    due = day_en(told.due_on) if told.due_on else ""
    return f"{told.organisation} has not submitted; the deadline is {due}."


def _near_th(told: Told) -> Said:
    when = f"อีก {told.days} วันถึงกำหนดส่ง" if told.days else "วันนี้เป็นวันกำหนดส่ง"
    return Said(when + _owed_th(told), _due_th(told))


def _near_en(told: Told) -> Said:
    when = f"due in {told.days} days" if told.days else "due today"
    return Said(f"The {_owed_en(told)} is {when}", _due_en(told))


def _passed_th(told: Told) -> Said:
    return Said(f"เลยกำหนดส่ง{_owed_th(told)} มาแล้ว {told.days} วัน", _due_th(told))


def _passed_en(told: Told) -> Said:
    return Said(f"The {_owed_en(told)} is {told.days} days overdue", _due_en(told))


def _late_th(told: Told) -> Said:
    title = f"{told.late_count} แห่งยังไม่ส่ง{_owed_th(told)}"
    return Said(title, _late_names(told, " และอีก {rest} แห่ง"))


def _late_en(told: Told) -> Said:
    title = f"{told.late_count} organisations have not submitted the {_owed_en(told)}"
    return Said(title, _late_names(told, " and {rest} more"))


def _late_names(told: Told, more: str) -> str:
    rest = told.late_count - len(told.late)
    return ", ".join(told.late) + (more.format(rest=rest) if rest else "")


def _days_th(told: Told) -> str:
    if told.first_on is None or told.last_on is None:
        return _by_th(told)
    days = f"ตั้งแต่วันที่ {day_th(told.first_on)} ถึงวันที่ {day_th(told.last_on)}"
    return f"{told.person} {told.place} {days} {_by_th(told)}".strip()


def _days_en(told: Told) -> str:
    if told.first_on is None or told.last_on is None:
        return _by_en(told)
    days = f"from {day_en(told.first_on)} to {day_en(told.last_on)}"
    return f"{told.person} {told.place}, {days}. {_by_en(told)}".strip()


def _untold_th(told: Told) -> Said:
    why = (
        "ปลายทางแจ้งว่าเลิกใช้แล้ว (410)"
        if told.is_gone
        else "ปลายทางไม่รับข้อความหลายครั้งติดต่อกันจนครบกำหนดส่งซ้ำ"
    )
    return Said(
        f"ปิดการแจ้งระบบ {told.site} ({told.organisation})",
        f"{why} ข้อมูลไม่หาย เปิดใช้อีกครั้งแล้วส่งซ้ำได้ที่หน้าเชื่อมต่อระบบ",
    )


def _untold_en(told: Told) -> Said:
    why = (
        "It said that it is gone (410)."
        if told.is_gone
        else "It took no message until all retries were used up."
    )
    return Said(
        f"{told.site} is told no more ({told.organisation})",
        f"{why} Nothing is lost: switch the webhook on again and send once more.",
    )


_NOT_YOU_TH = "หากไม่ใช่ท่าน โปรดเปลี่ยนรหัสผ่านและแจ้งผู้ดูแลระบบทันที"
_NOT_YOU_EN = "If that was not you, change the password and tell the operator at once."


def _account_th(text: str) -> Write:
    def write(told: Told) -> Said:
        by = f"โดย {told.by}" if told.by else "โดยผู้ดูแลระบบ"
        return Said(text.format(site=told.site), f"{by} {_NOT_YOU_TH}")

    return write


def _account_en(text: str) -> Write:
    def write(told: Told) -> Said:
        by = f"By {told.by}." if told.by else "By the operator."
        return Said(text.format(site=told.site), f"{by} {_NOT_YOU_EN}")

    return write


def _token_th(told: Told) -> Said:
    where = f"ใช้แทนท่านใน {told.organisation}" if told.organisation else "ใช้แทนท่าน"
    made = "เปลี่ยนโทเคน" if told.is_replacing else "สร้างโทเคน"
    return Said(f"{made} “{told.token}” สำหรับโปรแกรมแล้ว", f"{where} {_NOT_YOU_TH}")


def _token_en(told: Told) -> Said:
    where = f" in {told.organisation}" if told.organisation else ""
    made = "replaced" if told.is_replacing else "made"
    return Said(
        f"The token “{told.token}” for a program was {made}",
        f"It acts in your place{where}. {_NOT_YOU_EN}",
    )


_K = NotificationKind
THAI: Mapping[NotificationKind, Write] = {
    _K.SENT_TO_COMMITTEE: _step_th("{organisation} เสนอร่างแผนให้คณะกรรมการพิจารณา"),
    _K.TAKEN_BACK: _step_th("{organisation} นำร่างแผนกลับมาแก้ไข"),
    _K.SUBMITTED: _step_th("{organisation} ส่งแผน ฉบับที่ {number}"),
    _K.RETURNED: lambda told: Said(
        f"แผน ฉบับที่ {told.number} ถูกส่งกลับแก้ไข",
        f"{told.organisation} มีเหตุผล {told.reasons} ข้อ {_by_th(told)}".strip(),
    ),
    _K.ACCEPTED: _step_th("แผน ฉบับที่ {number} ของ {organisation} รับรองแล้ว"),
    _K.ADOPTED: _step_th("{organisation} ประกาศใช้แผน ฉบับที่ {number}"),
    _K.PUBLISHED: _step_th("{organisation} เผยแพร่แผน ฉบับที่ {number}"),
    _K.INCONSISTENT: lambda told: Said(
        f"แผน ฉบับที่ {told.number} มีรายการที่เห็นว่าไม่สอดคล้อง {told.reasons} รายการ",
        f"{told.organisation} {_by_th(told)}".strip(),
    ),
    _K.REPORT_PUBLISHED: lambda told: Said(
        f"{told.organisation} เผยแพร่{_owed_th(told)}", _by_th(told)
    ),
    _K.COMMENTED: _step_th("มีความเห็นต่อแผน ฉบับที่ {number} ของ {organisation}"),
    _K.DEADLINE_NEAR: _near_th,
    _K.DEADLINE_PASSED: _passed_th,
    _K.LATE_ORGANISATIONS: _late_th,
    _K.REPORT_NEAR: _near_th,
    _K.REPORT_PASSED: _passed_th,
    _K.LATE_REPORTS: _late_th,
    _K.WEBHOOK_DISABLED: _untold_th,
    _K.IDENTITY_LINKED: _account_th("ผูกบัญชีกับผู้ให้บริการยืนยันตัวตน {site} แล้ว"),
    _K.IDENTITY_UNLINKED: _account_th("เลิกผูกบัญชีกับผู้ให้บริการยืนยันตัวตน {site} แล้ว"),
    _K.SECOND_STEP_ON: _account_th("เปิดการยืนยันสองขั้นของบัญชีแล้ว"),
    _K.SECOND_STEP_OFF: _account_th("ปิดการยืนยันสองขั้นของบัญชีแล้ว"),
    _K.TOKEN_MADE: _token_th,
    _K.SIGNING_GRANTED: lambda told: Said(
        f"มอบอำนาจลงนามให้ {told.person} ({told.organisation})", _days_th(told)
    ),
    _K.SIGNING_REVOKED: lambda told: Said(
        f"ยกเลิกการมอบอำนาจลงนามให้ {told.person} ({told.organisation})", _days_th(told)
    ),
}
ENGLISH: Mapping[NotificationKind, Write] = {
    _K.SENT_TO_COMMITTEE: _step_en("{organisation}: the draft is with its committee"),
    _K.TAKEN_BACK: _step_en("{organisation}: the draft came back from its committee"),
    _K.SUBMITTED: _step_en("{organisation} submitted its plan, revision {number}"),
    _K.RETURNED: lambda told: Said(
        f"Revision {told.number} of the plan was returned",
        f"{told.organisation}, {told.reasons} reasons. {_by_en(told)}".strip(),
    ),
    _K.ACCEPTED: _step_en("Revision {number} of {organisation} was accepted"),
    _K.ADOPTED: _step_en("{organisation} adopted its plan, revision {number}"),
    _K.PUBLISHED: _step_en("{organisation} published its plan, revision {number}"),
    _K.INCONSISTENT: lambda told: Said(
        f"{told.reasons} rows of revision {told.number} were found inconsistent",
        f"{told.organisation}. {_by_en(told)}".strip(),
    ),
    _K.REPORT_PUBLISHED: lambda told: Said(
        f"{told.organisation} published its {_owed_en(told)}", _by_en(told)
    ),
    _K.COMMENTED: _step_en("A comment on revision {number} of {organisation}"),
    _K.DEADLINE_NEAR: _near_en,
    _K.DEADLINE_PASSED: _passed_en,
    _K.LATE_ORGANISATIONS: _late_en,
    _K.REPORT_NEAR: _near_en,
    _K.REPORT_PASSED: _passed_en,
    _K.LATE_REPORTS: _late_en,
    _K.WEBHOOK_DISABLED: _untold_en,
    _K.IDENTITY_LINKED: _account_en("Your account was linked with the sign-in provider {site}"),
    _K.IDENTITY_UNLINKED: _account_en("Your account was unlinked from the provider {site}"),
    _K.SECOND_STEP_ON: _account_en("The second step of signing in was turned on"),
    _K.SECOND_STEP_OFF: _account_en("The second step of signing in was turned off"),
    _K.TOKEN_MADE: _token_en,
    _K.SIGNING_GRANTED: lambda told: Said(
        f"Signing was delegated to {told.person} ({told.organisation})", _days_en(told)
    ),
    _K.SIGNING_REVOKED: lambda told: Said(
        f"The delegation of signing to {told.person} was revoked ({told.organisation})",
        _days_en(told),
    ),
}
CATALOGUE: Mapping[Language, Mapping[NotificationKind, Write]] = {
    Language.TH: THAI,
    Language.EN: ENGLISH,
}


def say(kind: NotificationKind, told: Told, language: Language) -> Said:
    """The words of one notification, in Arabic digits: whoever shows them chooses the digits."""
    return CATALOGUE[language][kind](told)

"""Printed counts: "จำนวน ๔ มาตรการ ๑ กิจกรรม", "๗ รายการ", and what of them is not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plan_core.intake.titles import clean
from plan_core.thai_text import fold_key, to_arabic_digits
from plan_core.values import KIND_WORDS, InitiativeKind

_KINDS = {word: kind for kind, word in KIND_WORDS.items()}
_KIND = "|".join(KIND_WORDS.values())
_COUNT_FIRST = re.compile(rf"(\d{{1,5}})\s?(?:รายการ\s?)?({_KIND})")
_KIND_FIRST = re.compile(rf"({_KIND})\s?(?:จำนวน\s?)?[:=(]?\s?(\d{{1,5}})\)?(?:\s?รายการ)?")
_ITEMS = re.compile(
    rf"(\d{{1,5}})\s?(?:{_KIND})(?:\s?(?:/|และ|หรือ)\s?(?:{_KIND}))+(?!\s?[:=(]?\s?\d)"
    rf"|(\d{{1,5}})\s?รายการ(?!\s?(?:{_KIND}))"
)
_NAMED = re.compile(r"(?:มิติ|มติ|มิต|ภารกิจ)(?:ที่|นี้|ที)?\s?\d{1,2}(?:\.\d{1,2})?|(?:ทั้ง\s?)?\d\s?(?:ปี|มิติ)")
_ONES = {
    "หนึ่ง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
_TENS = {"ยี่": 2} | _ONES
_WORDED = re.compile(rf"(?:({'|'.join(_TENS)})?(สิบ))?({'|'.join(_ONES)})?\s?(?=(?:รายการ|{_KIND}))")
_WORDS = re.compile(
    "ทั้งสิ้น|ทั้งหมด|ทั้งแผน|ของแผน|ทุกมิติ|งบประมาณ|เป็นเงิน|จำนวนเงิน|จำนวน|เงิน|บาท|ยอด|รวม|และ|มิติ|มติ|มิต"
    "|ภารกิจ|ตามมิติ|ที่|นี้|grand|sub|total|ทั้ง"
)
_COUNTS = re.compile(rf"(?:จำนวน|ทั้งสิ้น|ทั้งหมด|\d|{_KIND}|และ|รายการ){{2,60}}")
_MAX_CHARACTERS = 400
_ITEM_NUMBER = re.compile(r"\s?\(?\d{1,4}\s?[.)]")


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts by kind, the count of all kinds together (None: not printed), and the texts of which
    something was not understood."""

    kinds: dict[InitiativeKind, int]
    items: int | None
    unread: tuple[str, ...]


def is_counts(text: str) -> bool:
    """A text of nothing but count words. One that begins with a kind may be a title."""
    if len(text) > _MAX_CHARACTERS:
        return False
    arabic = _arabic(text)
    key = fold_key(arabic)
    if _ITEM_NUMBER.match(arabic) or not _COUNTS.fullmatch(key):
        return False
    says_count = re.search(r"\d|จำนวน", key) and re.search(f"{_KIND}|รายการ", key)
    starts_with_kind = re.match(_KIND, key) is not None
    return bool(says_count) and (not starts_with_kind or len(_KIND_FIRST.findall(arabic)) > 1)


def read_counts(texts: list[str]) -> Counts:
    kinds: dict[InitiativeKind, int] = {}
    items: int | None = None
    unread: list[str] = []
    for text in texts:
        rest = _NAMED.sub("|", _arabic(text))
        together = _ITEMS.search(rest)
        if together is not None and items is None:
            items = int(together[1] or together[2])
            rest = _ITEMS.sub("|", rest, count=1)
        first, behind = _COUNT_FIRST.findall(rest), _KIND_FIRST.findall(rest)
        is_behind = len(behind) > len(first)
        found = behind if is_behind else [(word, number) for number, word in first]
        for word, number in found:
            kinds[_KINDS[word]] = kinds.get(_KINDS[word], 0) + int(number)
        left = (_KIND_FIRST if is_behind else _COUNT_FIRST).sub("|", rest)
        if _WORDS.sub("", fold_key(left)):
            unread.append(text)
    return Counts(kinds, items, tuple(unread))


def _arabic(text: str) -> str:
    """With Arabic digits, numbers in words before a kind among them: "สิบสองโครงการ" is 12."""

    def digits(match: re.Match[str]) -> str:
        tens = _TENS.get(match[1], 1) * 10 if match[2] else 0
        number = tens + _ONES.get(match[3], 0)
        return f"{number} " if number else match[0]

    return _WORDED.sub(digits, to_arabic_digits(clean(text[:2_000])))

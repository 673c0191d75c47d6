"""Personal data in a text that is to be published: citizen numbers and mobile phones. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plan_core.thai_text import normalise, to_arabic_digits

_CITIZEN = re.compile(r"(?<!\d)\d(?:[ -]?\d){12}(?!\d)(?![ -]\d)")
_MOBILE = re.compile(r"(?<!\d)0[689]\d[ -]?\d{3}[ -]?\d{4}(?!\d)")


def citizen_numbers(text: str) -> Iterator[str]:
    """Numbers of 13 digits whose last one fits, each masked but for its last three digits."""
    for match in _CITIZEN.finditer(_plain(text)):
        digits = re.sub(r"\D", "", match[0])
        if is_citizen_number(digits):
            yield f"x-xxxx-xxxxx-{digits[-3:-1]}-{digits[-1]}"


def mobile_numbers(text: str) -> Iterator[str]:
    """Mobile phone numbers, masked but for their last four digits."""
    for match in _MOBILE.finditer(_plain(text)):
        yield f"xxx-xxx-{match[0][-4:]}"


def is_citizen_number(digits: str) -> bool:
    """Whether the thirteenth digit is the check digit of the twelve before (mod 11)."""
    weighted = sum(int(digit) * (13 - at) for at, digit in enumerate(digits[:12]))
    return int(digits[12]) == (11 - weighted % 11) % 10


def _plain(text: str) -> str:
    return to_arabic_digits(normalise(text))

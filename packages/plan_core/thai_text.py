"""Thai text as documents hold it: digits, broken marks, keys to compare and sort by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_THAI_DIGIT = re.compile("[๐-๙]")
_TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff\u00ad\x00]")
DASHES = "-–—−‐‑‒―﹣－"
"""Every stroke that a document prints for "no budget"."""
_TONE_BEFORE_VOWEL = re.compile("[\u0e48-\u0e4c][\u0e31\u0e34-\u0e39]")
_MARKS = re.compile("[\u0e48-\u0e4c\u0e31\u0e34-\u0e39]{2,}")


def to_arabic_digits(text: str) -> str:
    return text.translate(_TO_ARABIC) if _THAI_DIGIT.search(text) else text


def to_thai_digits(text: str) -> str:
    return text.translate(_TO_THAI)


def normalise(text: str) -> str:
    """Repair what fonts and PDF layers do to Thai, keeping the words: ํา → ำ, เเ → แ, mark order.

    Compatibility forms (full-width digits, no-break spaces) become their plain ones.
    """
    return repair(unicodedata.normalize("NFKC", text))  # it takes ำ apart; put together below


def repair(text: str) -> str:
    """The same for running text, where a typed ½ or ² must stay what it is."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = re.sub("\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33", text)
    text = text.replace("\u0e40\u0e40", "\u0e41")
    return _MARKS.sub(_in_order, text) if _TONE_BEFORE_VOWEL.search(text) else text


def _in_order(marks: re.Match[str]) -> str:
    """Vowels before tones, whatever was typed first; each kind in its own order."""
    return "".join(sorted(marks[0], key=lambda mark: "\u0e48" <= mark <= "\u0e4c"))


_TONE_CODES = (0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C)
_GLYPH_CODES = (
    *(0x0E10, 0x0E34, 0x0E35, 0x0E36, 0x0E37),
    *_TONE_CODES,
    *_TONE_CODES,
    *(0x0E0D, 0x0E31, 0x0E4D, 0x0E47),
    *_TONE_CODES,
    *(0x0E38, 0x0E39, 0x0E3A),
)
_FONT_GLYPHS = dict(enumerate(_GLYPH_CODES, start=0xF700))


def repair_font_glyphs(text: str) -> str:
    """Private glyphs (U+F700-F71A) by which old fonts shift Thai marks → the marks themselves."""
    return text.translate(_FONT_GLYPHS)


def collapse_spaces(text: str) -> str:
    return " ".join(text.split())


def fold_key(text: str) -> str:
    """The key on which two texts are compared and searched: letters and digits only, folded.

    Digits become Arabic, case and spaces vanish, so line wraps and ✓ marks do not matter.
    """
    bare = _NOT_KEY.sub("", to_arabic_digits(normalise(text)).casefold())
    # What stood between two marks is gone now, so their order may need repair once more.
    return normalise(bare)


_NOT_KEY = re.compile("[^\\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+|_+")
"""What is neither letter nor digit nor a Thai mark."""

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_TONES = re.compile("[\u0e47-\u0e4e]")


def sort_key(text: str) -> str:
    """Thai dictionary order without ICU: leading vowels behind their consonant, tones dropped."""
    return _TONES.sub("", _LEADING_VOWEL.sub(r"\2\1", normalise(text)))


_SLIPS = frozenset("\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4e")
"""Marks that are missing, doubled or another one where somebody typed in a hurry."""


def fold_to_search(text: str) -> tuple[str, list[int]]:
    """What of a text is searched, and of each of its signs the place in `text` that it stands for.

    Digits are Arabic, letters small, ำ is two signs however typed, แ is two เ; spaces, strokes
    and tone marks vanish. A word typed with another tone mark, or none, is found all the same.
    """
    shown = [_fold_sign(sign) for sign in text]
    places = [place for place, signs in enumerate(shown) for _ in signs]
    return "".join(shown), places


@lru_cache(maxsize=1_024)
def _fold_sign(sign: str) -> str:
    """A Thai text has some hundred different signs."""
    folded = ""
    for one in unicodedata.normalize("NFKC", sign).casefold():
        if one not in _SLIPS and not _NOT_KEY.fullmatch(one):
            folded += "\u0e40\u0e40" if one == "\u0e41" else to_arabic_digits(one)
    return folded

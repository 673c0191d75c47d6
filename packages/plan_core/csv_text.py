"""How a text stands in a CSV file that spreadsheet programs open (ADR 48). Pure."""

from __future__ import annotations

BYTE_ORDER_MARK = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What a formula may begin with in a spreadsheet program; and the guard itself."""


def guarded(text: str) -> str:
    """With `'` before what could be a formula; whoever wants the text takes one `'` away."""
    return f"'{text}" if text.startswith(DANGEROUS) else text

"""What a saved view may hold. Pure."""

from __future__ import annotations

import re

from plan_core.errors import Invalid
from plan_core.typed_text import clean_needed_line, not_longer

MAX_NAME = 100
MAX_QUERY = 1_000
MOST_VIEWS = 50
"""Of one person in one post."""
_PAIR = re.compile(r"[a-z]{1,20}=[A-Za-z0-9_,.%+-]{0,200}")


def clean_name(name: str) -> str:
    return clean_needed_line(name, "name", MAX_NAME)


def clean_query(query: str) -> str:
    """Pairs as an address has them, without the ? before them; nothing but such pairs."""
    cleaned = not_longer(query.strip().removeprefix("?"), MAX_QUERY, "query")
    if cleaned and not all(_PAIR.fullmatch(pair) for pair in cleaned.split("&")):
        raise Invalid(
            "VIEW_UNREADABLE",
            "ที่อยู่ของมุมมองไม่ถูกต้อง",
            "The view's address is not one of the comparison.",
            field="query",
        )
    return cleaned


def check_room(count: int) -> None:
    if count >= MOST_VIEWS:
        raise Invalid(
            "VIEWS_TOO_MANY",
            f"บันทึกได้ไม่เกิน {MOST_VIEWS} มุมมอง กรุณาลบมุมมองที่ไม่ใช้",
            f"At most {MOST_VIEWS} views can be saved; remove one that is not used.",
            values={"most": MOST_VIEWS},
        )

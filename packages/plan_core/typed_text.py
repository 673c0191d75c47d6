"""What somebody typed into a field: made clean, or refused with the field's name. Pure."""

from __future__ import annotations

from plan_core.errors import Invalid
from plan_core.thai_text import collapse_spaces, normalise, repair

MAX_LINE = 200


def not_longer(text: str, most: int, field: str) -> str:
    """Nothing is cut: a text with more characters is refused."""
    if len(text) > most:
        raise Invalid(
            "TEXT_TOO_LONG",
            f"ข้อความยาวเกิน {most} ตัวอักษร",
            f"The text is longer than {most} characters.",
            field=field,
            values={"length": len(text), "most": most},
        )
    return text


def clean_line(text: str, field: str, most: int = MAX_LINE) -> str:
    """One line of text with plain spaces; it may be empty."""
    return not_longer(collapse_spaces(normalise(text)), most, field)


def clean_needed_line(text: str, field: str, most: int = MAX_LINE) -> str:
    """One line that must say something."""
    cleaned = clean_line(text, field, most)
    if not cleaned:
        raise Invalid("TEXT_NEEDED", "กรุณากรอกช่องนี้", "Please fill in this field.", field=field)
    return cleaned


def clean_text(text: str, field: str, most: int) -> str:
    """Running text as it was typed, its lines kept and their ends bare; it may be empty."""
    lines = (line.rstrip() for line in repair(text).replace("\r\n", "\n").split("\n"))
    return not_longer("\n".join(lines).strip(), most, field)

"""The ends of all chains, signed and written down outside the database: a line each time. Pure.

A chain proves nothing against who keeps it, since they can seal it anew. What was anchored cannot
be sealed anew without the key, which does not lie in the database.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from plan_core.audit.rules import Head
from plan_core.errors import Invalid

FORM = "simiti.audit.anchor.1"
SHORTEST_KEY = 32
"""Characters; anything that a person can remember can be guessed."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Heads by organisation's id, as text since JSON has no other keys."""

    at: datetime
    heads: Mapping[str, Head]


@dataclass(frozen=True, slots=True)
class _Line:
    form: str
    anchor: msgspec.Raw
    signature: str


def write_line(anchor: Anchor, key: str) -> str:
    """One line of JSON with an HMAC-SHA-256 over the anchor's exact text."""
    text = msgspec.json.encode(anchor, order="deterministic")
    line = _Line(FORM, msgspec.Raw(text), _sign(text, key))
    return msgspec.json.encode(line).decode()


def read_lines(lines: Iterable[str], key: str) -> list[Anchor]:
    """All anchors, oldest first. Raises Invalid ANCHOR_FORGED for a line that does not hold."""
    return [_read(line, key, at) for at, line in enumerate(lines, start=1) if line.strip()]


def _read(text: str, key: str, at: int) -> Anchor:
    try:
        line = msgspec.json.decode(text, type=_Line)
        anchor = msgspec.json.decode(line.anchor, type=Anchor)
    except msgspec.MsgspecError:
        raise _forged(at) from None
    if line.form != FORM or not hmac.compare_digest(line.signature, _sign(line.anchor, key)):
        raise _forged(at)
    return anchor


def seals_of(anchors: Iterable[Anchor], tenant_id: int) -> dict[int, str]:
    """What one organisation's chain must hold, by sequence; an empty chain promises nothing."""
    heads = [anchor.heads.get(str(tenant_id)) for anchor in anchors]
    return {head.sequence: head.seal for head in heads if head is not None and head.sequence}


def check_key(key: str) -> str:
    if len(key) < SHORTEST_KEY:
        raise Invalid(
            "AUDIT_KEY_TOO_SHORT",
            f"SIMITI_AUDIT_KEY ต้องยาวอย่างน้อย {SHORTEST_KEY} ตัวอักษร",
            f"SIMITI_AUDIT_KEY needs at least {SHORTEST_KEY} characters.",
            field="SIMITI_AUDIT_KEY",
        )
    return key


def _sign(text: bytes | msgspec.Raw, key: str) -> str:
    return hmac.new(key.encode(), bytes(text), hashlib.sha256).hexdigest()


def _forged(line: int) -> Invalid:
    return Invalid(
        "ANCHOR_FORGED",
        f"บรรทัดที่ {line} ของแฟ้มหลักฐานไม่ตรงกับลายเซ็น หรือใช้กุญแจอื่น",
        f"Line {line} of the anchor file does not fit its signature, or has another key's.",
        values={"line": line},
    )

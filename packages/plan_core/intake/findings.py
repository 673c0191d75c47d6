"""A finding: something a check noticed, with a stable key so that an explanation stays with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plan_core.errors import Value
from plan_core.intake.draft import DraftInitiative, DraftNote, Place
from plan_core.values import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` is the code and what it is about: the same finding keeps it when checks run again."""

    code: str
    severity: Severity
    key: str
    place: Place | None
    initiative_ids: tuple[str, ...]
    dimension: str
    mission: str
    values: dict[str, Value]
    message_th: str
    message_en: str


def places_of(values: Mapping[str, Value]) -> int:
    """At how many places a finding was noticed: those that say the same are one, with a count."""
    count = values.get("count")
    return count if isinstance(count, int) else 1


def of(
    code: str,
    severity: Severity,
    about: str,
    message_th: str,
    message_en: str,
    *,
    place: Place | None = None,
    initiatives: tuple[DraftInitiative, ...] = (),
    dimension: str = "",
    mission: str = "",
    values: Mapping[str, Value] | None = None,
) -> Finding:
    """A finding; place, dimension and mission come from its first initiative unless given."""
    first = initiatives[0] if initiatives else None
    return Finding(
        code=code,
        severity=severity,
        key=f"{code}:{about}" if about else code,
        place=place or (first.place if first else None),
        initiative_ids=tuple(i.id for i in initiatives),
        dimension=dimension or (first.dimension if first else ""),
        mission=mission or (first.mission if first else ""),
        values=dict(values or {}),
        message_th=message_th,
        message_en=message_en,
    )


def of_note(
    note: DraftNote,
    severity: Severity,
    message_th: str,
    message_en: str,
    *,
    values: Mapping[str, Value] | None = None,
) -> Finding:
    """A finding about what reading noted, at the note's own place."""
    place = note.place
    about = f"{place.sheet}:{place.line}" if place.sheet else str(place.line)
    return Finding(
        code=note.code,
        severity=severity,
        key=":".join([note.code, about, *([str(place.column)] if place.column else [])]),
        place=place,
        initiative_ids=note.initiative_ids,
        dimension=note.dimension,
        mission=note.mission,
        values=dict(values) if values is not None else {"text": note.text, **note.values},
        message_th=message_th,
        message_en=message_en,
    )

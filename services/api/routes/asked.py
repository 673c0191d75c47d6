"""What every sheet of the comparison is asked with: by whom, of where, and how it is to be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from litestar import Request
from litestar.di import Provide
from litestar.params import FromQuery

from api.context import Rooms
from api.sign_in import require_signed_in
from plan_core.actor import Actor
from plan_core.comparison import queries
from plan_core.comparison.lines import Area
from plan_core.comparison.sheet_parts import Reading
from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkEdition
from plan_core.values import OrganisationKind

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request's; `province` and `district` are codes, empty ones stand for the actor's own."""

    actor: Actor
    edition: FrameworkEdition
    province: str | None
    district: str | None
    kind: OrganisationKind | None
    years: list[int] | None
    reading: Reading

    @property
    def area(self) -> Area:
        """Forbidden outside of the actor's own."""
        return queries.area_of(self.actor, self.province, self.district)


def asking(rooms: Rooms) -> Provide:
    """Read anew for each request, signed in or refused before anything else is looked at."""

    async def asked(
        request: Request[Any, Any, Any],
        edition: FromQuery[str | None] = None,
        province: FromQuery[str | None] = None,
        district: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        years: FromQuery[str | None] = None,
        digits: FromQuery[str] = "thai",
        lang: FromQuery[str] = "th",
    ) -> Asked:
        viewer = await require_signed_in(request, rooms.door, rooms.settings)
        return Asked(
            viewer.actor,
            await rooms.edition(edition or None),
            province or None,
            district or None,
            word_of(OrganisationKind, "kind", kind) if kind else None,
            _years(years),
            Reading("en" if lang == "en" else "th", "arabic" if digits == "arabic" else "thai"),
        )

    return Provide(asked)


def word_of(words: type[Word], field: str, text: str) -> Word:
    """One of an enumeration's words; FILTER_UNREADABLE for any other."""
    if text not in {one.value for one in words}:
        raise unreadable(field, text)
    return words(text)


def _years(text: str | None) -> list[int] | None:
    """Like 2561,2562."""
    if not text:
        return None
    if not re.fullmatch(r"\d{4}(,\d{4}){0,19}", text, re.ASCII):
        raise unreadable("years", text)
    return [int(year) for year in text.split(",")]


def unreadable(field: str, text: str) -> Invalid:
    return Invalid(
        "FILTER_UNREADABLE",
        f"ตัวกรอง {field} ไม่ถูกต้อง",
        f"The filter {field} cannot be understood.",
        field=field,
        values={"text": text[:100]},
    )

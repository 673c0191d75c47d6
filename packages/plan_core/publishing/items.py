"""The numbered items of the yearly transparency assessment that a publication answers: data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec

from plan_core.publishing.model import PublicationKind


@dataclass(frozen=True, slots=True)
class Item:
    """`number` like "O38" in a BE year; `is_verified` False until somebody read the source."""

    year: int
    kind: PublicationKind
    number: str
    title: str
    is_verified: bool = False


@cache
def load_items() -> tuple[Item, ...]:
    text = (resources.files("plan_core.publishing") / "items.toml").read_text("utf-8")
    return tuple(msgspec.convert(tomllib.loads(text)["item"], list[Item]))


def find_item(kind: PublicationKind, period: str) -> Item | None:
    """Of the year, or of the first year of an edition; None where the data has none."""
    year = period.partition("-")[0]
    return next((one for one in load_items() if one.kind is kind and str(one.year) == year), None)

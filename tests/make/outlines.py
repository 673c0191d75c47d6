"""A made-up map: squares side by side with a crooked border between each two."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

PHRAE = ("5401", "5402", "5403", "5404", "5405", "5406", "5407", "5408")
"""The districts of แพร่."""
Position = list[float]


def make_border(x: float, points: int = 40) -> list[Position]:
    """From south to north along a longitude, with bends."""
    return [
        [round(x + 0.02 * math.sin(at * 1.7), 6), round(17.5 + at * 1.0 / points, 6)]
        for at in range(points + 1)
    ]


def make_ring(west: list[Position], east: list[Position]) -> list[Position]:
    """Between two borders, closed."""
    return [*west[::-1], *east, west[-1]]


def make_feature(code: str | int, ring: list[Position], **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        **more,
    }


def make_collection(codes: Sequence[str] = PHRAE, points: int = 40) -> dict[str, Any]:
    borders = [make_border(99.5 + at * 0.1, points) for at in range(len(codes) + 1)]
    return {
        "type": "FeatureCollection",
        "features": [
            make_feature(code, make_ring(borders[at], borders[at + 1]))
            for at, code in enumerate(codes)
        ],
    }


def as_file(collection: Any) -> bytes:
    return json.dumps(collection).encode()

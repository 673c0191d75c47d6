"""Outlines of areas from GeoJSON: read strictly, refused whole, made small. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import msgspec

from plan_core.errors import Invalid, Value
from plan_core.places import simplifying
from plan_core.places.simplifying import Area, Point, Polygon
from plan_core.thai_text import collapse_spaces, normalise

LARGEST_FILE = 64 * 1024 * 1024
STEPS_PER_DEGREE = 10_000
"""The grid that positions are rounded to: about eleven metres."""
MOST_POINTS = 12_000
"""Of one province at one level: about 200 KB of text, a quarter of it compressed."""
COARSEST = 256
"""Steps of the grid, about three kilometres."""
FEWEST_POSITIONS = 4
LONGEST_TEXT = 300
MOST_TOLD = 20
WEST, SOUTH, EAST, NORTH = 96.0, 4.0, 107.0, 22.0
"""Thailand with some room around it."""
OUR_SYSTEMS = ("CRS84", "EPSG::4326", "EPSG:4326")


class OutlineLevel(StrEnum):
    """Of which areas the outlines are."""

    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"


DIGITS = {4: OutlineLevel.DISTRICT, 6: OutlineLevel.SUBDISTRICT}


@dataclass(frozen=True, slots=True)
class ProvinceOutlines:
    """A province's outlines at a level as GeoJSON text; each `name` is an official code."""

    province_code: str
    content: str
    codes: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Outlines:
    level: OutlineLevel
    provinces: tuple[ProvinceOutlines, ...]
    points_read: int


def check_text(text: str, field: str) -> str:
    """Where outlines come from and by which licence is always said: Invalid OUTLINES_UNNAMED."""
    cleaned = collapse_spaces(normalise(text))
    if not 1 <= len(cleaned) <= LONGEST_TEXT or not cleaned.isprintable():
        raise Invalid(
            "OUTLINES_UNNAMED",
            f"ต้องระบุที่มาและสัญญาอนุญาตของแผนที่ ไม่เกิน {LONGEST_TEXT} ตัวอักษร ({field})",
            f"Say the map's source and licence, at most {LONGEST_TEXT} characters ({field}).",
            field=field,
        )
    return cleaned


def read_outlines(
    content: bytes, code_property: str, known: Callable[[OutlineLevel], Iterable[str]]
) -> Outlines:
    """What the file holds, by province. Invalid OUTLINES_… with the area that is wrong.

    `known` gives the register's codes at a level. Nothing is skipped: one area that is not
    understood refuses the file.
    """
    collection = _collection(content)
    features = _list(collection["features"])
    codes = [_code_of(at, feature, code_property) for at, feature in enumerate(features, start=1)]
    level = _level_of(codes)
    _check_codes(codes, set(known(level)))
    areas = {code: _area_of(code, feature) for code, feature in zip(codes, features, strict=True)}
    by_province: dict[str, list[str]] = {}
    for code in sorted(codes):
        by_province.setdefault(code[:2], []).append(code)
    return Outlines(
        level,
        tuple(
            _of_province(province, {code: areas[code] for code in inside})
            for province, inside in by_province.items()
        ),
        simplifying.count_points(areas.values()),
    )


def _of_province(province_code: str, areas: Mapping[str, Area]) -> ProvinceOutlines:
    found = simplifying.simplify([*areas.values()], MOST_POINTS, COARSEST)
    if found is None:
        raise _refuse(
            "OUTLINES_TOO_DETAILED",
            f"เส้นแบ่งเขตของจังหวัดรหัส {province_code} มีจุดมากเกินไปแม้ย่อแล้ว",
            f"The outlines of the province {province_code} have too many points even simplified.",
            province=province_code,
        )
    features = [
        {
            "type": "Feature",
            "properties": {"name": code},
            "geometry": {"type": "MultiPolygon", "coordinates": [*map(_written, area)]},
        }
        for code, area in zip(areas, found, strict=True)
    ]
    content = msgspec.json.encode({"type": "FeatureCollection", "features": features}).decode()
    return ProvinceOutlines(province_code, content, tuple(areas), simplifying.count_points(found))


def _written(polygon: Polygon) -> list[list[list[float]]]:
    """In degrees and closed; the outer ring against the clock, holes with it (RFC 7946)."""
    written: list[list[list[float]]] = []
    for at, ring in enumerate(polygon):
        turned = ring if (simplifying.doubled_area(ring) > 0) == (at == 0) else ring[::-1]
        written.append(
            [[x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE] for x, y in [*turned, turned[0]]]
        )
    return written


def _collection(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_FILE:
        raise _refuse(
            "OUTLINES_TOO_LARGE",
            f"ไฟล์ใหญ่เกิน {LARGEST_FILE >> 20} เมกะไบต์",
            f"The file is larger than {LARGEST_FILE >> 20} MB.",
        )
    try:
        found: object = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refuse(
            "OUTLINES_UNREADABLE",
            "ไฟล์ไม่ใช่ JSON ที่อ่านได้",
            f"The file is not readable JSON: {error}.",
        ) from None
    collection = _object(found)
    if collection.get("type") != "FeatureCollection" or not _list(collection.get("features")):
        raise _not_a_collection()
    system = msgspec.json.encode(collection.get("crs")).decode()
    if collection.get("crs") is not None and not any(one in system for one in OUR_SYSTEMS):
        raise _refuse(
            "OUTLINES_OTHER_SYSTEM",
            "พิกัดต้องเป็นลองจิจูด ละติจูด (WGS 84) เท่านั้น",
            "Positions must be longitude and latitude (WGS 84); the file names another system.",
            crs=system[:200],
        )
    return collection


def _not_a_collection() -> Invalid:
    return _refuse(
        "OUTLINES_NOT_A_COLLECTION",
        "ไฟล์ต้องเป็น GeoJSON แบบ FeatureCollection ที่มีพื้นที่อย่างน้อยหนึ่งแห่ง",
        "The file must be a GeoJSON FeatureCollection with at least one area.",
    )


def _code_of(at: int, feature: Any, code_property: str) -> str:
    """Like 5406, 540605 or TH5406, as text or number, of the property or else of `id`."""
    named = _object(feature)
    value: object = _object(named.get("properties")).get(code_property, named.get("id"))
    written = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    code = written.strip().removeprefix("TH")
    if named.get("type") != "Feature" or not re.fullmatch(r"[0-9]{4}|[0-9]{6}", code):
        raise _refuse(
            "OUTLINES_CODE_MISSING",
            f"พื้นที่ลำดับที่ {at} ไม่มีรหัส ๔ หรือ ๖ หลักใน {code_property}",
            f"Area number {at} has no code of four or six digits in {code_property}.",
            area=at,
            found=written[:50],
        )
    return code


def _level_of(codes: list[str]) -> OutlineLevel:
    lengths = {len(code) for code in codes}
    if len(lengths) > 1:
        raise _refuse(
            "OUTLINES_LEVELS_MIXED",
            "ไฟล์มีทั้งอำเภอและตำบล กรุณาแยกไฟล์",
            "The file has both districts and subdistricts: one file for each, please.",
        )
    return DIGITS[lengths.pop()]


def _check_codes(codes: list[str], known: set[str]) -> None:
    unknown = sorted(set(codes) - known)
    if unknown:
        raise _refuse(
            "OUTLINES_CODE_UNKNOWN",
            f"ไม่มีพื้นที่รหัส {', '.join(unknown[:MOST_TOLD])} ในทะเบียน",
            f"The register has no area {', '.join(unknown[:MOST_TOLD])}.",
            codes=[*unknown[:MOST_TOLD]],
            unknown=len(unknown),
        )
    twice = sorted(code for code, times in Counter(codes).items() if times > 1)
    if twice:
        raise _refuse(
            "OUTLINES_CODE_TWICE",
            f"มีพื้นที่รหัส {', '.join(twice[:MOST_TOLD])} มากกว่าหนึ่งครั้ง",
            f"The file has {', '.join(twice[:MOST_TOLD])} more than once.",
            codes=[*twice[:MOST_TOLD]],
        )


def _object(value: object) -> dict[str, Any]:
    """What is no object has no members."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _area_of(code: str, feature: object) -> Area:
    geometry = _object(_object(feature).get("geometry"))
    kind, coordinates = geometry.get("type"), _list(geometry.get("coordinates"))
    if kind not in ("Polygon", "MultiPolygon") or not coordinates:
        raise _refuse(
            "OUTLINES_GEOMETRY_UNSUITABLE",
            f"พื้นที่รหัส {code} ต้องเป็น Polygon หรือ MultiPolygon",
            f"The area {code} must be a Polygon or a MultiPolygon.",
            code=code,
            found=str(kind)[:50],
        )
    polygons = [coordinates] if kind == "Polygon" else coordinates
    area = [_polygon(code, polygon) for polygon in polygons]
    # What rounding to the grid makes a line of is an islet; the area itself must be left.
    whole = [polygon for polygon in area if polygon]
    if not whole:
        raise _ring_unsuitable(code)
    return whole


def _polygon(code: str, polygon: object) -> Polygon:
    given = _list(polygon)
    if not given:
        raise _ring_unsuitable(code)
    rings: Polygon = []
    for at, ring in enumerate(given):
        points = _ring(code, ring)
        is_line = len(points) < simplifying.FEWEST_POINTS or simplifying.doubled_area(points) == 0
        if is_line and at == 0:
            return []
        if not is_line:
            rings.append(points)
    return rings


def _ring(code: str, ring: object) -> simplifying.Ring:
    positions = _list(ring)
    if len(positions) < FEWEST_POSITIONS:
        raise _ring_unsuitable(code)
    points = [_point(code, position) for position in positions]
    if positions[0][:2] != positions[-1][:2]:
        raise _ring_unsuitable(code)
    return simplifying.without_repeats(points)


def _point(code: str, position: object) -> Point:
    """Rounded to the grid. A height is left out."""
    given = _list(position)
    numbers = [
        one for one in given[:2] if isinstance(one, int | float) and not isinstance(one, bool)
    ]
    if len(numbers) != 2 or len(given) > 4:
        raise _position_unsuitable(code, position)
    longitude, latitude = numbers
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise _position_unsuitable(code, position)
    return round(longitude * STEPS_PER_DEGREE), round(latitude * STEPS_PER_DEGREE)


def _ring_unsuitable(code: str) -> Invalid:
    return _refuse(
        "OUTLINES_RING_UNSUITABLE",
        f"เส้นขอบของพื้นที่รหัส {code} ต้องมีอย่างน้อย ๔ จุด และจุดสุดท้ายต้องตรงกับจุดแรก",
        f"Each ring of the area {code} needs four positions or more, the last one as the first.",
        code=code,
    )


def _position_unsuitable(code: str, position: object) -> Invalid:
    return _refuse(
        "OUTLINES_POSITION_UNSUITABLE",
        f"พื้นที่รหัส {code} มีพิกัดนอกประเทศไทย ลำดับต้องเป็นลองจิจูด ละติจูด",
        f"The area {code} has a position outside Thailand. The order is longitude, latitude.",
        code=code,
        found=str(position)[:80],
    )


def _refuse(error: str, message_th: str, message_en: str, **values: Value) -> Invalid:
    return Invalid(error, message_th, message_en, field="file", values=values)

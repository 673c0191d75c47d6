"""Outlines from GeoJSON: what is refused and in which words, and what simplifying keeps."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make.outlines import PHRAE, as_file, make_border, make_collection, make_feature, make_ring
from plan_core.errors import Invalid
from plan_core.places import simplifying
from plan_core.places.outline_rules import (
    LARGEST_FILE,
    MOST_POINTS,
    OutlineLevel,
    Outlines,
    check_text,
    read_outlines,
)
from plan_core.places.simplifying import Ring

KNOWN = {OutlineLevel.DISTRICT: [*PHRAE, "5001"], OutlineLevel.SUBDISTRICT: ["540605", "540606"]}


def read(collection: Any, code_property: str = "code") -> Outlines:
    content = collection if isinstance(collection, bytes) else as_file(collection)
    return read_outlines(content, code_property, KNOWN.__getitem__)


def features_of(outlines: Outlines, at: int = 0) -> dict[str, Any]:
    content = json.loads(outlines.provinces[at].content)
    return {one["properties"]["name"]: one["geometry"] for one in content["features"]}


def test_districts_are_kept_by_province_with_their_codes_and_closed_rings() -> None:
    found = read(make_collection(["5402", "5401", "5001"]))
    assert (found.level, [one.province_code for one in found.provinces]) == (
        OutlineLevel.DISTRICT,
        ["50", "54"],
    )
    outlines = features_of(found, 1)
    assert list(outlines) == ["5401", "5402"]
    for geometry in outlines.values():
        ((ring,),) = geometry["coordinates"]
        assert ring[0] == ring[-1]
        assert len(ring) > 4
        assert all(round(value, 4) == value for position in ring for value in position)


@pytest.mark.parametrize("code", ["TH540605", 540605, " 540605 "])
def test_a_code_may_be_a_number_or_begin_with_th(code: str | int) -> None:
    ring = make_ring(make_border(100), make_border(100.1))
    found = read({"type": "FeatureCollection", "features": [make_feature(code, ring)]})
    assert (found.level, found.provinces[0].codes) == (OutlineLevel.SUBDISTRICT, ("540605",))


def test_a_feature_without_the_property_is_known_by_its_id_and_heights_are_left_out() -> None:
    ring = [[*position, 312.5] for position in make_ring(make_border(100), make_border(100.1))]
    feature = make_feature("", ring, id="5406")
    feature["properties"] = None
    geometry = features_of(read({"type": "FeatureCollection", "features": [feature]}))["5406"]
    assert {len(position) for position in geometry["coordinates"][0][0]} == {2}


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    collection = make_collection()
    change(collection)
    return collection


def geometry(collection: dict[str, Any], at: int = 1) -> dict[str, Any]:
    return collection["features"][at]["geometry"]


def ring(collection: dict[str, Any]) -> list[Any]:
    return geometry(collection)["coordinates"][0]


REFUSED: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("OUTLINES_NOT_A_COLLECTION", lambda c: c.update(type="Topology")),
    ("OUTLINES_NOT_A_COLLECTION", lambda c: c.update(features=[])),
    ("OUTLINES_OTHER_SYSTEM", lambda c: c.update(crs={"properties": {"name": "EPSG:32647"}})),
    ("OUTLINES_CODE_MISSING", lambda c: c["features"][1]["properties"].clear()),
    ("OUTLINES_CODE_MISSING", lambda c: c["features"][1]["properties"].update(code=True)),
    ("OUTLINES_CODE_MISSING", lambda c: c["features"].append(None)),
    ("OUTLINES_CODE_UNKNOWN", lambda c: c["features"][1]["properties"].update(code="5499")),
    ("OUTLINES_CODE_TWICE", lambda c: c["features"][1]["properties"].update(code="5401")),
    ("OUTLINES_LEVELS_MIXED", lambda c: c["features"][1]["properties"].update(code="540605")),
    ("OUTLINES_GEOMETRY_UNSUITABLE", lambda c: geometry(c).update(type="LineString")),
    ("OUTLINES_GEOMETRY_UNSUITABLE", lambda c: c["features"][1].update(geometry=None)),
    ("OUTLINES_GEOMETRY_UNSUITABLE", lambda c: geometry(c).update(coordinates=[])),
    ("OUTLINES_RING_UNSUITABLE", lambda c: ring(c).pop()),
    ("OUTLINES_RING_UNSUITABLE", lambda c: ring(c).__setitem__(slice(2, -1), [])),
    (
        "OUTLINES_RING_UNSUITABLE",  # smaller than a step of the grid
        lambda c: geometry(c).update(coordinates=[[[100, 18], [100, 18.00001], [100, 18]] * 2]),
    ),
    ("OUTLINES_POSITION_UNSUITABLE", lambda c: ring(c).__setitem__(3, [18.0, 100.0])),
    ("OUTLINES_POSITION_UNSUITABLE", lambda c: ring(c).__setitem__(3, ["100", 18])),
    ("OUTLINES_POSITION_UNSUITABLE", lambda c: ring(c).__setitem__(3, 100)),
]


@pytest.mark.parametrize(("code", "change"), REFUSED)
def test_one_area_that_is_not_understood_refuses_the_file(
    code: str, change: Callable[[dict[str, Any]], Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        read(changed(change))
    assert refused.value.code == code
    assert refused.value.message_th


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b'{"type": NaN}', b"\xff\xfe{", b"[" * 99])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read(content)
    assert refused.value.code == "OUTLINES_UNREADABLE"


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Invalid) as refused:
        read(b" " * (LARGEST_FILE + 1))
    assert refused.value.code == "OUTLINES_TOO_LARGE"


@pytest.mark.parametrize("text", ["", "  ", "a\x07", "ก" * 301])
def test_source_and_licence_are_never_left_out(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_text(text, "licence")
    assert refused.value.code == "OUTLINES_UNNAMED"


def test_many_points_become_few_and_every_area_stays() -> None:
    found = read(make_collection(points=4_000))
    (province,) = found.provinces
    assert found.points_read > 5 * MOST_POINTS > 5 * province.points
    assert features_of(found).keys() == set(PHRAE)


def test_neighbours_keep_the_same_points_of_their_border() -> None:
    outlines = features_of(read(make_collection(points=4_000)))
    for one, other in itertools.pairwise(PHRAE):
        points, others = (
            {tuple(p) for p in outlines[code]["coordinates"][0][0]} for code in (one, other)
        )
        east = 99.5 + 0.1 * (PHRAE.index(one) + 1)
        border = {p for p in points if abs(p[0] - east) < 0.03}
        assert len(border) > 10
        assert border == {p for p in others if abs(p[0] - east) < 0.03}


def test_a_hole_stays_a_hole_and_an_islet_smaller_than_the_grid_goes() -> None:
    outer = [[100, 18], [101, 18], [101, 19], [100, 19], [100, 18]]
    hole = [[100.4, 18.4], [100.6, 18.4], [100.6, 18.6], [100.4, 18.6], [100.4, 18.4]]
    islet = [[102, 18], [102.00001, 18], [102.00001, 18.00001], [102, 18]]
    feature = make_feature("5406", [])
    feature["geometry"] = {"type": "MultiPolygon", "coordinates": [[outer, hole], [islet]]}
    (polygon,) = features_of(read({"type": "FeatureCollection", "features": [feature]}))["5406"][
        "coordinates"
    ]
    turns = [
        simplifying.doubled_area([(round(x * 10), round(y * 10)) for x, y in one]) > 0
        for one in polygon
    ]
    assert turns == [True, False]


grid = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(st.lists(grid, min_size=3, max_size=60), st.integers(1, 16))
@settings(max_examples=60)
def test_simplifying_keeps_only_points_of_the_ring_and_does_not_care_for_its_direction(
    points: Ring, tolerance: int
) -> None:
    ring = simplifying.without_repeats(points)
    if len(set(ring)) < 3 or simplifying.doubled_area(ring) == 0:
        return
    (found,) = simplifying.simplify([[[ring]]], 10_000, tolerance) or [[]]
    (back,) = simplifying.simplify([[[ring[::-1]]]], 10_000, tolerance) or [[]]
    assert set(found[0][0]) <= set(ring)
    assert set(found[0][0]) == set(back[0][0])

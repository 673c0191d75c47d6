"""Fewer points on outlines, the same ones on both sides of a shared border. Pure.

Coordinates are whole steps of a grid. Borders are cut where three areas meet (and where a coast
begins); each piece is simplified once, in one direction, so that neighbours stay neighbours.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

Point = tuple[int, int]
Ring = list[Point]
"""Without the closing point."""
Polygon = list[Ring]
"""The outer ring first, then holes."""
Area = list[Polygon]

FEWEST_POINTS = 3


def simplify(areas: Sequence[Area], most_points: int, coarsest: int) -> list[Area] | None:
    """The finest picture with at most that many points; None when even the coarsest has more.

    Points are left out when they are no further from the line than a tolerance, which doubles
    from one step. A hole or an island that has become a line goes; an area's last polygon stays.
    """
    measuring = _Measuring(_nodes(areas))
    measured = [[[measuring.ring(ring) for ring in polygon] for polygon in area] for area in areas]
    tolerance = 1
    while tolerance <= coarsest:
        found = [
            _area_at(rings, area, tolerance) for rings, area in zip(measured, areas, strict=True)
        ]
        if count_points(found) <= most_points:
            return found
        tolerance *= 2
    return None


def count_points(areas: Iterable[Area]) -> int:
    return sum(len(ring) for area in areas for polygon in area for ring in polygon)


def doubled_area(ring: Sequence[Point]) -> int:
    """Twice the area; positive when it runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True))


def without_repeats(points: Iterable[Point]) -> Ring:
    """A closed or open ring of a grid: no point twice in a row, nor the first at the end."""
    ring: Ring = []
    for point in points:
        if not ring or ring[-1] != point:
            ring.append(point)
    while len(ring) > 1 and ring[-1] == ring[0]:
        ring.pop()
    return ring


def _nodes(areas: Sequence[Area]) -> set[Point]:
    """Where borders meet: points with more than two different neighbours."""
    neighbours: dict[Point, set[Point]] = {}
    for ring in _rings(areas):
        for at, point in enumerate(ring):
            neighbours.setdefault(point, set()).update((ring[at - 1], ring[(at + 1) % len(ring)]))
    return {point for point, beside in neighbours.items() if len(beside) > 2}


def _rings(areas: Iterable[Area]) -> Iterator[Ring]:
    for area in areas:
        for polygon in area:
            yield from polygon


Measured = list[tuple[Point, float]]
"""A ring whose points know up to which tolerance, squared, they stay."""


def _area_at(measured: list[list[Measured]], area: Area, tolerance: int) -> Area:
    found: Area = []
    for polygon in measured:
        outer, *holes = [
            [point for point, limit in ring if limit > tolerance * tolerance] for ring in polygon
        ]
        if _is_ring(outer):
            found.append([outer, *(hole for hole in holes if _is_ring(hole))])
    # What is smaller than the tolerance is still there.
    return found or [max(area, key=lambda polygon: abs(doubled_area(polygon[0])))]


def _is_ring(ring: Ring) -> bool:
    return len(set(ring)) >= FEWEST_POINTS and doubled_area(ring) != 0


class _Measuring:
    """Each piece of border is measured once, for both of its sides and for all tolerances."""

    def __init__(self, nodes: set[Point]) -> None:
        self._nodes = nodes
        self._known: dict[tuple[Point, Point, Point, int], list[float]] = {}

    def ring(self, ring: Ring) -> Measured:
        cuts = [at for at, point in enumerate(ring) if point in self._nodes]
        if len(cuts) < 2:
            # Cut at a corner that both sides of it know, and at the point furthest from that.
            first = cuts[0] if cuts else ring.index(min(ring))
            corner = ring[first]
            far = max(ring, key=lambda point: (_distance(point, corner), point))
            cuts = sorted((first, ring.index(far)))
        turned = ring[cuts[0] :] + ring[: cuts[0]]
        ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
        closed = [*turned, turned[0]]
        found: Measured = []
        for start, end in itertools.pairwise(ends):
            line = closed[start : end + 1]
            found += zip(line[:-1], self._line(line)[:-1], strict=True)
        return found

    def _line(self, line: Ring) -> list[float]:
        """Always from the smaller end. Between two nodes a piece is known by how it begins."""
        if line[0] > line[-1]:
            return self._line(line[::-1])[::-1]
        key = (line[0], line[1], line[-1], len(line))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _limits(line)
        return known


def _limits(line: Ring) -> list[float]:
    """Douglas and Peucker for every tolerance at once: a point stays as long as it is further off
    than the tolerance, and so was every point that it was measured against."""
    limits = [0.0] * len(line)
    limits[0] = limits[-1] = math.inf
    open_parts = [(0, len(line) - 1, math.inf)]
    while open_parts:
        first, last, limit = open_parts.pop()
        furthest, distance = _furthest(line, first, last)
        # The finest tolerance is one step.
        if distance > 1:
            limits[furthest] = least = min(limit, distance)
            open_parts += [(first, furthest, least), (furthest, last, least)]
    return limits


def _furthest(line: Ring, first: int, last: int) -> tuple[int, float]:
    """The point furthest from the straight way between two others, and that distance squared."""
    (x1, y1), (x2, y2) = line[first], line[last]
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    best, found = 0.0, first
    for at in range(first + 1, last):
        x, y = line[at]
        if length == 0:
            distance = float((x - x1) ** 2 + (y - y1) ** 2)
        else:
            # Beside the way: the nearest point of it, which may be an end.
            part = min(1.0, max(0.0, ((x - x1) * dx + (y - y1) * dy) / length))
            distance = (x - x1 - part * dx) ** 2 + (y - y1 - part * dy) ** 2
        if distance > best:
            best, found = distance, at
    return found, best


def _distance(a: Point, b: Point) -> int:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2

"""The table: throughput as ratios to the references, with the targets and whether they are met."""

from __future__ import annotations

from collections.abc import Mapping

from bench.pace.cases import Case
from bench.pace.measuring import Pace
from bench.pace.stage import GRAPHILE, LIMIT, OURS

HEAD = (
    "| case | connections | answers/s: Simiti · limit · PostGraphile | × PostGraphile | × limit"
    " | p50 · p95 ms | ms of processor: Simiti · limit · PostGraphile | KB |"
    "\n|---|---|---|---|---|---|---|---|"
)


def line_of(case: Case, connections: int, paces: Mapping[str, Pace]) -> str:
    """Targets are about sixteen connections; with fewer the ratio alone is told."""
    mine = paces[OURS]
    each = [paces.get(name) for name in (OURS, LIMIT, GRAPHILE)]
    rates = " · ".join(f"{one.per_second:,.0f}" if one else "–" for one in each)
    worked = " · ".join(f"{one.worked_milliseconds:.2f}" if one else "–" for one in each)
    ratios = [
        _ratio(mine, paces.get(name), target if connections == 16 else None)
        for name, target in ((GRAPHILE, case.of_graphile), (LIMIT, case.of_limit))
    ]
    times = f"{mine.median:.1f} · {mine.p95:.1f}"
    return (
        f"| **{case.key}** {case.title} | {connections} | {rates} | {' | '.join(ratios)}"
        f" | {times} | {worked} | {mine.size / 1000:,.0f} |"
    )


def _ratio(mine: Pace, other: Pace | None, target: float | None) -> str:
    if other is None:
        return "–"
    ratio = mine.per_second / other.per_second
    if target is None:
        return f"{ratio:.2f}"
    return f"{ratio:.2f} (≥ {target:g}: {'met' if ratio >= target else 'NOT met'})"


def flat_line(paces: Mapping[int, Pace], spread: float) -> str:
    told = ", ".join(f"{size:,}: {pace.median:.2f} ms" for size, pace in paces.items())
    return f"flat over the nation, case a at one connection: {told} (slowest/quickest {spread:.2f})"

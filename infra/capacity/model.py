"""How large an installation has to be: arithmetic over measured figures and stated assumptions.

`python infra/capacity/model.py` prints the table of docs/operations/capacity.md. The costs of an
answer are read from docs/guides/speed.md, so that they are those that were measured last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SPEED = Path(__file__).resolve().parents[2] / "docs" / "guides" / "speed.md"

TARGET = 0.6
"""How busy a process may be on average: above it, waiting grows faster than work."""
CONNECTIONS_OF_API = 37
"""3 × SIMITI_DATABASE_POOL_SIZE as the application, 12 at the door, 1 that listens."""
CONNECTIONS_OF_WORKER = 9
"""3 × 3, for each process of a worker."""
MAX_CONNECTIONS = 400
"""Of one PostgreSQL without a pooler: an assumption, to be set by its memory."""
LARGEST_HOST = 16
"""Processors of one api host: an assumption; past it, several hosts."""

CASES = {"a": "comparison", "b": "nation", "c": "revision", "c'": "draft", "d": "search"}
EDIT = "e"


@dataclass(frozen=True)
class Costs:
    """Measured: milliseconds of the api's processor for one answer, asked first."""

    comparison: float
    nation: float
    revision: float
    draft: float
    search: float
    edit: float
    edits_of_database: float
    """Edits each second that PostgreSQL took from the quickest way to make them."""


def read_costs(page: str) -> Costs:
    """From the table of the guide; the dearer row counts where a case was measured twice."""
    row = re.compile(r"^\| \*\*([a-e]'?)\*\* [^|]*\|[^|]*\|([^|]*)\|[^|]*\|[^|]*\|[^|]*\|([^|]*)\|")
    found: dict[str, float] = {}
    edits = 0.0
    for line in page.splitlines():
        matched = row.match(line)
        if matched is None:
            continue
        case, rates, milliseconds = matched.groups()
        found[case] = max(found.get(case, 0.0), _numbers(milliseconds)[0])
        if case == EDIT:
            edits = max(edits, _numbers(rates)[1])
    missing = {*CASES, EDIT} - set(found)
    if missing or not edits:
        raise ValueError(f"the guide to speed has no figures for {sorted(missing)}")
    return Costs(
        **{name: found[case] for case, name in CASES.items()},
        edit=found[EDIT],
        edits_of_database=edits,
    )


def _numbers(text: str) -> list[float]:
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*\.?\d*", text)]


@dataclass(frozen=True)
class Assumptions:
    """What nobody has measured: how people work on the last day. Change it to what you see."""

    share_at_work: float = 0.5
    """Of the organisations, at the same moment, one officer each."""
    seconds_between_edits: float = 10
    seconds_between_screens: float = 60
    """A draft and a revision, read anew."""
    officers_of_areas: float = 0.12
    """Of districts and provinces, for each organisation: 955 for 7,849."""
    seconds_between_comparisons: float = 30
    searches_for_each_comparison: float = 0.2
    programs_per_second: float = 20
    """Integrators that copy revisions."""


@dataclass(frozen=True)
class Step:
    """What one size of the country needs."""

    tenants: int
    edits_per_second: float
    answers_per_second: float
    processors: float
    """Of the api alone; PostgreSQL's own come on top and were not measured."""
    api_processes: int
    connections: int
    bottleneck: str
    fullness: dict[str, float]


def size(tenants: int, costs: Costs, given: Assumptions | None = None) -> Step:
    """The arithmetic for so many organisations."""
    given = given or Assumptions()
    officers = tenants * given.share_at_work
    edits = officers / given.seconds_between_edits
    screens = officers / given.seconds_between_screens
    comparisons = tenants * given.officers_of_areas / given.seconds_between_comparisons
    searches = comparisons * given.searches_for_each_comparison
    rates = (
        (edits, costs.edit),
        (screens, costs.draft + costs.revision),
        (comparisons, max(costs.comparison, costs.nation)),
        (searches, costs.search),
        (given.programs_per_second, costs.revision),
    )
    processors = sum(rate * milliseconds for rate, milliseconds in rates) / 1000
    processes = max(2, math.ceil(processors / TARGET))
    workers = max(2, math.ceil(tenants / 2000))
    connections = processes * CONNECTIONS_OF_API + workers * CONNECTIONS_OF_WORKER
    fullness = {
        "processors of one api host": processes / LARGEST_HOST,
        "connections without a pooler": connections / MAX_CONNECTIONS,
        "edits that one database takes": edits / costs.edits_of_database,
    }
    return Step(
        tenants=tenants,
        edits_per_second=edits,
        answers_per_second=sum(rate for rate, _ in rates),
        processors=processors,
        api_processes=processes,
        connections=connections,
        bottleneck=max(fullness, key=lambda name: fullness[name]),
        fullness=fullness,
    )


SIZES = (100, 1_000, 7_849, 78_490)
"""A province, a tenth of the country, all of it, and ten times that."""


def table(costs: Costs) -> Iterator[str]:
    yield (
        "| organisations | edits/s | answers/s | processors of the api | api processes |"
        " connections | fullest first |"
    )
    yield "|---|---|---|---|---|---|---|"
    for tenants in SIZES:
        one = size(tenants, costs)
        yield (
            f"| {tenants:,} | {one.edits_per_second:,.0f} | {one.answers_per_second:,.0f}"
            f" | {one.processors:.1f} | {one.api_processes} | {one.connections:,}"
            f" | {one.bottleneck} ({one.fullness[one.bottleneck]:.0%}) |"
        )


def main() -> None:
    print("\n".join(table(read_costs(SPEED.read_text(encoding="utf-8")))))


if __name__ == "__main__":
    main()

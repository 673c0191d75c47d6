"""Simiti's pace beside two references, in one run and in turn: throughput ratios with targets.

`.venv/bin/python tests/bench/province.py [--sizes 100,1000,7849] [--rounds 3] [--seconds 1]
[--connections 1,16] [--cases a,c] [--postgraphile] [--without-postgraphile]`

It starts a database of its own, loads the generated nation in every size, and throws all of it
away. `--postgraphile` installs that reference from its own lock file first (Node 22 or newer);
without it, and without an installed one, only the limit is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import servers as test_servers  # noqa: E402
from bench.nation import loading  # noqa: E402
from bench.pace import cases, filling, measuring, stage, telling  # noqa: E402
from bench.pace.cases import Case  # noqa: E402
from bench.pace.measuring import Length  # noqa: E402
from bench.pace.stage import GRAPHILE, LIMIT, OURS, Server  # noqa: E402


def main() -> None:
    given = arguments()
    if given.postgraphile:
        stage.install_postgraphile()
    with_graphile = stage.has_postgraphile() and not given.without_postgraphile
    names = [OURS, LIMIT, *([GRAPHILE] if with_graphile else [])]
    length = Length(given.rounds, given.seconds)
    with (
        test_servers.private_folder() as folder,
        test_servers.running_postgres(folder, stage.DATABASE_SETTINGS) as admin,
        ExitStack() as stack,
    ):
        by_size: dict[int, Server] = {}
        listed: dict[int, list[Case]] = {}
        contenders: dict[str, Server] = {}
        for size in given.sizes:
            urls = stack.enter_context(admin.copy_of_template())
            loaded = loading.load_nation(urls.owner, size)
            print(f"{size:,} organisations: {loaded.plans:,} plans in {loaded.seconds:.1f} s")
            cast = asyncio.run(filling.cast(urls, size))
            listed[size] = cases.list_cases(cast)
            by_size[size] = stack.enter_context(stage.serving(OURS, urls, folder))
            if size == given.sizes[-1]:
                asyncio.run(filling.furnish_references(urls, by_size[size], cast.nation))
                contenders = {
                    name: by_size[size]
                    if name == OURS
                    else stack.enter_context(stage.serving(name, urls, folder))
                    for name in names
                }
        chosen = [one for one in listed[given.sizes[-1]] if one.key[0] in given.cases]
        compare(chosen, contenders, given.connections, length)
        tell_memory(contenders)
        if len(by_size) > 1 and "a" in given.cases:
            first = {size: each[0] for size, each in listed.items()}
            paces = measuring.flatness(first, by_size, OURS, length)
            print(telling.flat_line(paces, measuring.worst_spread([*paces.values()])))
    tell_machine()


def compare(
    chosen: list[Case], contenders: dict[str, Server], connections: list[int], length: Length
) -> None:
    """The answers first, then the pace of each case."""
    for case in chosen:
        cases.check_agreement(case, contenders)
    print("all contenders give the same answers\n")
    print(telling.HEAD)
    busiest = 0.0
    for case in chosen:
        for many in connections:
            paces = measuring.measure(case, contenders, many, length)
            busiest = max(busiest, *(one.own_share for one in paces.values()))
            print(telling.line_of(case, many, paces), flush=True)
    print(f"\nthe load's own process was busy at most {busiest:.0%} of the time")


def tell_memory(contenders: dict[str, Server]) -> None:
    told = ", ".join(f"{name} {one.peak_mebibytes:.0f} MiB" for name, one in contenders.items())
    print(f"peak memory: {told}")


def tell_machine() -> None:
    cpus = len(stage.processors())
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {cpus} processors, {platform.machine()},"
        f" Python {platform.python_version()}; ratios are what counts, not the times"
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=_numbers, default=[100, 1_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--connections", type=_numbers, default=[1, 16])
    parser.add_argument("--cases", type=_names, default=[*"abcdew"])
    parser.add_argument("--postgraphile", action="store_true")
    parser.add_argument("--without-postgraphile", action="store_true")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return text.split(",")


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


if __name__ == "__main__":
    main()

"""Interleaved timing: medians of things measured in turn, so that a busy moment hits them all."""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping

Step = Callable[[], Awaitable[object]]


async def in_turn(steps: Mapping[str, Step], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every round of each step, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(rounds + 1):
        for name, step in steps.items():
            started = time.perf_counter()
            await step()
            if number:
                taken[name].append((time.perf_counter() - started) * 1000)
    return taken


def print_table(
    taken: Mapping[str, list[float]], base: str, notes: Mapping[str, str] | None = None
) -> None:
    """Median, the slowest of twenty, and the ratio to one of them."""
    unit = statistics.median(taken[base])
    print(f"{'':34}{'median':>10}{'p95':>10}{'ratio':>8}")
    for name, times in taken.items():
        ordered = sorted(times)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        median = statistics.median(times)
        note = (notes or {}).get(name, "")
        print(f"{name:34}{median:8.1f}ms{p95:8.1f}ms{median / unit:8.2f}  {note}")

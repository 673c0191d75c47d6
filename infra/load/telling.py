"""What a run has shown, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from load.ledger import Ledger, percentile

MOST_SHOWN = 10
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def figures_of(ledger: Ledger, seconds: float) -> dict[str, Any]:
    """By operation, and over all."""
    operations: dict[str, Any] = {}
    for name in sorted({*ledger.milliseconds, *ledger.codes}):
        ordered = sorted(ledger.milliseconds.get(name, []))
        operations[name] = {
            "answers": len(ordered),
            "per_second": len(ordered) / seconds if seconds else 0.0,
            **{key: percentile(ordered, share) for key, share in SHARES.items()},
            "max": percentile(ordered, 1),
            "codes": dict(ledger.codes.get(name, {})),
        }
    return {
        "seconds": seconds,
        "requests": ledger.requests,
        "requests_lost": len(ledger.lost),
        "lost": [vars(one) for one in ledger.lost],
        "writes_acknowledged": ledger.writes.acknowledged,
        "writes_lost": ledger.writes.lost,
        "writes_in_doubt": ledger.writes.in_doubt,
        "writes_in_doubt_kept": ledger.writes.in_doubt_kept,
        "wrong_answers": ledger.wrong,
        "operations": operations,
    }


def lines_of(figures: dict[str, Any]) -> Iterator[str]:
    head = f"{'operation':18}{'answers':>9}{'per s':>8}"
    yield head + "".join(f"{name:>9}" for name in (*SHARES, "max")) + "  ms   other than answered"
    for name, one in figures["operations"].items():
        times = "".join(f"{one[key]:9.1f}" for key in (*SHARES, "max"))
        codes = ", ".join(f"{code} × {count}" for code, count in sorted(one["codes"].items()))
        yield f"{name:18}{one['answers']:9,}{one['per_second']:8.1f}{times}      {codes}"
    for one in figures["lost"][:MOST_SHOWN]:
        yield f"✗ lost after {one['second']:.1f} s: {one['operation']}, {one['why']}"
    for one in figures["wrong_answers"][:MOST_SHOWN]:
        yield f"✗ {one}"
    doubt = f"{figures['writes_in_doubt']}, of them kept: {figures['writes_in_doubt_kept']}"
    yield f"requests: {figures['requests']:,}, lost: {figures['requests_lost']:,}"
    yield f"wrong answers: {len(figures['wrong_answers']):,}"
    yield f"acknowledged writes: {figures['writes_acknowledged']:,}, in doubt: {doubt}"
    yield f"acknowledged writes lost: {figures['writes_lost']:,}"

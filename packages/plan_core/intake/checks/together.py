"""Findings that say one thing many times are one; a flood of one code ends in its count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from plan_core.intake import findings
from plan_core.intake.findings import Finding

MOST_OF_ONE_CODE = 50


def together(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of each first; the rest of a code are counted in a last one of it, which is as
    severe as the worst of them. Nothing is left out without being counted."""
    return tuple(_capped(_alike(found)))


def _alike(found: Iterable[Finding]) -> list[Finding]:
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in found:
        about = () if not finding.initiative_ids else (finding.key,)
        groups.setdefault((finding.code, finding.message_th, *about), []).append(finding)
    return [_one_of(group) for group in groups.values()]


def _one_of(group: list[Finding]) -> Finding:
    first, count = group[0], len(group)
    if count == 1:
        return first
    return replace(
        first,
        values={**first.values, "count": count},
        message_th=f"{first.message_th} (พบ {count:,} แห่ง)",
        message_en=f"{first.message_en} ({count:,} places)",
    )


def _capped(found: list[Finding]) -> list[Finding]:
    by_code: defaultdict[str, list[Finding]] = defaultdict(list)
    kept: list[Finding] = []
    for finding in found:
        by_code[finding.code].append(finding)
        if len(by_code[finding.code]) <= MOST_OF_ONE_CODE:
            kept.append(finding)
    return [
        *kept,
        *(
            _rest(group[MOST_OF_ONE_CODE:])
            for group in by_code.values()
            if len(group) > MOST_OF_ONE_CODE
        ),
    ]


def _rest(group: list[Finding]) -> Finding:
    order = ["CRITICAL", "ERROR", "WARNING"]
    worst = min(group, key=lambda finding: order.index(finding.severity))
    count = sum(findings.places_of(finding.values) for finding in group)
    return replace(
        worst,
        key=f"{worst.code}:REST",
        place=group[0].place,
        initiative_ids=(),
        dimension="",
        mission="",
        values={"count": count},
        message_th=f"ยังมีข้อสังเกตชนิดเดียวกันอีก {count:,} ข้อ",
        message_en=f"There are {count:,} more findings of this kind.",
    )

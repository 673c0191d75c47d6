"""What `simiti doctor` says of one part."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One part looked at; without a fault it is well."""

    part: str
    detail: str
    fault: str = ""
    fix: str = ""

"""Workbooks → sheets, behind the guards of `guard_xlsx`."""

from __future__ import annotations

from plan_core.intake.sheets import Sheets


def read_xlsx(content: bytes) -> Sheets:
    raise NotImplementedError

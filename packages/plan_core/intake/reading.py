"""Bytes of an uploaded document → sheets, draft, findings: pure, no server and no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import checks, sniff
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.intake.read_text import read_text
from plan_core.intake.read_xlsx import read_xlsx
from plan_core.intake.shape import shape
from plan_core.intake.sheets import DocumentFormat, Sheets

STEPS = ("SNIFF", "READ", "SHAPE", "CHECK")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is: `step` is about to begin, `done` of `total` are behind.

    `initiatives` is how many rows were found so far.
    """

    step: str
    done: int
    total: int
    initiatives: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that reading a document gives."""

    sheets: Sheets
    draft: PlanDraft
    findings: tuple[Finding, ...]


def read(
    filename: str,
    content: bytes,
    framework: FrameworkEdition | Sequence[FrameworkEdition],
    progress: Callable[[Progress], None] | None = None,
) -> Reading:
    """Read a document against an edition, or against the one of several that fits its years.

    Raises Invalid with a code DOCUMENT_… when it cannot be read; nothing is half-read.
    """
    editions = (framework,) if isinstance(framework, FrameworkEdition) else tuple(framework)

    def at(step: str, initiatives: int = 0) -> None:
        if progress is not None:
            progress(Progress(step, STEPS.index(step), len(STEPS), initiatives))

    at("SNIFF")
    kind: DocumentFormat = sniff.format_of(filename, content)
    at("READ")
    sheets = read_xlsx(content) if kind == "xlsx" else read_text(content)
    at("SHAPE")
    draft = shape(sheets, editions)
    at("CHECK", len(draft.initiatives))
    edition = next(e for e in editions if e.code == draft.edition_code)
    return Reading(sheets, draft, checks.run_all(draft, edition))

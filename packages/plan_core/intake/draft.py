"""The plan as a document states it, before an officer has accepted it: plain, serialisable."""

from __future__ import annotations

from dataclasses import dataclass, field

from plan_core.intake.sheets import Place
from plan_core.plans.parts import AppointmentOrder, NewRisk, Sheet
from plan_core.values import Budget, InitiativeKind, RiskCategory

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class DraftInitiative:
    """One row of the plan. `dimension` and `mission` are "" while they are unknown.

    `number` is as printed without its punctuation, `title` is cleaned, `title_printed` is not;
    `printed_mission` is the mission label the row stands beside; `sub_heading` the one above it.
    """

    id: str
    dimension: str
    mission: str
    number: str
    kind: InitiativeKind | None
    title: str
    title_printed: str
    budgets: dict[int, Budget]
    remarks: str
    place: Place
    printed_mission: str | None = None
    sub_heading: str = ""

    @property
    def mission_code(self) -> str:
        """The mission under the name by which plans.totals adds rows up."""
        return self.mission


@dataclass(frozen=True, slots=True)
class DeclaredDimension:
    """A total row as printed. `mission` is set for a mission's subtotal; a total of the whole
    plan has dimension "". `items` is a printed count of all kinds together."""

    dimension: str
    amounts: dict[int, Budget]
    counts: dict[InitiativeKind, int]
    place: Place
    mission: str = ""
    items: int | None = None


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A part of the document in prose; `code` says which, `title` is as printed."""

    code: str
    title: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class DraftRisk:
    """One risk of Part 1."""

    category: RiskCategory
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class DraftNote:
    """Something reading itself noticed; a check turns it into a finding while it is still true."""

    code: str
    place: Place
    text: str = ""
    initiative_ids: tuple[str, ...] = ()
    dimension: str = ""
    mission: str = ""
    values: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class WrittenParts:
    """What only a plan that is written here has beside its rows; sheets by the row's id."""

    sheets: dict[str, Sheet]
    risks: tuple[NewRisk, ...]
    appointment: AppointmentOrder | None


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Everything read from one document. Order of `initiatives` is the order in the plan."""

    fiscal_years: tuple[int, ...]
    edition_code: str
    organisation_name_printed: str
    initiatives: tuple[DraftInitiative, ...]
    declared: tuple[DeclaredDimension, ...]
    sections: tuple[DraftSection, ...] = ()
    risks: tuple[DraftRisk, ...] = ()
    notes: tuple[DraftNote, ...] = ()
    organisation_name_expected: str = ""
    """Whose plan it should be; "" where nobody asked on behalf of an organisation."""
    written: WrittenParts | None = None
    """None for a document: what it lacks beside its table is not an officer's omission here."""

    def find(self, initiative_id: str) -> DraftInitiative | None:
        return next((i for i in self.initiatives if i.id == initiative_id), None)

"""The history of the own plan in the schema: who changed what, when, from what to what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import strawberry

from api import ids
from api.schema.base import (
    After,
    Budget,
    FiscalYear,
    Info,
    PageInfo,
    PlanEditionCode,
    argument,
    check_first,
    says,
)
from api.schema.places import global_id
from api.schema.plans import find_own_plan
from plan_core.audit.about import About
from plan_core.errors import NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import history, history_queries, history_rules, model, rules
from plan_core.plans.history import HistoryKind, SubjectKind
from plan_core.plans.history_queries import Wanted
from plan_core.plans.stages import CommitteeKind
from plan_core.reporting.rules import ReportRound
from plan_core.values import Budget as BudgetValue

strawberry.enum(HistoryKind, description="What kind of change it was. SAID: a remark or reason.")
strawberry.enum(
    SubjectKind, name="HistorySubjectKind", description="What in a plan an entry is about."
)
strawberry.enum(history.Act, name="HistoryAct", description="What exactly was done.")


@strawberry.type(description="What an entry is about; its label lives on when it is gone.")
class HistorySubject:
    kind: SubjectKind = says("What it is.")
    label: str = says("A row's title, a section's heading, a risk's words; else empty.")
    initiative_id: strawberry.ID | None = says("The row of a ROW, CELL or SHEET.")
    mission_code: str = says("The row's mission; empty for anything else.")
    fiscal_year: FiscalYear | None = says("The year of a CELL.")
    section_code: str = says("The code of a SECTION; else empty.")
    risk_id: strawberry.ID | None = says("The risk of a RISK.")
    committee: CommitteeKind | None = says("Which committee's list; null for the order itself.")
    round: ReportRound | None = says("Which report of the year a PROGRESS is for.")
    is_there: bool = says("Whether a row stands in the plan now.")

    @classmethod
    def of(cls, subject: history.Subject) -> HistorySubject:
        row, risk, year = subject.initiative_id, subject.risk_id, subject.fiscal_year_be
        return cls(
            kind=subject.kind,
            label=subject.label,
            initiative_id=None if row is None else global_id("Initiative", row),
            mission_code=subject.mission_code,
            fiscal_year=None if year is None else FiscalYear.of(year),
            section_code=subject.section_code,
            risk_id=None if risk is None else global_id("PlanRisk", risk),
            committee=CommitteeKind(subject.committee) if subject.committee else None,
            round=ReportRound(subject.round) if subject.round else None,
            is_there=subject.is_there,
        )


@strawberry.type(description="What a field said: words, or a budget.")
class HistoryValue:
    text: str | None = says("Its words, a list with a line each; empty for blank. Null: a budget.")
    budget: Budget | None = says("An amount, `-`, or not stated; null for words.")

    @classmethod
    def of(cls, value: str | BudgetValue | None) -> HistoryValue | None:
        if value is None:
            return None
        if isinstance(value, BudgetValue):
            return cls(text=None, budget=Budget.of(value))
        return cls(text=value, budget=None)


@strawberry.type(description="One field, from what to what.")
class HistoryChange:
    field: str = says("The field's name in this API, like `title`, `budget` or `sheet.place`.")
    fiscal_year: FiscalYear | None = says("The year of a budget.")
    before: HistoryValue | None = says("What it said; null where there was no such thing.")
    after: HistoryValue | None = says("What it says since; null where there is no such thing.")

    @classmethod
    def of(cls, change: history.Change) -> HistoryChange:
        year = change.fiscal_year_be
        return cls(
            field=change.field,
            fiscal_year=None if year is None else FiscalYear.of(year),
            before=HistoryValue.of(change.before),
            after=HistoryValue.of(change.after),
        )


@strawberry.type(description="One line of a plan's history; it can never be changed.")
class HistoryEntry:
    id: strawberry.ID = says("Opaque id.")
    number: int = says("Its number in the organisation's audit log.")
    at: datetime = says("When (UTC).")
    person_id: strawberry.ID = says("Opaque id of who did it, for `HistoryFilter.personId`.")
    by_name: str = says("Who did it, by the name of then.")
    acting_for: str = says("In whose place; empty when in the own.")
    token_name: str | None = says("By which program's token of theirs; null: by their own hand.")
    act: history.Act = says("What was done.")
    kind: HistoryKind = says("What kind of change that is.")
    subject: HistorySubject = says("What it was done to.")
    changes: list[HistoryChange] = says("Field by field; of a long text the part that changed.")

    @classmethod
    def of(cls, line: history_queries.Line) -> HistoryEntry:
        entry = line.entry
        return cls(
            id=global_id("HistoryEntry", entry.id),
            number=entry.sequence,
            at=entry.at,
            person_id=global_id("Person", entry.person_id),
            by_name=entry.by_name,
            acting_for=entry.acting_for,
            token_name=entry.token_name,
            act=line.act,
            kind=line.act.kind,
            subject=HistorySubject.of(line.subject),
            changes=[HistoryChange.of(one) for one in line.changes],
        )


@strawberry.type(description="An entry on a page.")
class HistoryEdge:
    cursor: str = says("Where this edge stands.")
    node: HistoryEntry = says("The entry.")


@strawberry.type(description="Who did something to a plan.")
class HistoryPerson:
    id: strawberry.ID = says("Opaque id, for `HistoryFilter.personId`.")
    name: str = says("The newest name that the log knows.")


@strawberry.type(description="A page of a plan's history.")
class HistoryConnection:
    edges: list[HistoryEdge] = says("The page's entries, newest first.")
    page_info: PageInfo = says("Where the page stands.")
    plan: strawberry.Private[model.Plan | None]

    @strawberry.field(description="Everybody who ever did something to the plan, by name.")
    async def people(self, info: Info) -> list[HistoryPerson]:
        if self.plan is None:
            return []
        async with info.context.database.read(info.context.actor) as tx:
            found = await history_queries.list_people(tx, self.plan)
        return [HistoryPerson(id=global_id("Person", one.id), name=one.name) for one in found]


def given(description: str) -> Any:
    """An optional part of the filter."""
    return strawberry.field(default=None, description=description)


@strawberry.input(description="Which entries; of the subjects at most one is named.")
class HistoryFilter:
    initiative_id: strawberry.ID | None = given("This row, with its cells and its sheet.")
    fiscal_year: int | None = given("Of the row's cells only this year's (BE).")
    section_code: str | None = given("This section of Part 1.")
    risk_id: strawberry.ID | None = given("This risk.")
    committees: bool | None = given("The appointment order and its committees, when true.")
    field: str | None = given(
        "Only this field of the subject, like `title`; `sheet.place` or all of `sheet`."
    )
    person_id: strawberry.ID | None = given("Only what this person did.")
    kinds: list[HistoryKind] | None = given("Only these kinds of change.")

    def check(self, edition: FrameworkEdition) -> None:
        named = {
            SubjectKind.ROW: self.initiative_id is not None,
            SubjectKind.SECTION: self.section_code is not None,
            SubjectKind.RISK: self.risk_id is not None,
            SubjectKind.COMMITTEES: bool(self.committees),
        }
        history_rules.check_asked(
            [kind for kind, is_named in named.items() if is_named],
            has_year=self.fiscal_year is not None,
            field=self.field or "",
        )
        if self.fiscal_year is not None:
            rules.check_year(edition, self.fiscal_year)

    def wanted_of(self, plan: model.Plan) -> Wanted:
        person = None if self.person_id is None else ids.expect(self.person_id, "Person").uuid
        return Wanted(
            part=self._part_of(plan),
            fiscal_year_be=self.fiscal_year,
            field=self.field or "",
            person_id=person,
            kinds=tuple(self.kinds or ()),
        )

    def _part_of(self, plan: model.Plan) -> About | None:
        if self.initiative_id is not None:
            return About.row(plan.id, ids.expect(self.initiative_id, "Initiative").uuid)
        if self.section_code is not None:
            return About.section(plan.id, self.section_code)
        if self.risk_id is not None:
            return About.risk(plan.id, ids.expect(self.risk_id, "PlanRisk").uuid)
        return About.committees(plan.id) if self.committees else None


First = Annotated[int, argument("How many at most, 1 to 100.")]
Filter = Annotated[HistoryFilter | None, argument("Which entries; all when left out.")]


@strawberry.type
class HistoryQuery:
    @strawberry.field(
        description="Who changed what in the viewer's own organisation's plan, newest first."
    )
    async def history(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Filter = None,
        edition_code: PlanEditionCode = None,
    ) -> HistoryConnection:
        check_first(first)
        before = None if after is None else number_in(after, "HistoryEntry")
        asked = filter or HistoryFilter()
        async with info.context.database.read(info.context.actor) as tx:
            plan, edition = await find_own_plan(info, tx, edition_code)
            asked.check(edition)
            found = (
                []
                if plan is None
                else await history_queries.list_history(
                    tx, plan, asked.wanted_of(plan), first + 1, before
                )
            )
        nodes = [HistoryEntry.of(one) for one in found[:first]]
        cursors = [global_id("HistoryEntry", node.number) for node in nodes]
        return HistoryConnection(
            edges=[
                HistoryEdge(cursor=cursor, node=node)
                for cursor, node in zip(cursors, nodes, strict=True)
            ],
            page_info=PageInfo.of(cursors, has_next=len(found) > first, after=after),
            plan=plan,
        )


LONGEST_NUMBER = 18
"""Digits of a number that PostgreSQL's BIGINT surely holds."""


def number_in(cursor: str, type_name: str) -> int:
    """The entry's number in a cursor; NotFound for a cursor that this API never gave out."""
    key = ids.expect(cursor, type_name).key
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_NUMBER):
        raise NotFound()
    return int(key)

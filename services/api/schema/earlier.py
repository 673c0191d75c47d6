"""Starting a plan from the organisation's own plan of an earlier edition, in the schema."""

from __future__ import annotations

import strawberry

from api.schema.base import EditionCode, FiscalYear, Info, says
from api.schema.framework import FrameworkEdition
from api.schema.places import global_id
from plan_core.framework import rules as framework_rules
from plan_core.plans import succession, succession_queries


@strawberry.type(description="A mission of an earlier plan, and where its rows would go.")
class EarlierMission:
    code: str = says("The earlier edition's mission.")
    title_th: str = says("Its title there.")
    initiatives: int = says("How many rows stand in it.")
    proposed: str | None = says(
        "The new edition's mission with the same title; null when there is none: a person decides."
    )

    @classmethod
    def of(cls, mission: succession.EarlierMission) -> EarlierMission:
        return cls(
            code=mission.code,
            title_th=mission.title,
            initiatives=mission.initiatives,
            proposed=mission.proposed,
        )


@strawberry.type(description="The year into which the budgets of an earlier year go.")
class YearShift:
    earlier: FiscalYear = says("The year of the earlier plan.")
    new: FiscalYear | None = says("Null when the new edition has none for it: they are not taken.")


@strawberry.type(description="The organisation's own plan of an earlier edition.")
class EarlierPlan:
    id: strawberry.ID = says("The plan.")
    edition: FrameworkEdition = says("Its edition.")
    revision_number: int | None = says(
        "The revision that would be copied; null when it was never submitted: what is written is."
    )
    initiatives: int = says("How many rows it has.")
    missions: list[EarlierMission] = says("Its missions with rows.")
    years: list[YearShift] = says("How its years shift.")

    @classmethod
    def of(
        cls, plan: succession_queries.EarlierPlan, edition: framework_rules.FrameworkEdition
    ) -> EarlierPlan:
        years = succession.shifted_years(plan.edition, edition)
        return cls(
            id=global_id("Plan", plan.id),
            edition=FrameworkEdition.of(plan.edition),
            revision_number=plan.revision_number,
            initiatives=len(plan.body.initiatives),
            missions=[EarlierMission.of(one) for one in plan.missions],
            years=[
                YearShift(
                    earlier=FiscalYear.of(year),
                    new=FiscalYear.of(years[year]) if year in years else None,
                )
                for year in plan.edition.fiscal_years
            ],
        )


@strawberry.input(description="Where the rows of one mission of the earlier plan go.")
class MissionChoiceInput:
    earlier: str = says("The earlier plan's mission.")
    new: str = says("The new edition's mission.")


@strawberry.input(description="The earlier plan to start from.")
class EarlierPlanInput:
    plan_id: strawberry.ID = says("The own plan of an earlier edition.")
    missions: list[MissionChoiceInput] = says("Each of its missions with rows, once.")


@strawberry.type
class EarlierQuery:
    @strawberry.field(
        description="The viewer's own organisation's plans of editions before one, newest first."
    )
    async def earlier_plans(
        self,
        info: Info,
        edition_code: EditionCode = None,
    ) -> list[EarlierPlan]:
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(info.context.actor) as tx:
            found = await succession_queries.list_earlier_plans(tx, edition)
        return [EarlierPlan.of(one, edition) for one in found]

"""An edition after the one that comes with the package, in a test's own database only."""

from __future__ import annotations

from dataclasses import replace

from make.world import World
from plan_core.framework import seed
from plan_core.framework.rules import FrameworkEdition, load_editions


def later_edition() -> FrameworkEdition:
    """Five years; missions 1.1 and 1.2 have changed places, and 1.3 is called otherwise."""
    (edition,) = load_editions()
    first, *others = edition.dimensions
    one, two, three = first.missions
    missions = (
        replace(two, code="1.1"),
        replace(one, code="1.2", sub_missions=()),
        replace(three, title="การสร้างเครือข่ายเยาวชน"),
    )
    return replace(
        edition,
        code="2570-2574",
        first_year_be=2570,
        last_year_be=2574,
        title="แผนช่วงถัดไปสำหรับทดสอบ",
        dimensions=(replace(first, missions=missions), *others),
    )


async def make_later_edition(world: World) -> FrameworkEdition:
    edition = later_edition()
    async with world.operator.unscoped() as session:
        await seed.load_editions(session, [edition])
    return edition

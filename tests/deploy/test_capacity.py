"""The sizing model: fed by the guide's figures, and its arithmetic holds."""

from dataclasses import replace

import pytest

from capacity import model
from local.settings import ROOT

GUIDE = model.SPEED.read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "operations" / "capacity.md").read_text(encoding="utf-8")
ROUND = model.Costs(
    comparison=1, nation=2, revision=1, draft=1, search=5, edit=4, edits_of_database=1000
)


def test_the_costs_are_those_of_the_guide() -> None:
    costs = model.read_costs(GUIDE)
    assert 0 < costs.draft < costs.edit
    assert costs.edits_of_database > 100
    # The table's own words, so that another column is not taken for this one.
    assert any(
        f" {costs.edit:.2f} · " in line for line in GUIDE.splitlines() if line.startswith("| **e**")
    )


def test_a_guide_without_figures_is_refused() -> None:
    without = "\n".join(line for line in GUIDE.splitlines() if not line.startswith("| **d**"))
    with pytest.raises(ValueError, match=r"\['d'\]"):
        model.read_costs(without)


def test_the_arithmetic_by_hand() -> None:
    given = model.Assumptions(programs_per_second=0)
    one = model.size(10_000, ROUND, given)
    assert one.edits_per_second == 500
    # 500 × 4 + 83.3 × 2 + 40 × 2 + 8 × 5 milliseconds in each second
    assert one.processors == pytest.approx(2.2867, abs=0.001)
    assert one.api_processes == 4
    assert one.connections == 4 * 37 + 5 * 9
    assert one.fullness["edits that one database takes"] == 0.5
    assert one.bottleneck == "edits that one database takes"


@pytest.mark.parametrize("tenants", [1, *model.SIZES])
def test_more_organisations_never_need_less(tenants: int) -> None:
    costs = model.read_costs(GUIDE)
    small, large = model.size(tenants, costs), model.size(tenants * 2, costs)
    assert small.api_processes >= 2
    assert large.processors > small.processors
    assert large.connections >= small.connections
    assert small.processors / small.api_processes <= model.TARGET


def test_dearer_edits_need_more() -> None:
    dear = model.size(7_849, replace(ROUND, edit=40))
    assert dear.processors > model.size(7_849, ROUND).processors


def test_the_page_shows_the_models_sizes_and_columns() -> None:
    made = list(model.table(model.read_costs(GUIDE)))
    assert made[0] in PAGE
    for line in made[2:]:
        assert line.split(" | ")[0] in PAGE
    for figure in (model.CONNECTIONS_OF_API, model.CONNECTIONS_OF_WORKER, model.MAX_CONNECTIONS):
        assert str(figure) in PAGE

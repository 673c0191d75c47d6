"""How many statements each screen sends to PostgreSQL, signing in and scope included."""

import pytest

from make.api import Api
from make.people import make_actor
from make.plans import make_plan, make_row, return_whole, submit
from plan_core.actor import Actor, Role

SIGN_IN = 1
SCOPE = 0
"""Set by the words that open the transaction."""
WHOLE_PLAN = """{ plan { initiatives { id } declared { dimensionCode } findings { key }
  sections { code } risks { text } revisions { number } } }"""
ROWS = """{ submittedInitiatives { edges { node { organisation { nameTh }
  budgets { budget { amount } } } } } }"""


@pytest.fixture
async def approver(api: Api) -> Actor:
    approver = await make_actor(api.world, Role.APPROVER)
    rows = [make_row(mission, 1, 2, 3, 4) for mission in ("1.1", "1.2", "2.1") for _ in range(5)]
    await make_plan(api.world, approver, rows)
    await return_whole(api.world, await submit(api.world, approver))
    return approver


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("{ viewer { isDemo } }", SIGN_IN),
        ("{ provinces { code } }", SIGN_IN),
        ("{ frameworkEditions { code dimensions { missions { code } } } }", SIGN_IN),
        ("{ plan { id } }", SIGN_IN + SCOPE + 3),
        (
            "{ plan { initiatives { budgets { amount } } totals { years { budget { state } } } } }",
            SIGN_IN + SCOPE + 3,
        ),
        # Three transactions: the plan, what stands beside it (once for all its fields), and what
        # only the checks look at: the sheets and the explanations.
        (WHOLE_PLAN, SIGN_IN + SCOPE + 3 + SCOPE + 7 + SCOPE + 2),
        (ROWS, SIGN_IN + SCOPE + 1),
        ("{ documents { edges { node { fileName } } } }", SIGN_IN + SCOPE + 1),
    ],
)
async def test_a_screen_sends_few_statements_however_many_rows_it_shows(
    api: Api, approver: Actor, text: str, most: int
) -> None:
    await api.data(approver, text)
    assert len(api.statements) <= most, api.statements


async def test_setting_a_cell_sends_the_same_few_statements_in_any_plan(
    api: Api, approver: Actor
) -> None:
    plan = await api.data(approver, "{ plan { initiatives { budgets { id version } } } }")
    cells = [cell for row in plan["plan"]["initiatives"] for cell in row["budgets"]]
    counts: list[int] = []
    for block in (cells[:1], cells[1:3], cells[3:]):
        answer = await api.mutate(
            approver,
            "setBudgetCells",
            "planVersion totals { grandTotal }",
            cells=[{**cell, "state": "NONE"} for cell in block],
        )
        assert answer["problems"] == []
        counts.append(len(api.statements))
    # Sign-in, lock, what was returned (2), look, the change with the plan's version, what it adds
    # up to, the audit log with its head (3, or 2 for one line), and the news of it.
    assert counts == [10, 11, 11], api.statements


async def test_an_edit_reads_the_whole_plan_only_for_who_asks_what_it_adds_up_to(
    api: Api, approver: Actor
) -> None:
    plan = await api.data(approver, "{ plan { initiatives { budgets { id version } } } }")
    cell = plan["plan"]["initiatives"][0]["budgets"][0]
    for answer, statements in (
        ("planVersion", 9),
        ("... { planVersion ... on SetBudgetCellsPayload { totals { grandTotal } } }", 10),
    ):
        set_cells = await api.mutate(
            approver, "setBudgetCells", answer, cells=[{**cell, "state": "NONE"}]
        )
        assert set_cells["problems"] == []
        assert len(api.statements) == statements, api.statements
        cell["version"] += 1

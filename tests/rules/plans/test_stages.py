"""Every move from every stage by every role, against a table that is written here by hand."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest

from plan_core.actor import Actor, Role
from plan_core.errors import Forbidden, Locked
from plan_core.plans.stages import (
    TRANSITIONS,
    WHOLE_PLAN,
    EditGate,
    Move,
    Part,
    PartKind,
    PlanStage,
    PlanState,
    StepKind,
    check_move,
    stage_of,
)

EDITORS = {"EDITOR", "APPROVER"}
APPROVERS = {"APPROVER"}
OFFICERS = {"DISTRICT_OFFICER", "PROVINCE_OFFICER"}
MAY: dict[tuple[str, str], tuple[str, set[str]]] = {
    ("DRAFT", "SEND_TO_COMMITTEE"): ("IN_COMMITTEE", EDITORS),
    ("IN_COMMITTEE", "TAKE_BACK"): ("DRAFT", EDITORS),
    ("IN_COMMITTEE", "SUBMIT"): ("SUBMITTED", APPROVERS),
    ("SUBMITTED", "RETURN"): ("RETURNED", OFFICERS),
    ("SUBMITTED", "ACCEPT"): ("ACCEPTED", OFFICERS),
    ("RETURNED", "SUBMIT"): ("SUBMITTED", APPROVERS),
    ("ACCEPTED", "ADOPT"): ("ADOPTED", APPROVERS),
    ("ADOPTED", "PUBLISH"): ("PUBLISHED", APPROVERS),
    ("ADOPTED", "AMEND"): ("DRAFT", APPROVERS),
    ("PUBLISHED", "AMEND"): ("DRAFT", APPROVERS),
}
"""From a stage by a move: where it ends, and who may. What is not here is forbidden to all."""


@pytest.mark.parametrize(("stage", "move"), list(product(PlanStage, Move)))
def test_a_move_goes_from_exactly_the_stages_of_the_table(stage: PlanStage, move: Move) -> None:
    expected = MAY.get((stage.value, move.value))
    if expected is None:
        with pytest.raises(Locked) as refusal:
            check_move(move, stage)
        assert refusal.value.code == "STEP_NOT_POSSIBLE"
        assert refusal.value.values["stage"] == stage.value
    else:
        check_move(move, stage)
        assert TRANSITIONS[move].to_stage.value == expected[0]


@pytest.mark.parametrize(("stage", "move", "role"), list(product(PlanStage, Move, Role)))
def test_a_move_is_made_by_exactly_the_roles_of_the_table(
    stage: PlanStage, move: Move, role: Role
) -> None:
    """What the actions ask in this order: may this post make such a move, and does it go here."""
    actor = Actor(uuid4(), uuid4(), role)

    def attempt() -> str:
        try:
            actor.require(TRANSITIONS[move].permission)
            check_move(move, stage)
        except Forbidden:
            return "FORBIDDEN"
        except Locked:
            return "LOCKED"
        return "DONE"

    of_move = {name for (_, one), (_, names) in MAY.items() if one == move.value for name in names}
    _, may_here = MAY.get((stage.value, move.value), ("", set[str]()))
    if role.value in may_here:
        expected = "DONE"
    else:
        expected = "LOCKED" if role.value in of_move else "FORBIDDEN"
    assert attempt() == expected


def test_every_row_of_the_table_is_a_transition_and_the_other_way_round() -> None:
    made = {
        (stage.value, move.value): transition.to_stage.value
        for move, transition in TRANSITIONS.items()
        for stage in transition.from_stages
    }
    assert made == {key: to for key, (to, _) in MAY.items()}


@pytest.mark.parametrize(("state", "last"), list(product(PlanState, [None, *StepKind])))
def test_the_last_step_counts_only_while_the_plan_is_as_it_was_submitted(
    state: PlanState, last: StepKind | None
) -> None:
    expected = last.value if state is PlanState.SUBMITTED and last else state.value
    assert stage_of(state, last).value == expected


ROW, OTHER = uuid4(), uuid4()
CELL = Part(PartKind.CELL, ROW, 2562)
PARTS = {
    "the plan": WHOLE_PLAN,
    "the row": Part(PartKind.ROW, ROW),
    "the cell": CELL,
    "its other year": Part(PartKind.CELL, ROW, 2563),
    "another row": Part(PartKind.ROW, OTHER),
    "another row's cell": Part(PartKind.CELL, OTHER, 2562),
    "a text": Part(PartKind.SECTION, section_code="vision"),
    "the risks": Part(PartKind.RISKS),
    "the committees": Part(PartKind.COMMITTEES),
}


@pytest.mark.parametrize(
    ("returned", "opens"),
    [
        ("the cell", {"the cell"}),
        ("the row", {"the row", "the cell", "its other year"}),
        ("a text", {"a text"}),
        ("the risks", {"the risks"}),
        ("the committees", {"the committees"}),
        ("the plan", set(PARTS)),
    ],
)
def test_a_return_opens_exactly_what_it_names(returned: str, opens: set[str]) -> None:
    gate = EditGate.of(PlanStage.RETURNED, [PARTS[returned]])
    assert {name for name, part in PARTS.items() if gate.is_open_for(part)} == opens
    for name in set(PARTS) - opens:
        with pytest.raises(Locked) as refusal:
            gate.check(PARTS[name])
        assert refusal.value.code == "PART_NOT_RETURNED"


@pytest.mark.parametrize("stage", [one for one in PlanStage if one is not PlanStage.RETURNED])
def test_only_a_draft_is_open_otherwise_whatever_was_returned_once(stage: PlanStage) -> None:
    gate = EditGate.of(stage, [WHOLE_PLAN])
    assert all(gate.is_open_for(part) == (stage is PlanStage.DRAFT) for part in PARTS.values())
    if stage is not PlanStage.DRAFT:
        with pytest.raises(Locked) as refusal:
            gate.check(CELL)
        assert refusal.value.code == "PLAN_LOCKED"

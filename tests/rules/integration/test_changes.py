"""What the audit log means to a program that keeps a copy."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from plan_core.errors import Invalid
from plan_core.integration import changes
from plan_core.integration.changes import ChangedType, Reach

PLAN_CORE = Path(__file__).parents[3] / "packages" / "plan_core"
ROW, PLAN = UUID(int=7), UUID(int=8)
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def texts_in_actions() -> Iterator[str]:
    """Every text in the code that writes: verbs and subjects of the log among them."""
    for file in PLAN_CORE.rglob("*.py"):
        if "actions" in file.parts or file.name == "actions.py":
            for one in ast.walk(ast.parse(file.read_text())):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


def recorded_subjects() -> Iterator[str]:
    """The kinds of things that `audit.record` is called with."""
    for file in PLAN_CORE.rglob("*.py"):
        for one in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(one, ast.Call) and ast.unparse(one.func) == "audit.record"):
                continue
            subject = one.args[2]
            assert isinstance(subject, ast.Constant), ast.unparse(one)
            yield str(subject.value)


def change_of(verb: str, subject: str, part: str = "") -> changes.Change:
    return changes.change_of(3, NOW, verb, subject, ROW, PLAN, part)


def test_whatever_is_written_down_has_a_type() -> None:
    assert set(recorded_subjects()) == changes.SUBJECTS.keys()


def test_every_verb_named_here_is_one_that_is_written_down() -> None:
    named = changes.REMOVALS | changes.ORDERING | changes.WHOLE | {changes.AMENDMENT_REASON}
    assert named <= set(texts_in_actions())


def test_a_cell_names_its_row() -> None:
    found = change_of("set_budget_cell", "budget_cell", f"row:{ROW}")
    assert (found.type, found.initiative_id) == (ChangedType.BUDGET_CELL, ROW)
    assert (found.reach, found.is_removal) == (Reach.ONE, False)


def test_a_row_that_moves_moves_its_neighbours() -> None:
    assert change_of("move_initiative", "initiative", f"row:{ROW}").reach is Reach.ORDER


def test_a_row_that_is_removed_is_a_tombstone() -> None:
    found = change_of("remove_initiative", "initiative", f"row:{ROW}")
    assert (found.type, found.id, found.is_removal) == (ChangedType.INITIATIVE, ROW, True)


def test_a_plan_that_was_written_whole_is_read_whole() -> None:
    found = change_of("write_rows", "plan", "plan")
    assert (found.type, found.reach, found.initiative_id) == (ChangedType.PLAN, Reach.PLAN, None)


def test_a_section_is_known_by_its_code() -> None:
    assert change_of("set_section", "plan_section", "section:vision").section_code == "vision"


def test_what_an_amendment_says_of_a_row_is_the_amendments() -> None:
    found = change_of("set_amendment_reason", "initiative", f"row:{ROW}")
    assert (found.type, found.id, found.initiative_id) == (ChangedType.AMENDMENT, None, ROW)


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_copy_goes_on_from_where_it_stands(after: int) -> None:
    changes.check_after(after, 5)


@pytest.mark.parametrize("after", [-1, 6, 2**31 - 1])
def test_a_copy_that_is_ahead_is_told_so(after: int) -> None:
    with pytest.raises(Invalid) as refused:
        changes.check_after(after, 5)
    assert refused.value.code == "CHANGES_AHEAD"
    assert refused.value.values == {"after": after, "head": 5}

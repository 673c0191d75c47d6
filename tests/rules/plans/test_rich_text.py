"""The stored form of texts: what is read from it, and that writing it again changes nothing."""

import json
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.errors import Invalid
from plan_core.plans import rich_text
from plan_core.plans.rich_text import Block, BlockKind, Line, Span

EXAMPLES = json.loads((Path(__file__).parent / "rich_text_examples.json").read_text())
"""The web's own tests read the same file."""
TYPED = st.text(alphabet="กข1 2.#-*\\\n", max_size=60)


def shown(block: Block) -> str:
    """A block in the short form of the examples."""
    marks = {
        BlockKind.PARAGRAPH: "p",
        BlockKind.HEADING: "h1",
        BlockKind.SUBHEADING: "h2",
        BlockKind.BULLET: f"-{block.depth}",
        BlockKind.NUMBER: f"{block.number}.{block.depth}",
    }
    return f"{marks[block.kind]} " + " / ".join(
        "".join(f"[{one.text}]" if one.is_bold else one.text for one in line)
        for line in block.lines
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["about"] for one in EXAMPLES])
def test_the_examples_are_read_and_written_as_agreed(example: dict[str, object]) -> None:
    text = str(example["text"])
    assert rich_text.clean(text) == example["stored"]
    assert [shown(block) for block in rich_text.read(text)] == example["blocks"]


@given(TYPED)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    stored = rich_text.clean(text)
    assert rich_text.clean(stored) == stored


@given(TYPED)
def test_cleaning_keeps_the_blocks(text: str) -> None:
    assert rich_text.read(rich_text.clean(text)) == rich_text.read(text)


@given(TYPED)
def test_no_typed_letter_or_digit_is_lost(text: str) -> None:
    words = chain.from_iterable(line for block in rich_text.read(text) for line in block.lines)
    numbers = "".join(str(block.number) for block in rich_text.read(text) if block.number)
    left = "".join(span.text for span in words) + numbers
    for sign in "กข12":
        assert left.count(sign) == text.count(sign)


LINES = st.lists(
    st.builds(Span, st.text(alphabet="ก #-*\\1.", min_size=1, max_size=8), st.booleans()),
    max_size=4,
)


@given(st.lists(LINES, min_size=1, max_size=3))
def test_what_an_editor_holds_is_found_again(lines: list[list[Span]]) -> None:
    """Whatever signs a paragraph holds, it is read as that paragraph and nothing else."""
    block = Block(BlockKind.PARAGRAPH, tuple(rich_text.tidy(line) for line in lines))
    found = rich_text.read(rich_text.write([block]))
    assert all(one.kind is BlockKind.PARAGRAPH for one in found)
    assert [plain(line) for one in found for line in one.lines] == [
        plain(line).strip(" ") for line in block.lines if plain(line).strip(" ")
    ]


def plain(line: Line) -> str:
    return "".join(span.text for span in line)


def test_running_text_is_repaired_and_keeps_its_signs() -> None:
    assert rich_text.clean("ทํา\u00a0๕ ม² ½\r\nเเละ\u200bนํ้า\x07") == "ทำ ๕ ม² ½\nและน้ำ"


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        rich_text.clean("ก" * (rich_text.MAX_BODY + 1))
    assert (refusal.value.code, refusal.value.field) == ("TEXT_TOO_LONG", "body")
    assert refusal.value.values == {"length": 50_001, "most": 50_000}


@pytest.mark.parametrize(
    "text", ["** ก " * 9_000, "**ก " * 12_000, "1. ก\n" * 9_000, "\\" * 50_000]
)
def test_a_hostile_text_takes_no_longer_than_another(text: str) -> None:
    assert rich_text.read(rich_text.write(rich_text.read(text))) == rich_text.read(text)

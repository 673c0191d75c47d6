"""Every code that a check may say has a name for a heading."""

import ast
from pathlib import Path

from plan_core.intake import checks
from plan_core.intake.rule_names import NAMES

WORDS_OF_VALUES = {"ALL_KINDS", "PART_3", "PROJECT_YEARS", "ROW_TOTAL", "BUDGET_"}
"""Written like codes, but said inside a finding's values or by notes that a check gives a code."""


def test_every_code_of_a_check_is_named_and_nothing_else_is() -> None:
    folder = Path(checks.__file__).parent
    said: set[str] = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                if "_" in text and text.replace("_", "").isalnum() and text.isupper():
                    said.add(text)
    # A project's is a word of two; no code is one word.
    assert said - WORDS_OF_VALUES == set(NAMES), said ^ set(NAMES)


def test_every_name_is_in_both_languages_and_short_enough_for_a_heading() -> None:
    for code, (thai, english) in NAMES.items():
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in thai), code
        assert english.isascii() or "’" in english, code
        assert max(len(thai), len(english)) <= 30, code

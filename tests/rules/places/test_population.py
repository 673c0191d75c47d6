"""Population from a table: what is understood, and what refuses the file."""

import pytest

from plan_core.errors import Invalid
from plan_core.places.population_rules import Population, read_population

KNOWN = {"6540605", "6540606"}


def test_lines_are_understood_in_thai_or_arabic_digits_in_any_order_of_columns() -> None:
    text = 'People, year ,code,หมายเหตุ\n"๕,๒๑๐",๒๕๖๔,6540605,x\n\n4100,2564,๖๕๔๐๖๐๖,\n'
    assert read_population(text.encode("utf-8-sig"), KNOWN) == [
        Population("6540605", 2564, 5_210),
        Population("6540606", 2564, 4_100),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "POPULATION_HEADS_MISSING", None),
        ("code,year,people\n", "POPULATION_HEADS_MISSING", None),
        ("code,year\n6540605,2564\n", "POPULATION_HEADS_MISSING", None),
        ("code,year,people,year\n6540605,2564,1,2565\n", "POPULATION_HEADS_MISSING", None),
        ("code,year,people\n6540605,2021,5210\n", "POPULATION_LINE_UNSUITABLE", 2),
        ("code,year,people\n6540605,2564,0\n", "POPULATION_LINE_UNSUITABLE", 2),
        ("code,year,people\n6540605,2564,-5\n", "POPULATION_LINE_UNSUITABLE", 2),
        ("code,year,people\n6540605,2564,5.5\n", "POPULATION_LINE_UNSUITABLE", 2),
        ('code,year,people\n6540605,2564,"5,21"\n', "POPULATION_LINE_UNSUITABLE", 2),
        ("code,year,people\n6540605,2564,\n", "POPULATION_LINE_UNSUITABLE", 2),
        ("code,year,people\n654,2564,5\n", "POPULATION_LINE_UNSUITABLE", 2),
        ("code,year,people\n6540605,2564,5,6\n", "POPULATION_LINE_UNSUITABLE", 2),
        ("code,year,people\n6540605,2564,5\n6540605,2564,6\n", "POPULATION_LINE_UNSUITABLE", 3),
        ("code,year,people\n9999999,2564,5\n", "POPULATION_CODE_UNKNOWN", None),
        ('code,year,people\n6540605,2564,"5\n', "POPULATION_UNREADABLE", None),
    ],
)
def test_one_line_that_is_not_understood_refuses_the_file_and_is_named(
    text: str, code: str, line: int | None
) -> None:
    with pytest.raises(Invalid) as refused:
        read_population(text.encode(), KNOWN)
    assert refused.value.code == code
    assert refused.value.values.get("line") == line


def test_another_encoding_and_a_file_that_is_too_large_are_refused() -> None:
    for content, code in (
        ("code,year,people\nกข".encode("cp874"), "POPULATION_UNREADABLE"),
        (b" " * (17 * 1024 * 1024), "POPULATION_TOO_LARGE"),
    ):
        with pytest.raises(Invalid) as refused:
            read_population(content, KNOWN)
        assert refused.value.code == code

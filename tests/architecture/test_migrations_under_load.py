"""The check of migrations, checked: what would hold up requests is told, by its revision."""

import pytest

from local import squawking

PATIENT = "SET LOCAL lock_timeout = '4s'"
NEW_TABLE = "CREATE TABLE later (id bigint PRIMARY KEY, CHECK (id > 0))"


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("ALTER TABLE plan ADD CHECK (version > 0)", "constraint-missing-not-valid"),
        ("CREATE INDEX ON audit_entry (at)", "require-concurrent-index-creation"),
        ("ALTER TABLE plan ALTER COLUMN version TYPE bigint", "changing-column-type"),
        ("ALTER TABLE plan ADD COLUMN late text NOT NULL", "adding-required-field"),
    ],
)
def test_what_holds_up_requests_on_a_filled_table_is_told(statement: str, rule: str) -> None:
    found = squawking.faults(squawking.Heard({"9998": [PATIENT, statement]}))
    assert [one.partition(": ")[2].partition(":")[0] for one in found] == [rule]
    assert found[0].startswith("9998: ")


def test_a_migration_that_waits_for_locks_for_ever_is_told() -> None:
    found = squawking.faults(squawking.Heard({"9998": ["ALTER TABLE plan ADD COLUMN late text"]}))
    assert [one.split(": ")[1] for one in found] == ["require-lock-timeout"]


def test_new_tables_and_columns_that_may_be_empty_are_fine() -> None:
    heard = squawking.Heard(
        {
            "9998": [PATIENT, NEW_TABLE, "CREATE INDEX ON later (id)"],
            "9999": [PATIENT, "ALTER TABLE plan ADD COLUMN late text"],
        }
    )
    assert squawking.faults(heard) == []


def test_only_what_was_made_before_the_first_release_is_let_pass() -> None:
    statements = [PATIENT, "ALTER TABLE plan ADD CHECK (version > 0)"]
    assert squawking.faults(squawking.Heard({"0054": statements})) == []
    assert len(squawking.faults(squawking.Heard({"0055": statements}))) == 1

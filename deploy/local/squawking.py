"""What migrations say to PostgreSQL, read by squawk as an upgrade under load would feel it.

The statements are those that were sent, not those of a rendering of their own.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

POSTGRESQL = "17.0"
NEVER_ASKED = {
    "prefer-text-field": "lengths are the last word of the database; none was ever changed",
    "require-statement-timeout": "counting old rows anew takes what it takes; locks do not wait",
}
BEFORE_THE_FIRST_RELEASE = "0054"
"""No installation with much in it went through these under load; later ones are held to all."""
ON_FILLED_TABLES = {
    "adding-field-with-default",
    "ban-drop-constraint",
    "ban-drop-default",
    "constraint-missing-not-valid",
    "disallowed-unique-constraint",
    "require-concurrent-index-creation",
}
CHANGING = re.compile(r"(?i)\s*(CREATE|ALTER|DROP|UPDATE|INSERT|DELETE|TRUNCATE|SET|DO)\b")
REVISION = re.compile(r"(?is)\s*(?:UPDATE|INSERT INTO) alembic_version .*?'(\d{4})'")


@dataclass
class Heard:
    """By revision, in their order."""

    statements: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


@contextmanager
def listening() -> Generator[Heard]:
    """All that goes to PostgreSQL meanwhile, by the revision that it brought about."""
    heard = Heard()
    said: list[str] = []

    def note(
        _connection: Any, _cursor: Any, text: str, _values: Any, _context: Any, _many: bool
    ) -> None:
        brought = REVISION.match(text)
        if brought:
            heard.statements[brought[1]] = said.copy()
            # What was set for the transaction holds for all of them.
            said[1:] = []
        elif CHANGING.match(text):
            said.append(text.strip().rstrip(";"))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def faults(heard: Heard) -> list[str]:
    """What squawk has against them, like `0055: constraint-missing-not-valid: …`."""
    with tempfile.TemporaryDirectory(prefix="simiti-squawk-") as folder:
        for revision, statements in heard.statements.items():
            text = "".join(f"{one};\n" for one in statements)
            (Path(folder) / f"{revision}.sql").write_text(text)
        told = subprocess.run(
            [
                Path(sys.executable).with_name("squawk"),
                *sorted(Path(folder).glob("*.sql")),
                "--assume-in-transaction",
                f"--pg-version={POSTGRESQL}",
                f"--exclude={','.join(NEVER_ASKED)}",
                "--reporter=json",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    # 1 is what it ends with when it found something.
    if told.returncode not in (0, 1):
        raise RuntimeError(told.stderr)
    return [
        f"{revision}: {one['rule_name']}: {one['message']}"
        for one in json.loads(told.stdout)
        if not is_past(revision := Path(one["file"]).stem, one["rule_name"])
    ]


def is_past(revision: str, rule: str) -> bool:
    return revision <= BEFORE_THE_FIRST_RELEASE and rule in ON_FILLED_TABLES

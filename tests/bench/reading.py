"""How long reading takes: the real document, a small one, a long one, a workbook.

Run `.venv/bin/python tests/bench/reading.py [rounds]`.
"""

import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from make.documents import make_document_text  # noqa: E402
from make.measuring import in_turn, print_table  # noqa: E402
from plan_core.framework.rules import load_editions  # noqa: E402
from plan_core.intake import reading, template_xlsx  # noqa: E402

REAL = ROOT / "tests/documents/huamueang_2561-2564.md"


async def main(rounds: int) -> None:
    editions = load_editions()
    long_rows = [f"| | | {n}. กิจกรรมที่ {n} ของตำบล | - | 1 | 2 | 3 | |" for n in range(2, 300)]
    documents = {
        "the real document (62 rows)": (REAL.name, REAL.read_bytes()),
        "three rows": ("small.txt", make_document_text()),
        "three hundred rows": ("long.txt", make_document_text(*long_rows)),
        "our empty template (.xlsx)": (
            "form.xlsx",
            template_xlsx.make_template(editions[0], "อบต.ทดสอบ"),
        ),
    }

    def step(name: str, content: bytes):
        async def read() -> None:
            reading.read(name, content, editions)

        return read

    found = {
        name: len(reading.read(*document, editions).draft.initiatives)
        for name, document in documents.items()
    }
    taken = await in_turn({name: step(*one) for name, one in documents.items()}, rounds)
    notes = {
        name: f"{found[name]} rows, {len(content) // 1024} KiB"
        for name, (_, content) in documents.items()
    }
    print_table(taken, "the real document (62 rows)", notes)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))

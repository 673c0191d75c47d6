"""Loads the generated nation into a database and says how long it took.

`.venv/bin/python tests/bench/load_nation.py [organisations] [owner's URL of an empty database]`;
without a URL it starts a database of its own and throws it away.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import servers  # noqa: E402
from bench.nation import loading, organisations  # noqa: E402


def tell(loaded: loading.Loaded) -> None:
    print(
        f"{loaded.organisations:,} organisations, {loaded.plans:,} plans,"
        f" {loaded.initiatives:,} initiatives, {loaded.cells:,} budget cells:"
        f" {loaded.seconds:.1f} s"
    )


def main(size: int, url: str | None) -> None:
    if url is not None:
        tell(loading.load_nation(url, size))
        return
    with (
        servers.private_folder() as folder,
        servers.running_postgres(folder) as admin,
        admin.copy_of_template() as urls,
    ):
        tell(loading.load_nation(urls.owner, size))


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else organisations.ALL, given[1] if len(given) > 1 else None)

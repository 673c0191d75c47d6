"""The drill: an upgrade and the way back while people work, without a lost request.

    .venv/bin/python infra/drills/upgrade.py [--from COMMIT] [--to COMMIT] [--seconds 10]

Two real releases side by side, switched by deploy/systemd/release; the schema is brought up to date
under the load of infra/load. Exit code 0 when nothing was lost or wrong, else 1.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from drills.host import Failed, Host, a_host, release_before
from local.steps import ROOT

EDITORS = ("nan.editor", "nan.approver")
"""Of the demonstration: the organisation whose plan is a draft."""
AREA = ("phrae.officer", "nan.officer", "song.officer")
PEOPLE = ("--officers", "6", "--area-officers", "2", "--programs", "2", "--readers", "6")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--from",
        dest="before",
        help="the release that runs; by default the newest commit with an older schema",
    )
    parser.add_argument("--to", dest="after", default="HEAD")
    parser.add_argument("--seconds", type=float, default=10, help="of work in each of three parts")
    parser.add_argument("--haste", type=float, default=40, help="of the load, see infra/load")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="simiti-drill-") as folder,
            a_host(Path(folder)) as host,
        ):
            told = drill(host, given.before or release_before(), given.after, given)
    except Failed as problem:
        print(f"drill: {problem}", file=sys.stderr)
        return 1
    if given.json:
        given.json.write_text(json.dumps(told, ensure_ascii=False))
    return 1 if told["load_exit_code"] else 0


def drill(host: Host, before: str, after: str, given: argparse.Namespace) -> dict[str, Any]:
    """What happened, and the figures of the load."""
    old = timed("installed the release before", lambda: host.install(before, "before"))
    timed(f"{old} runs", lambda: host.release("switch", old))
    host.simiti("demo", "load")
    new = timed("installed the new one beside it", lambda: host.install(after, "after"))
    figures = host.root / "figures.json"
    load = start_load(host, figures, given.haste)
    try:
        time.sleep(given.seconds)
        timed(f"switched to {new} under load", lambda: host.release("switch", new))
        time.sleep(given.seconds)
        timed(f"rolled back to {old} under load", lambda: host.release("rollback"))
        time.sleep(given.seconds)
        load.send_signal(signal.SIGTERM)  # ends the day early; everything is read back
        said, _ = load.communicate(timeout=120)
    finally:
        if load.poll() is None:
            load.kill()
    print(said)
    if not figures.exists():
        raise Failed("the load did not come to its end")
    return {
        **json.loads(figures.read_text()),
        "load_exit_code": load.returncode,
        "before": old,
        "after": new,
    }


def start_load(host: Host, figures: Path, haste: float) -> subprocess.Popen[str]:
    """At work when this returns."""
    accounts = host.root / "accounts.csv"
    lines = [f"{name},{host.demo_password}" for name in (*EDITORS, *AREA)]
    accounts.write_text("\n".join(["username,password", *lines, ""]))
    load = subprocess.Popen(
        [
            *(sys.executable, "-u", ROOT / "infra/load", host.address, *PEOPLE),
            *("--accounts", accounts, "--seconds", "600", "--haste", str(haste)),
            *("--json", figures),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    if load.stdout is None or "at work" not in load.stdout.readline():
        load.wait()
        raise Failed(f"the load did not begin: exit {load.returncode}")
    return load


def timed(what: str, act: Callable[[], Any]) -> Any:
    started = time.monotonic()
    done = act()
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)
    return done


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

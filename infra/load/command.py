"""The command: who comes, for how long, and what it means for the exit code."""

from __future__ import annotations

import argparse
import asyncio
import csv
import ipaddress
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from load import telling
from load.asking import NoAnswer
from load.day import Account, Unusable, Wanted, spend

GOOD, BAD, USAGE, AWAY = 0, 1, 2, 3
HELP = """\
Drives a running Simiti as people and programs do on the last day before the deadline, and checks
what it answers. Exit codes: 0 nothing was lost or wrong, 1 something was, 2 wrong usage, 3 nobody
answers there.
"""


def main(arguments: Sequence[str]) -> int:
    given = read_arguments(arguments)
    names = Wanted.__dataclass_fields__
    wanted = Wanted(**{name: value for name, value in vars(given).items() if name in names})
    try:
        check_address(given.address, given.allow)
        accounts = read_accounts(given.accounts) if given.accounts else []
        figures = asyncio.run(spend(wanted, accounts))
    except Unusable as problem:
        print(f"load: {problem}", file=sys.stderr)
        return USAGE
    except NoAnswer as problem:
        print(f"load: no answer from {given.address} at the beginning: {problem}", file=sys.stderr)
        return AWAY
    print("\n".join(telling.lines_of(figures)))
    if given.json:
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    bad = figures["requests_lost"] or figures["writes_lost"] or figures["wrong_answers"]
    return BAD if bad else GOOD


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="load", description=HELP)
    parser.add_argument("address", help="like http://127.0.0.1:8000")
    parser.add_argument(
        "--accounts", type=Path, help="CSV with the columns username and password; others may stand"
    )
    for kind, told in (
        ("officers", "who type in drafts, of EDITOR and APPROVER accounts"),
        ("area-officers", "who compare, of accounts of districts, provinces and the nation"),
        ("programs", "that copy what was submitted, with tokens of those accounts"),
        ("readers", "of the public pages, without an account"),
    ):
        parser.add_argument(f"--{kind}", type=_count, default=0, metavar="N", help=told)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--haste", type=float, default=1, help="so many times as fast as people and programs are"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same choices again")
    parser.add_argument("--keep-rows", action="store_true", help="leave the rows in the drafts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures, also as a file")
    parser.add_argument(
        "--allow", default="", metavar="HOST", help="a host that is not this machine"
    )
    given = parser.parse_args(arguments)
    if given.seconds <= 0 or given.haste <= 0:
        parser.error("--seconds and --haste are above 0")
    if not (given.officers or given.area_officers or given.programs or given.readers):
        parser.error("nobody comes: give --officers, --area-officers, --programs or --readers")
    if given.accounts is None and (given.officers or given.area_officers or given.programs):
        parser.error("--accounts is needed for everybody but readers")
    return given


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def check_address(address: str, allowed: str) -> None:
    """Rows are written and a load is made: only on this machine, unless the host is named twice."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host:
        raise Unusable(f"{address} is no address like http://127.0.0.1:8000")
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = host == "localhost"
    if not is_here and host != allowed:
        raise Unusable(
            f"{host} is another machine. The load writes rows into drafts there and takes what it"
            f" can give; if it is yours to load, say --allow {host}"
        )


def read_accounts(file: Path) -> list[Account]:
    """As `simiti user load --passwords` writes it."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{file} cannot be read: {error}") from None
    if not rows or not {"username", "password"} <= rows[0].keys():
        raise Unusable(f"{file} has no lines with the columns username and password")
    return [Account(row["username"], row["password"]) for row in rows]

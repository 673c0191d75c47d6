"""What a province needs before its organisations can begin: the register, accounts, a deadline."""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cli.keeping import Post, as_operator, scope_of
from cli.mapping import read_file
from cli.settings import Settings
from plan_core.csv_text import Faults
from plan_core.db.transaction import Database
from plan_core.errors import Conflict, Invalid, NotFound, SimitiError
from plan_core.framework import deadlines
from plan_core.people import account_rules, passwords
from plan_core.people import queries as people
from plan_core.people.account_rules import AccountLine
from plan_core.people.actions import keeping as people_actions
from plan_core.people.rules import Scope
from plan_core.places import queries as places
from plan_core.places import register_actions, register_rules

DONE = 0


class _OnlyTried(Exception):
    pass


def load_organisations(
    settings: Settings, file: Path, effective_from: date, *, is_dry_run: bool
) -> int:
    lines = register_rules.read_register(read_file(file, register_rules.LARGEST_FILE))

    found: list[register_actions.Loaded] = []

    async def work(operator: Database) -> None:
        with contextlib.suppress(_OnlyTried):
            async with operator.unscoped() as session:
                found.append(await register_actions.load_register(session, lines, effective_from))
                if is_dry_run:
                    raise _OnlyTried

    as_operator(settings, work)
    (loaded,) = found
    print(
        f"{loaded.added} organisations {_words(is_dry_run)}, {loaded.unchanged} were there"
        f" already. อปท. {loaded.added} แห่ง{_thai(is_dry_run)} มีอยู่แล้ว {loaded.unchanged} แห่ง"
    )
    return DONE


def load_accounts(
    settings: Settings, file: Path, password_file: Path | None, *, is_dry_run: bool
) -> int:
    lines = account_rules.read_accounts(read_file(file, account_rules.LARGEST_FILE))

    async def work(operator: Database) -> tuple[int, int]:
        scopes = await _scopes_of(operator, lines)
        new = await _unknown(operator, lines)
        if is_dry_run:
            return len(new), len(lines)
        handed = {username: account_rules.make_first_password() for username in new}
        hashes = {
            username: await passwords.hash_password(password)
            for username, password in handed.items()
        }
        if handed:
            _hand_over(password_file, handed, new)
        async with operator.unscoped() as session:
            for line in lines:
                person = await people.find_person(session, line.username)
                if person is None:
                    person = await people_actions.add_person(
                        session, line.username, line.name, hashes[line.username]
                    )
                scope = scopes[line.number]
                await people_actions.add_membership(session, person.id, line.role, scope)
        return len(new), len(lines)

    added, posts = as_operator(settings, work)
    print(
        f"{added} accounts {_words(is_dry_run)}; {posts} posts are held."
        f" บัญชี {added} ราย{_thai(is_dry_run)} ตำแหน่งทั้งหมด {posts}"
    )
    return DONE


async def _scopes_of(operator: Database, lines: Sequence[AccountLine]) -> Mapping[int, Scope]:
    """By line; every line whose scope is not there or does not fit its role is told."""
    faults = Faults()
    scopes: dict[int, Scope] = {}
    for line in lines:
        post = Post(line.role, line.organisation, line.province, line.district)
        try:
            scopes[line.number] = await scope_of(operator, post)
        except (Invalid, NotFound) as why:
            faults.add(line.number, _as_invalid(why))
    faults.check("ACCOUNTS_LINES_UNSUITABLE")
    return scopes


def _as_invalid(why: SimitiError) -> Invalid:
    return why if isinstance(why, Invalid) else Invalid(why.code, why.message_th, why.message_en)


async def _unknown(operator: Database, lines: Sequence[AccountLine]) -> dict[str, str]:
    """Usernames that are not there yet, with their people's names."""
    async with operator.unscoped() as session:
        return {
            line.username: line.name
            for line in lines
            if await people.find_person(session, line.username) is None
        }


def _hand_over(file: Path | None, handed: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Before anything is kept, into a new file that only its owner reads."""
    if file is None:
        raise Invalid(
            "PASSWORD_FILE_NEEDED",
            "ระบุไฟล์สำหรับรหัสผ่านแรกเข้าด้วย --passwords",
            "Name a file for the first passwords with --passwords.",
            field="passwords",
        )
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict(
            "PASSWORD_FILE_THERE",
            f"มีไฟล์ {file} อยู่แล้ว ระบบไม่เขียนทับ",
            f"The file {file} is there already; nothing is overwritten.",
        ) from None
    with os.fdopen(number, "w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["username", "name", "password"])
        writer.writerows([one, names[one], password] for one, password in handed.items())


def set_deadline(settings: Settings, edition: str, province: str, due_on: date) -> int:
    async def work(operator: Database) -> None:
        async with operator.unscoped() as session:
            if await places.find_province(session, province) is None:
                raise NotFound("province")
            await deadlines.set_deadline(session, edition, province, due_on)

    as_operator(settings, work)
    print(f"Plans {edition} of province {province} are due on {due_on}. ตั้งกำหนดส่งแล้ว")
    return DONE


def list_deadlines(settings: Settings) -> int:
    async def work(operator: Database) -> None:
        async with operator.unscoped() as session:
            found = await deadlines.list_deadlines(session)
        for one in found:
            print(f"{one.edition_code} {one.province_code} {one.due_on}")
        if not found:
            print("No deadline is set. ยังไม่มีกำหนดส่ง")

    as_operator(settings, work)
    return DONE


def _words(is_dry_run: bool) -> str:
    return "would be new" if is_dry_run else "are new"


def _thai(is_dry_run: bool) -> str:
    return "จะเพิ่มใหม่" if is_dry_run else "เพิ่มใหม่"

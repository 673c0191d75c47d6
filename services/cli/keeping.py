"""Commands that change the database: schema, people, organisations, demonstration data."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from cli.settings import Settings
from plan_core.actor import Role
from plan_core.db import migrate as migrations
from plan_core.db.transaction import Database
from plan_core.errors import Invalid, NotFound
from plan_core.people import passwords
from plan_core.people import queries as people
from plan_core.people import rules as people_rules
from plan_core.people.actions import keeping as people_actions
from plan_core.people.actions import second_steps
from plan_core.people.rules import Scope
from plan_core.places import actions as places_actions
from plan_core.places import queries as places
from plan_core.places.actions import NewOrganisation
from plan_core.seed import reference
from plan_core.values import OrganisationKind

DONE = 0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Post:
    """A role with the codes of its scope, as typed."""

    role: Role
    organisation: str | None
    province: str | None
    district: str | None


def migrate(settings: Settings) -> int:
    owner, operator = settings.need("owner_database_url"), settings.need("operator_database_url")
    migrations.upgrade(owner)
    loaded = reference.load_reference(operator)
    print(
        f"The schema is current; {loaded.areas} areas and {loaded.editions} editions were new"
        f" or changed. โครงสร้างฐานข้อมูลเป็นปัจจุบัน"
    )
    return DONE


def add_user(settings: Settings, username: str, name: str, post: Post, *, from_stdin: bool) -> int:
    folded = people_rules.check_username(username)
    name = people_rules.check_display_name(name)

    async def add(operator: Database) -> None:
        async with operator.unscoped() as session:
            person = await people.find_person(session, folded)
            # Refuse a wrong scope before anyone types a password.
            scope = await scope_of(operator, post)
        password_hash = "" if person else await _new_password_hash(folded, from_stdin)
        async with operator.unscoped() as session:
            if person is None:
                person = await people_actions.add_person(session, folded, name, password_hash)
            await people_actions.add_membership(session, person.id, post.role, scope)

    as_operator(settings, add)
    print(f"{folded} holds the post {post.role}. เพิ่มผู้ใช้และตำแหน่งแล้ว")
    return DONE


def set_password(settings: Settings, username: str, *, from_stdin: bool) -> int:
    folded = people_rules.check_username(username)

    async def change(operator: Database) -> None:
        async with operator.unscoped() as session:
            person = await people.find_person(session, folded)
        if person is None:
            raise NotFound("person")
        password_hash = await _new_password_hash(folded, from_stdin)
        async with operator.unscoped() as session:
            await people_actions.set_password(session, person.id, password_hash, operator.clock())

    as_operator(settings, change)
    print(f"{folded} has a new password; open sessions have ended. ตั้งรหัสผ่านใหม่แล้ว")
    return DONE


def remove_second_step(settings: Settings, username: str) -> int:
    folded = people_rules.check_username(username)

    async def change(operator: Database) -> None:
        async with operator.unscoped() as session:
            person = await people.find_person(session, folded)
            if person is None:
                raise NotFound("person")
            await second_steps.reset(session, person.id, operator.clock())

    as_operator(settings, change)
    print(f"{folded} signs in by password alone; open sessions have ended. ปิดขั้นที่สองแล้ว")
    return DONE


def add_organisation(
    settings: Settings,
    *,
    code: str,
    name: str,
    kind: OrganisationKind,
    province: str,
    district: str | None,
    subdistrict: str | None,
    effective_from: date,
) -> int:
    new = NewOrganisation(
        code=code,
        kind=kind,
        name_th=name,
        province_code=province,
        district_code=district,
        subdistrict_code=subdistrict,
        effective_from=effective_from,
    )

    async def add(operator: Database) -> None:
        async with operator.unscoped() as session:
            await places_actions.add_organisation(session, new)

    as_operator(settings, add)
    print(f"{code} {name} is in the register. เพิ่ม อปท. แล้ว")
    return DONE


def load_demo(settings: Settings) -> int:
    from plan_core.demo import loading  # the demo's word lists are of no use to other commands

    password = settings.need("demo_password")
    loaded = asyncio.run(
        loading.load_demo(
            operator_url=settings.need("operator_database_url"),
            app_url=settings.need("database_url"),
            password=password,
        )
    )
    print(
        f"{loaded.organisations} organisations, {loaded.accounts} accounts and {loaded.plans}"
        f" plans of demonstration data were new. ข้อมูลสาธิตพร้อมใช้"
    )
    return DONE


def day_of(text: str | None) -> date:
    """A day in the Common Era, today when none is given; Invalid DAY_UNREADABLE."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the operator's own day is meant
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "DAY_UNREADABLE",
            f"อ่านวันที่ “{text}” ไม่ออก ใช้รูปแบบ ค.ศ. YYYY-MM-DD",
            f"“{text}” is not a day; write YYYY-MM-DD in the Common Era.",
            field="from",
        ) from None


def as_operator(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        operator = Database(settings.need("operator_database_url"), pool_size=1)
        try:
            return await work(operator)
        finally:
            await operator.close()

    return asyncio.run(run())


async def scope_of(operator: Database, post: Post) -> Scope:
    """The scope of the codes; NotFound for an organisation that is not registered."""
    organisation_id = None
    if post.organisation is not None:
        async with operator.unscoped() as session:
            found = await places.find_organisation(session, post.organisation)
        if found is None:
            raise NotFound("organisation")
        organisation_id = found.id
    province = post.province or (post.district[:2] if post.district else None)
    scope = Scope(organisation_id, province, post.district)
    people_rules.check_scope(post.role, scope)
    async with operator.unscoped() as session:
        if province is not None and await places.find_province(session, province) is None:
            raise NotFound("province")
        if post.district and await places.find_district(session, post.district) is None:
            raise NotFound("district")
    return scope


async def _new_password_hash(username: str, from_stdin: bool) -> str:
    password = _ask_password(from_stdin)
    people_rules.check_password(password, username)
    return await passwords.hash_password(password)


def _ask_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Invalid(
            "NO_TERMINAL",
            "ไม่มีเทอร์มินัลให้ถามรหัสผ่าน ใช้ --password-stdin",
            "There is no terminal to ask for a password; use --password-stdin.",
            field="password",
        )
    first = getpass.getpass("Password / รหัสผ่าน: ")
    if getpass.getpass("Once more / อีกครั้ง: ") != first:
        raise Invalid(
            "PASSWORDS_DIFFER",
            "รหัสผ่านสองครั้งไม่เหมือนกัน",
            "The two passwords differ.",
            field="password",
        )
    return first

"""The second step of signing in: a real authenticator's arithmetic, recovery codes, and guesses."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
from pyotp.totp import TOTP
from sqlalchemy import select

from make.api import Api
from make.people import make_actor
from plan_core.actor import Actor, Role
from plan_core.db.transaction import utc_now
from plan_core.people import passwords, second_rules
from plan_core.people.actions import keeping, second_steps
from plan_core.people.model import Person, RecoveryCode, SecondStep

PASSWORD = "correct horse battery"
STATE = "{ secondStep { isOn since recoveryCodesLeft } }"


@dataclass
class Owner:
    """A person who has turned it on."""

    api: Api
    actor: Actor
    secret: str
    codes: list[str]

    @property
    def name(self) -> str:
        return self.actor.name

    def code(self, steps: int = 0) -> str:
        return TOTP(self.secret).at(utc_now() + timedelta(seconds=30 * steps))

    async def sign_in(self, code: str = "", password: str = PASSWORD) -> httpx.Response:
        given = {"username": self.name, "password": password, "code": code}
        return await self.api.call(None, "POST", "/auth/sign-in", json=given)

    async def refused(self, code: str = "", password: str = PASSWORD) -> str:
        answer = await self.sign_in(code, password)
        assert answer.status_code in {401, 429}, answer.text
        assert "set-cookie" not in answer.headers
        error = answer.json()["error"]
        assert error["messageTh"]
        assert error["messageEn"]
        return str(error["code"])

    async def forget_the_step(self) -> None:
        """As if the code that confirmed it were a while ago."""
        async with self.api.world.door.unscoped() as session:
            row = await second_steps.find(session, self.actor.person_id)
            assert row is not None
            row.last_step = 0


async def make_person(api: Api) -> Actor:
    actor = await make_actor(api.world, Role.PROVINCE_OFFICER)
    made = await passwords.hash_password(PASSWORD)
    async with api.world.operator.unscoped() as session:
        await keeping.set_password(session, actor.person_id, made, utc_now())
    return actor


async def begin(api: Api, actor: Actor, password: str = PASSWORD) -> dict[str, Any]:
    return await api.mutate(actor, "beginSecondStep", "secret address picture", password=password)


@pytest.fixture
async def owner(api: Api) -> Owner:
    actor = await make_person(api)
    begun = await begin(api, actor)
    code = TOTP(begun["secret"]).at(utc_now())
    made = await api.mutate(
        actor, "confirmSecondStep", "recoveryCodes secondStep { isOn }", code=code
    )
    assert made["secondStep"] == {"isOn": True}
    return Owner(api, actor, begun["secret"], made["recoveryCodes"])


async def test_the_picture_is_for_any_authenticator(api: Api) -> None:
    actor = await make_person(api)
    begun = await begin(api, actor)
    read = pyotp.parse_uri(begun["address"])
    assert isinstance(read, TOTP)
    assert (read.name, read.issuer, read.secret) == (actor.name, "Simiti", begun["secret"])
    assert begun["picture"].startswith("data:image/svg+xml")
    assert len(begun["secret"]) == 32


async def test_what_is_only_begun_asks_nobody_for_a_code(api: Api) -> None:
    actor = await make_person(api)
    begun = await begin(api, actor)
    assert (await Owner(api, actor, begun["secret"], []).sign_in()).status_code == 200
    (problem,) = await api.refused(actor, "confirmSecondStep", code="000000")
    assert (problem["code"], problem["field"]) == ("SECOND_STEP_CODE", "code")
    assert (await api.data(actor, STATE))["secondStep"]["isOn"] is False
    # Beginning anew makes another secret: the earlier one's code counts no more.
    await begin(api, actor)
    code = TOTP(begun["secret"]).at(utc_now())
    (problem,) = await api.refused(actor, "confirmSecondStep", code=code)
    assert problem["code"] == "SECOND_STEP_CODE"


async def test_signing_in_takes_the_password_and_a_code(owner: Owner) -> None:
    await owner.forget_the_step()
    assert await owner.refused() == "SECOND_STEP_NEEDED"
    assert await owner.refused("000000") == "SECOND_STEP_REFUSED"
    assert await owner.refused(owner.code(), "wrong") == "SIGN_IN_FAILED"
    answer = await owner.sign_in(owner.code())
    assert answer.status_code == 200
    assert "simiti_session" in answer.headers["set-cookie"]


async def test_a_code_as_people_type_it_counts(owner: Owner) -> None:
    await owner.forget_the_step()
    code = owner.code().translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert (await owner.sign_in(f" {code[:3]} {code[3:]} ")).status_code == 200


async def test_a_code_counts_once_and_none_before_it(owner: Owner) -> None:
    """The one that confirmed it is used up; the next one is good, and then that is used up too."""
    assert await owner.refused(owner.code()) == "SECOND_STEP_REFUSED"
    following = owner.code(1)
    assert (await owner.sign_in(following)).status_code == 200
    assert await owner.refused(following) == "SECOND_STEP_REFUSED"
    assert await owner.refused(owner.code()) == "SECOND_STEP_REFUSED"


async def test_codes_of_other_times_are_wrong(owner: Owner) -> None:
    await owner.forget_the_step()
    for steps in (-10, 10):
        assert await owner.refused(owner.code(steps)) == "SECOND_STEP_REFUSED"


async def test_guesses_lock_like_passwords_and_the_password_forgets_none(owner: Owner) -> None:
    await owner.forget_the_step()
    for _ in range(4):
        assert await owner.refused("000000") == "SECOND_STEP_REFUSED"
        assert await owner.refused() == "SECOND_STEP_NEEDED"
    assert await owner.refused("000000") == "SECOND_STEP_REFUSED"
    assert await owner.refused(owner.code()) == "SIGN_IN_LOCKED"


async def test_a_recovery_code_works_once(owner: Owner) -> None:
    assert len(set(owner.codes)) == second_rules.RECOVERY_CODES
    assert (await owner.sign_in(owner.codes[0].lower().replace("-", " "))).status_code == 200
    assert await owner.refused(owner.codes[0]) == "SECOND_STEP_REFUSED"
    assert (await owner.sign_in(owner.codes[1])).status_code == 200
    state = (await owner.api.data(owner.actor, STATE))["secondStep"]
    assert state["recoveryCodesLeft"] == second_rules.RECOVERY_CODES - 2


async def test_anothers_recovery_code_is_no_ones(owner: Owner, api: Api) -> None:
    other = await make_person(api)
    begun = await begin(api, other)
    code = TOTP(begun["secret"]).at(utc_now())
    made = await api.mutate(other, "confirmSecondStep", "recoveryCodes", code=code)
    assert await owner.refused(made["recoveryCodes"][0]) == "SECOND_STEP_REFUSED"


async def test_the_database_holds_neither_secret_nor_codes(owner: Owner) -> None:
    async with owner.api.world.door.unscoped() as session:
        row = await session.get(SecondStep, owner.actor.person_id)
        assert row is not None
        kept = [bytes(one) for one in await session.scalars(select(RecoveryCode.code_hash))]
    held = f"{row.enrolment} {row.last_step} {[one.hex() for one in kept]}"
    assert owner.secret not in held
    assert all(code not in held for code in owner.codes)
    other_key = second_rules.secret_of("another key", row.person_id, row.enrolment)
    assert second_rules.secret_text(other_key) != owner.secret


async def test_turning_it_off_takes_the_password_and_a_code(owner: Owner) -> None:
    api = owner.api
    end = {"password": PASSWORD, "code": owner.codes[0]}
    (problem,) = await api.refused(owner.actor, "endSecondStep", **end | {"password": "wrong"})
    assert problem["code"] == "SIGN_IN_FAILED"
    (problem,) = await api.refused(owner.actor, "endSecondStep", **end | {"code": "000000"})
    assert problem["code"] == "SECOND_STEP_REFUSED"
    (problem,) = await api.refused(owner.actor, "endSecondStep", **end | {"code": ""})
    assert problem["code"] == "SECOND_STEP_NEEDED"
    assert await owner.refused() == "SECOND_STEP_NEEDED"
    made = await api.mutate(owner.actor, "endSecondStep", "secondStep { isOn }", **end)
    assert made["secondStep"] == {"isOn": False}
    assert (await owner.sign_in()).status_code == 200
    async with api.world.door.unscoped() as session:
        query = select(RecoveryCode).where(RecoveryCode.person_id == owner.actor.person_id)
        assert (await session.scalars(query)).all() == []


async def test_it_cannot_be_set_up_over_or_without_the_password(owner: Owner, api: Api) -> None:
    """Whoever finds a browser open cannot put their own phone in place of the owner's."""
    (problem,) = (await begin(api, owner.actor))["problems"]
    assert problem["code"] == "SECOND_STEP_ON"
    other = await make_person(api)
    begun = await begin(api, other, "wrong")
    assert begun["secret"] is None
    assert begun["problems"][0]["code"] == "SIGN_IN_FAILED"
    (problem,) = await api.refused(other, "confirmSecondStep", code="000000")
    assert problem["code"] == "SECOND_STEP_NOT_BEGUN"


async def test_the_operator_removes_it_for_who_lost_everything(owner: Owner) -> None:
    async with owner.api.world.operator.unscoped() as session:
        await second_steps.reset(session, owner.actor.person_id, utc_now())
    assert (await owner.sign_in()).status_code == 200


async def test_attempts_side_by_side_use_a_code_once(owner: Owner) -> None:

    await owner.forget_the_step()
    code = owner.code()
    answers = await asyncio.gather(*(owner.sign_in(code) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [200, 401, 401, 401]
    async with owner.api.world.door.unscoped() as session:
        person = await session.get(Person, owner.actor.person_id)
        assert person is not None
        assert person.failed_sign_ins == 3


def test_a_step_is_half_a_minute() -> None:
    now = utc_now()
    secret = b"x" * 20
    code = TOTP(second_rules.secret_text(secret)).at(now)
    step = second_rules.step_of(secret, code, now, 0)
    assert step is not None
    assert step == int(now.timestamp()) // 30
    assert second_rules.step_of(secret, code, now + timedelta(seconds=90), 0) is None
    assert second_rules.step_of(secret, code, now, step) is None

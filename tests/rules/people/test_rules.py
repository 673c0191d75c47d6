"""The lockout's arithmetic, usernames and passwords, and what scope a role needs."""

from datetime import UTC, datetime, timedelta

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from plan_core.actor import Role
from plan_core.errors import Invalid
from plan_core.people import passwords, rules
from plan_core.people.rules import Scope

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_four_failures_do_not_lock_and_the_fifth_does() -> None:
    failures, locked_until = 0, None
    for _ in range(4):
        failures, locked_until = rules.count_failure(failures, locked_until, NOW)
        assert locked_until is None
    assert rules.count_failure(failures, locked_until, NOW) == (5, NOW + 15 * MINUTE)


@pytest.mark.parametrize(
    ("failures_before", "minutes"),
    [(4, 15), (5, 30), (6, 60), (7, 120), (8, 240), (9, 240), (10_000, 240)],
)
def test_each_failure_after_a_lock_locks_twice_as_long_up_to_four_hours(
    failures_before: int, minutes: int
) -> None:
    _, locked_until = rules.count_failure(failures_before, None, NOW)
    assert locked_until == NOW + minutes * MINUTE


def test_a_lock_that_ended_a_day_ago_is_forgiven() -> None:
    assert rules.count_failure(9, NOW - timedelta(hours=24), NOW) == (1, None)
    assert rules.count_failure(9, NOW - timedelta(hours=23), NOW)[0] == 10


def test_a_lock_ends_at_its_very_moment() -> None:
    assert rules.is_locked(NOW + timedelta(microseconds=1), NOW)
    assert not rules.is_locked(NOW, NOW)
    assert not rules.is_locked(None, NOW)


def test_the_refusal_of_a_locked_account_says_when_to_try_again() -> None:
    refusal = rules.sign_in_locked(NOW + 90 * timedelta(seconds=1), NOW)
    assert refusal.code == "SIGN_IN_LOCKED"
    assert refusal.values == {"retryAfterSeconds": 90}
    assert "2 นาที" in refusal.message_th


@pytest.mark.parametrize("text", ["Somchai.J", " somchai.j ", "a1-_.z"])
def test_a_username_is_folded(text: str) -> None:
    assert rules.check_username(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text", ["", "ab", "สมชาย", "a b c", "a\x00bc", ".abc", "abc.", "a" * 65, "aſbc", "a\nbc"]
)
def test_an_unsuitable_username_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_username(text)
    assert refused.value.code == "USERNAME_UNSUITABLE"


@pytest.mark.parametrize(
    "password", ["", "short", "aaaaaaaaaaaaaaaa", "my-somchai-2026", "x" * 129, "MY-SOMCHAI-2026"]
)
def test_an_unsuitable_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_password(password, "somchai")
    assert refused.value.code == "PASSWORD_UNSUITABLE"


def test_a_long_thai_password_is_welcome() -> None:
    rules.check_password("กินข้าวกับปลาทูทุกวัน", "somchai")


def test_a_password_is_the_same_however_the_keyboard_composes_it() -> None:
    assert rules.normalise_password("น\u0e33") == rules.normalise_password("น\u0e4d\u0e32")
    assert rules.normalise_password("\ud800")  # a lone surrogate is a wrong password, not a crash


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.EDITOR, Scope(organisation_id=1)),
        (Role.DISTRICT_OFFICER, Scope(province_code="54", district_code="5406")),
        (Role.PROVINCE_OFFICER, Scope(province_code="54")),
        (Role.NATIONAL_VIEWER, Scope()),
        (Role.OPERATOR, Scope()),
    ],
)
def test_each_role_has_exactly_one_scope(role: Role, scope: Scope) -> None:
    rules.check_scope(role, scope)
    wider = Scope(
        organisation_id=None if scope.organisation_id else 2,
        province_code=scope.province_code,
        district_code=scope.district_code,
    )
    with pytest.raises(Invalid):
        rules.check_scope(role, wider)


def test_a_district_of_another_province_is_refused() -> None:
    with pytest.raises(Invalid):
        rules.check_scope(Role.DISTRICT_OFFICER, Scope(province_code="55", district_code="5406"))


async def test_nobodys_hash_costs_what_a_persons_costs() -> None:
    mine = await passwords.hash_password("whatever it is")
    assert mine.rsplit("$", 2)[0] == passwords.NOBODYS_HASH.rsplit("$", 2)[0]
    assert mine.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_weaker_hash_is_verified_and_replaced() -> None:
    weak = Argon2Hasher(memory_cost=8, time_cost=1, parallelism=1).hash(b"right password")
    assert await passwords.verify("wrong", weak) == passwords.Verdict(False)
    verdict = await passwords.verify("right password", weak)
    assert verdict.is_right
    assert verdict.better_hash is not None
    assert await passwords.verify("right password", verdict.better_hash) == passwords.Verdict(True)


async def test_what_is_no_hash_fits_no_password() -> None:
    assert not (await passwords.verify("", "")).is_right
    assert not (await passwords.verify("x", "x")).is_right

"""Mail addresses that are taken, and codes that are not asked for too often."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from plan_core.errors import Invalid, TooMany
from plan_core.people import addresses

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("somsri@phrae.go.th", "somsri@phrae.go.th"),
        ("  Somsri@PHRAE.go.th ", "Somsri@phrae.go.th"),
        ("somsri+plan@phrae.go.th", "somsri+plan@phrae.go.th"),
        ("somsri@อบต.ไทย", "somsri@xn--m3cj0d.xn--o3cw4h"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert addresses.check_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "somsri",
        "somsri@",
        "@phrae.go.th",
        "a@b@phrae.go.th",
        "somsri@phrae",
        "สมศรี@phrae.go.th",
        "somsri@phrae.go.th\r\nBcc: all@phrae.go.th",
        "somsri@phrae.go.th, all@phrae.go.th",
        "somsri@[127.0.0.1]",
        "somsri@localhost",
        "somsri@simiti.example.",
        f"{'a' * 65}@phrae.go.th",
        f"a@{'b' * 250}.go.th",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        addresses.check_address(typed)
    assert refused.value.code == "ADDRESS_UNSUITABLE"


def test_codes_have_eight_digits_and_differ() -> None:
    codes = {addresses.make_code() for _ in range(50)}
    assert all(len(code) == 8 and code.isdigit() for code in codes)
    assert len(codes) > 45


def test_a_code_of_another_person_has_another_hash() -> None:
    assert addresses.hash_code(uuid4(), "12345678") != addresses.hash_code(uuid4(), "12345678")


def test_codes_are_asked_for_once_a_minute_and_ten_times_a_day() -> None:
    asks = addresses.count_ask(0, None, NOW)
    assert asks == 1
    with pytest.raises(TooMany):
        addresses.count_ask(asks, NOW, NOW + timedelta(seconds=59))
    now = NOW
    for _ in range(addresses.MOST_ASKS - 1):
        asked_at, now = now, now + timedelta(minutes=1)
        asks = addresses.count_ask(asks, asked_at, now)
    with pytest.raises(TooMany) as refused:
        addresses.count_ask(asks, now, now + timedelta(hours=23))
    assert refused.value.values["retryAfterSeconds"] == 3600
    assert addresses.count_ask(asks, now, now + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("address", "is_reserved"),
    [("a@simiti.example", True), ("a@b.TEST", True), ("a@phrae.go.th", False)],
)
def test_addresses_that_exist_nowhere_are_known(address: str, is_reserved: bool) -> None:
    assert addresses.is_reserved(address) is is_reserved

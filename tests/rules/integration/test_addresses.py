"""Where messages may go: the public network, and inner ones that the operator named."""

import pytest

from plan_core.errors import Invalid
from plan_core.integration.addresses import clean_url, is_named, is_reachable, read_networks

INNER = (
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",  # noqa: S104 (an address to refuse)
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:53aa:64c::1",
)


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not_reached(address: str) -> None:
    assert not is_reachable(address, ())


@pytest.mark.parametrize("address", ["8.8.8.8", "203.150.1.1", "2606:4700::1111"])
def test_public_addresses_are_reached(address: str) -> None:
    assert is_reachable(address, ())


@pytest.mark.parametrize("address", ["", "localhost", "1.2.3", "::g", "0x7f000001"])
def test_what_is_no_address_is_not_reached(address: str) -> None:
    assert not is_reachable(address, read_networks("0.0.0.0/0, ::/0"))


def test_a_named_network_is_reached_and_its_neighbour_is_not() -> None:
    allowed = read_networks("10.20.0.0/16, 192.168.5.7")
    assert is_reachable("10.20.3.4", allowed)
    assert is_reachable("::ffff:10.20.3.4", allowed)
    assert is_named("192.168.5.7", allowed)
    assert not is_reachable("10.21.0.1", allowed)
    assert not is_reachable("192.168.5.8", allowed)
    assert not is_named("8.8.8.8", allowed)


def test_a_network_that_is_none_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"10\.20"):
        read_networks("10.20.0.1/16")


GOOD = (
    "https://receiver.example/hook",
    "https://receiver.example:8443/hook?key=1",
    "https://xn--12c.example/",
    "https://8.8.8.8/hook",
)
BAD = (
    "",
    "receiver.example",
    "http://receiver.example/",
    "ftp://receiver.example/",
    "file:///etc/passwd",
    "https://",
    "https:///hook",
    "https://user:secret@receiver.example/",
    "https://user@receiver.example/",
    "https://receiver.example/#part",
    "https://receiver.example:0/",
    "https://receiver.example:99999/",
    "https://receiver.example/a b",
    "https://receiver.example/\r\nHost: other",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
    f"https://{'a' * 70}.example/",
    f"https://receiver.example/{'a' * 1_000}",
)


@pytest.mark.parametrize("url", GOOD)
def test_a_good_address_is_kept_as_it_is(url: str) -> None:
    assert clean_url(f"  {url} ", ()) == url


@pytest.mark.parametrize("url", BAD)
def test_a_bad_address_is_refused(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_url(url, ())
    assert (refused.value.code, refused.value.field) == ("WEBHOOK_URL", "url")


def test_an_inner_address_needs_a_named_network() -> None:
    allowed = read_networks("10.20.0.0/16")
    assert clean_url("http://10.20.3.4:8080/hook", allowed)
    with pytest.raises(Invalid):
        clean_url("http://10.21.3.4/hook", allowed)

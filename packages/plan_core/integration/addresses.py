"""Where messages may go: never into a network that only this installation can reach. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from plan_core.errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST = 1_000
_CARRIERS = tuple(
    ipaddress.IPv6Network(one)
    for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""IPv6 addresses that lead to an IPv4 address inside them."""


def read_networks(text: str) -> tuple[Network, ...]:
    """`10.1.0.0/16, 192.168.5.7`; ValueError for what is no network."""
    return tuple(ipaddress.ip_network(one.strip()) for one in text.split(",") if one.strip())


def is_named(address: str, allowed: Sequence[Network]) -> bool:
    """Whether the operator named a network that this address is in."""
    found = _read(address)
    return found is not None and any(
        found.version == one.version and found in one for one in allowed
    )


def is_reachable(address: str, allowed: Sequence[Network]) -> bool:
    """Whether a message may be sent to this address: a public one, or one the operator named."""
    found = _read(address)
    if found is None:
        return False
    if is_named(address, allowed):
        return True
    if isinstance(found, IPv6Address) and any(found in one for one in _CARRIERS):
        return False
    return found.is_global and not found.is_multicast


def _read(address: str) -> Address | None:
    """An address without its zone; an IPv4 one that is written as IPv6 is what it means."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def clean_url(text: str, allowed: Sequence[Network]) -> str:
    """An address as it will be asked; Invalid WEBHOOK_URL when no message may go there.

    Names are looked up when a message is sent, and each time anew.
    """
    text = text.strip()
    if len(text) > LONGEST or any(ord(one) <= 32 or ord(one) == 127 for one in text):
        raise _refused("ที่อยู่ยาวเกินไปหรือมีช่องว่าง", "The address is too long or has blanks in it.")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError as error:
        raise _refused("ที่อยู่ไม่ถูกต้อง", "That is no address.") from error
    if port == 0 or not host or parts.scheme not in {"https", "http"}:
        raise _refused(
            "ที่อยู่ต้องขึ้นต้นด้วย https:// และมีชื่อเครื่อง", "The address begins with https:// and a host."
        )
    if parts.scheme == "http" and not allowed:
        raise _refused("ต้องใช้ https เท่านั้น", "Only https is sent to.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _refused(
            "ที่อยู่ต้องไม่มีชื่อผู้ใช้ รหัสผ่าน หรือส่วนหลัง #",
            "The address must not hold a user name, a password or a fragment.",
        )
    if _read(host) is not None and not is_reachable(host, allowed):
        raise _refused(
            "ระบบไม่ส่งข้อความไปยังเครือข่ายภายใน", "Messages are not sent into inner networks."
        )
    return text


def _refused(thai: str, english: str) -> Invalid:
    return Invalid("WEBHOOK_URL", thai, english, field="url")

"""Global ids of the GraphQL API: opaque text that names a type and what finds the thing."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from plan_core import values
from plan_core.errors import NotFound

LONGEST = 200


@dataclass(frozen=True, slots=True)
class GlobalId:
    """`key` is a UUID, an official code, or `tenant:uuid` for what was submitted."""

    type_name: str
    key: str

    def __str__(self) -> str:
        return write(self.type_name, self.key)

    @property
    def uuid(self) -> UUID:
        """Raises NotFound: a malformed id is the id of nothing."""
        return uuid_of(self.key)

    @property
    def tenant_and_uuid(self) -> tuple[int, UUID]:
        tenant, _, rest = self.key.partition(":")
        if not (tenant.isascii() and tenant.isdigit() and len(tenant) <= 18):
            raise NotFound()
        return int(tenant), uuid_of(rest)


def write(type_name: str, key: object) -> str:
    """The text of an id; a plan shows hundreds, so no object is made on the way."""
    return values.global_id(type_name, key)


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def parse(text: str) -> GlobalId | None:
    """None for anything that this API never gave out."""
    if not text or len(text) > LONGEST or not text.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    type_name, colon, key = raw.partition(":")
    if not colon or not type_name.isalpha() or str(GlobalId(type_name, key)) != text:
        return None
    return GlobalId(type_name, key)


def expect(text: str, type_name: str) -> GlobalId:
    """The id as one of this type; NotFound for every other text."""
    found = parse(text)
    if found is None or found.type_name != type_name:
        raise NotFound()
    return found

"""What every table shares: naming, ids, the tenant key and the bookkeeping that policies need."""

from __future__ import annotations

import os
import time
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Enum,
    ForeignKey,
    MetaData,
    PrimaryKeyConstraint,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """All tables of Simiti; amounts are BIGINT satang, moments are UTC, states are text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        int: BigInteger,
        str: Text,
        datetime: DateTime(timezone=True),
    }


class TenantRow:
    """A row that belongs to one organisation: key (tenant_id, id), id made by the client."""

    tenant_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", name=None), sort_order=-2)
    id: Mapped[UUID] = mapped_column(sort_order=-1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[object, ...]:  # noqa: N805 (SQLAlchemy hands the class)
        return (PrimaryKeyConstraint("tenant_id", "id"), *cls.table_rules())

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        """Further constraints and indexes of the table; every one starts with tenant_id."""
        return ()


class PersonRow:
    """A row of one person: key (person_id, id), seen by that person in whatever post."""

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), sort_order=-2
    )
    id: Mapped[UUID] = mapped_column(sort_order=-1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[object, ...]:  # noqa: N805 (SQLAlchemy hands the class)
        return (PrimaryKeyConstraint("person_id", "id"), *cls.table_rules())

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        """Further constraints and indexes of the table; every one starts with person_id."""
        return ()


def text_enum(kinds: type[StrEnum]) -> Enum:
    """A StrEnum kept as its text: native enums keep row-level security from using indexes."""
    return Enum(
        kinds,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=_values_of,
    )


def _values_of(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


def one_of(column: str, kinds: type[StrEnum]) -> CheckConstraint:
    """The CHECK that goes with `text_enum`."""
    listed = ", ".join(f"'{kind.value}'" for kind in kinds)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


def make_id() -> UUID:
    """A UUIDv7: ordered by time, so that new rows land at the end of each index (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)

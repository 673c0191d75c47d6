"""Finished figures of peer groups: counts and rounded quartiles, of no single organisation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.comparison.profile_rules import LEAST_MEMBERS
from plan_core.db.base import Base, one_of, text_enum
from plan_core.values import OrganisationKind


class PeerGroup(Base):
    """Organisations of one kind in some areas of the register; each organisation is in one.

    `areas` are codes of districts, or of a province for organisations without a district.
    """

    __tablename__ = "peer_group"
    __table_args__ = (one_of("kind", OrganisationKind),)

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind))
    areas: Mapped[list[str]] = mapped_column(ARRAY(Text))
    members: Mapped[int]
    """Organisations of the register, with or without a plan."""
    computed_at: Mapped[datetime]


class PeerFigure(Base):
    """Quartiles of one figure, rounded; only where enough members have it. Hundredths."""

    __tablename__ = "peer_figure"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_code", "group_code"],
            ["peer_group.edition_code", "peer_group.code"],
            ondelete="CASCADE",
        ),
        CheckConstraint(f"counted >= {LEAST_MEMBERS}", name="nobody_is_recognised"),
    )

    edition_code: Mapped[str] = mapped_column(primary_key=True)
    group_code: Mapped[str] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(primary_key=True)
    counted: Mapped[int]
    """Members that have the figure."""
    low: Mapped[int] = mapped_column(BigInteger)
    median: Mapped[int] = mapped_column(BigInteger)
    high: Mapped[int] = mapped_column(BigInteger)
    computed_at: Mapped[datetime]

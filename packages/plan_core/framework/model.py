"""Editions of the framework with their dimensions and missions, and deadlines: shared data."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base


class Edition(Base):
    __tablename__ = "edition"

    code: Mapped[str] = mapped_column(primary_key=True)
    title_th: Mapped[str]
    first_year_be: Mapped[int]
    last_year_be: Mapped[int]


class Dimension(Base):
    __tablename__ = "dimension"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    title_th: Mapped[str]


class Mission(Base):
    __tablename__ = "mission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_code", "dimension_code"], ["dimension.edition_code", "dimension.code"]
        ),
    )

    edition_code: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    dimension_code: Mapped[str]
    position: Mapped[int]
    title_th: Mapped[str]


class SubMission(Base):
    """A part of a mission, where an edition names them."""

    __tablename__ = "sub_mission"
    __table_args__ = (
        ForeignKeyConstraint(
            ["edition_code", "mission_code"], ["mission.edition_code", "mission.code"]
        ),
    )

    edition_code: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    mission_code: Mapped[str]
    position: Mapped[int]
    title_th: Mapped[str]


class Crosswalk(Base):
    """What a dimension or mission of an earlier edition is in the one that follows it.

    `to_code` is a dimension or a mission; empty when nothing there corresponds to it.
    """

    __tablename__ = "crosswalk"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"), primary_key=True)
    from_edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"), primary_key=True)
    from_code: Mapped[str] = mapped_column(primary_key=True)
    to_code: Mapped[str]


class Deadline(Base):
    """The day by which the plans of a province are due for one edition."""

    __tablename__ = "deadline"

    edition_code: Mapped[str] = mapped_column(ForeignKey("edition.code"), primary_key=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), primary_key=True)
    due_on: Mapped[date]

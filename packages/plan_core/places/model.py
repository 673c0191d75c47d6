"""Provinces, districts, subdistricts and the register of organisations: shared, no tenant's own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from plan_core.db.base import Base, one_of, text_enum
from plan_core.places.outline_rules import OutlineLevel
from plan_core.values import OrganisationKind


class Province(Base):
    __tablename__ = "province"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_th: Mapped[str]
    name_en: Mapped[str]
    sort_key: Mapped[str]


class District(Base):
    __tablename__ = "district"

    code: Mapped[str] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), index=True)
    name_th: Mapped[str]
    name_en: Mapped[str]
    sort_key: Mapped[str]


class Subdistrict(Base):
    __tablename__ = "subdistrict"

    code: Mapped[str] = mapped_column(primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"), index=True)
    name_th: Mapped[str]
    name_en: Mapped[str]
    sort_key: Mapped[str]


class Organisation(Base):
    """A local government, the tenant. Its name, kind and code can change; its `id` never does."""

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("code ~ '^[0-9]{7}$'", name="code_has_seven_digits"),
        one_of("kind", OrganisationKind),
        Index(None, "province_code", "district_code", "sort_key"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str]
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind))
    name_th: Mapped[str]
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("district.code"))
    subdistrict_code: Mapped[str | None] = mapped_column(ForeignKey("subdistrict.code"))
    is_demo: Mapped[bool]
    sort_key: Mapped[str]


class OrganisationName(Base):
    """What an organisation was called, and as which kind and code, over time."""

    __tablename__ = "organisation_name"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    effective_to: Mapped[date | None]
    code: Mapped[str]
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind))
    name_th: Mapped[str]


class OrganisationPopulation(Base):
    """How many people an organisation had by the register of a Buddhist-era year."""

    __tablename__ = "organisation_population"
    __table_args__ = (
        CheckConstraint("people > 0", name="people_are_counted"),
        CheckConstraint("year_be BETWEEN 2500 AND 2650", name="year_is_buddhist"),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    year_be: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    people: Mapped[int]
    source: Mapped[str]
    loaded_at: Mapped[datetime]


class AreaOutline(Base):
    """A province's outlines at one level, as an operator loaded them: checked GeoJSON."""

    __tablename__ = "area_outline"
    __table_args__ = (one_of("level", OutlineLevel),)

    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), primary_key=True)
    level: Mapped[OutlineLevel] = mapped_column(text_enum(OutlineLevel), primary_key=True)
    content: Mapped[str]
    areas: Mapped[int]
    source: Mapped[str]
    licence: Mapped[str]
    sha256: Mapped[str]
    loaded_at: Mapped[datetime]

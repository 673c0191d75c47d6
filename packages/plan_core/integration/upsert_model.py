"""What other systems call rows of a plan, and the answers that were given to their keys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from plan_core.db.base import Base, TenantRow


class ExternalReference(TenantRow, Base):
    """What a row is called in another system of the organisation: one name in each system."""

    __tablename__ = "external_reference"

    system: Mapped[str]
    value: Mapped[str]
    initiative_id: Mapped[UUID]
    made_at: Mapped[datetime]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (
            ForeignKeyConstraint(
                ["tenant_id", "initiative_id"],
                ["initiative.tenant_id", "initiative.id"],
                ondelete="CASCADE",
            ),
            UniqueConstraint("tenant_id", "system", "value"),
            UniqueConstraint("tenant_id", "initiative_id", "system"),
        )


class KeptUpsert(TenantRow, Base):
    """The answer that a request with a key got. Keys are a person's own.

    `answer` is JSON text (`upsert_rules.Answer`).
    """

    __tablename__ = "kept_upsert"

    person_id: Mapped[UUID]
    idempotency_key: Mapped[str]
    request_sha256: Mapped[str]
    answer: Mapped[str]
    made_at: Mapped[datetime]

    @classmethod
    def table_rules(cls) -> tuple[object, ...]:
        return (UniqueConstraint("tenant_id", "person_id", "idempotency_key"),)

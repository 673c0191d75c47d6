"""Who is asking, what they may read and edit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from plan_core.errors import Forbidden


class Role(StrEnum):
    """The post that a person holds; one membership gives one role in one scope."""

    EDITOR = "EDITOR"
    APPROVER = "APPROVER"
    VIEWER = "VIEWER"
    DISTRICT_OFFICER = "DISTRICT_OFFICER"
    PROVINCE_OFFICER = "PROVINCE_OFFICER"
    NATIONAL_VIEWER = "NATIONAL_VIEWER"
    OPERATOR = "OPERATOR"


class Permission(StrEnum):
    """What a role may do inside its scope."""

    PLAN_READ = "PLAN_READ"
    PLAN_EDIT = "PLAN_EDIT"
    PLAN_IMPORT = "PLAN_IMPORT"
    PLAN_SUBMIT = "PLAN_SUBMIT"
    SUBMITTED_READ = "SUBMITTED_READ"
    COMPARE = "COMPARE"
    REGISTER_EDIT = "REGISTER_EDIT"


_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EDITOR: frozenset({_P.PLAN_READ, _P.PLAN_EDIT, _P.PLAN_IMPORT, _P.SUBMITTED_READ}),
    Role.APPROVER: frozenset(
        {_P.PLAN_READ, _P.PLAN_EDIT, _P.PLAN_IMPORT, _P.PLAN_SUBMIT, _P.SUBMITTED_READ}
    ),
    Role.VIEWER: frozenset({_P.PLAN_READ, _P.SUBMITTED_READ}),
    Role.DISTRICT_OFFICER: frozenset({_P.SUBMITTED_READ, _P.COMPARE}),
    Role.PROVINCE_OFFICER: frozenset({_P.SUBMITTED_READ, _P.COMPARE}),
    Role.NATIONAL_VIEWER: frozenset({_P.SUBMITTED_READ, _P.COMPARE}),
    Role.OPERATOR: frozenset({_P.REGISTER_EDIT}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one post. The scope is exactly one of tenant, district, province, nation.

    `tenant_id` is the organisation's id; area officers have `province_code` (and `district_code`).
    """

    person_id: UUID
    membership_id: UUID
    role: Role
    tenant_id: int | None = None
    province_code: str | None = None
    district_code: str | None = None

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        if not self.may(permission):
            raise Forbidden()

    @property
    def sees_nation(self) -> bool:
        return self.role is Role.NATIONAL_VIEWER

    @property
    def tenant(self) -> int:
        """The organisation this actor works for; an officer of an area has none: Forbidden."""
        if self.tenant_id is None:
            raise Forbidden()
        return self.tenant_id

"""Who is asking, what they may read and edit."""

from __future__ import annotations

from collections.abc import Iterable
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
    PLAN_ADOPT = "PLAN_ADOPT"
    """Adopt, publish and amend what was accepted."""
    SIGNING_DELEGATE = "SIGNING_DELEGATE"
    """Hand one's own signing to a colleague for some days; it cannot be handed on."""
    PLAN_REVIEW = "PLAN_REVIEW"
    """Return or accept what was submitted, and judge its rows; never edit it."""
    COMMENT = "COMMENT"
    REPORT_EDIT = "REPORT_EDIT"
    REPORT_SUBMIT = "REPORT_SUBMIT"
    REPORT_SCORE = "REPORT_SCORE"
    """Give the province's score beside a self-assessment."""
    SUBMITTED_READ = "SUBMITTED_READ"
    COMPARE = "COMPARE"
    INTEGRATION_EDIT = "INTEGRATION_EDIT"
    """Say which other systems are told of the organisation's changes."""
    EXPORT_RUN = "EXPORT_RUN"
    """Have what one may read written into a file, by a job."""
    REGISTER_EDIT = "REGISTER_EDIT"


_P = Permission
_READER = frozenset({_P.PLAN_READ, _P.SUBMITTED_READ})
_EDITOR = _READER | {_P.PLAN_EDIT, _P.PLAN_IMPORT, _P.COMMENT, _P.REPORT_EDIT}
_WATCHER = frozenset({_P.SUBMITTED_READ, _P.COMPARE})
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.EDITOR: _EDITOR | {_P.EXPORT_RUN},
    Role.APPROVER: _EDITOR
    | {_P.PLAN_SUBMIT, _P.PLAN_ADOPT, _P.REPORT_SUBMIT}
    | {_P.SIGNING_DELEGATE, _P.INTEGRATION_EDIT, _P.EXPORT_RUN},
    Role.VIEWER: _READER | {_P.EXPORT_RUN},
    Role.DISTRICT_OFFICER: _WATCHER | {_P.PLAN_REVIEW, _P.COMMENT, _P.EXPORT_RUN},
    Role.PROVINCE_OFFICER: _WATCHER | {_P.PLAN_REVIEW, _P.COMMENT, _P.REPORT_SCORE, _P.EXPORT_RUN},
    Role.NATIONAL_VIEWER: _WATCHER | {_P.EXPORT_RUN},
    Role.OPERATOR: frozenset({_P.REGISTER_EDIT}),
}


class Scope(StrEnum):
    """What a token of a person may be used for, by its name on the wire."""

    PLAN_READ = "plan:read"
    PLAN_WRITE = "plan:write"
    REPORT_WRITE = "report:write"
    COMPARE_READ = "compare:read"
    EXPORT_RUN = "export:run"
    """Beside the scope that reads what is exported: alone it opens nothing."""
    WEBHOOK_MANAGE = "webhook:manage"


SCOPES: dict[Scope, frozenset[Permission]] = {
    Scope.PLAN_READ: _READER,
    Scope.PLAN_WRITE: frozenset({_P.PLAN_EDIT, _P.PLAN_IMPORT}),
    Scope.REPORT_WRITE: frozenset({_P.REPORT_EDIT}),
    Scope.COMPARE_READ: _WATCHER,
    Scope.EXPORT_RUN: frozenset({_P.EXPORT_RUN}),
    Scope.WEBHOOK_MANAGE: frozenset({_P.INTEGRATION_EDIT}),
}
"""What each lets a program do. Signing, reviewing and remarking are a person's: none has them."""

DELEGABLE = frozenset({_P.PLAN_SUBMIT, _P.PLAN_ADOPT, _P.REPORT_SUBMIT})
"""What an approver may hand to a colleague for some days."""


def permissions_of(scopes: Iterable[Scope]) -> frozenset[Permission]:
    return frozenset(permission for one in scopes for permission in SCOPES[one])


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one post. The scope is exactly one of tenant, district, province, nation.

    `tenant_id` is the organisation's id; area officers have `province_code` (and `district_code`).
    `name` is the person's, as others see it.
    `delegated` is what somebody handed to this post for today; `acting_for` says in whose place, by
    which order.
    """

    person_id: UUID
    membership_id: UUID
    role: Role
    tenant_id: int | None = None
    province_code: str | None = None
    district_code: str | None = None
    name: str = ""
    delegated: frozenset[Permission] = frozenset()
    acting_for: str = ""
    scopes: frozenset[Scope] | None = None
    """Of the token that asks in the person's place; None for the person."""
    token_id: UUID | None = None
    """Of that token."""
    token_name: str | None = None
    """What its owner called it."""

    @property
    def permissions(self) -> frozenset[Permission]:
        held = PERMISSIONS[self.role] | self.delegated
        return held if self.scopes is None else held & permissions_of(self.scopes)

    def place_of(self, permission: Permission) -> str:
        """In whose place this permission is used; empty in the own right."""
        return "" if permission in PERMISSIONS[self.role] else self.acting_for

    def name_with(self, permission: Permission) -> str:
        """The name beside what this permission did: a delegate's says in whose place."""
        return f"{self.name} {self.place_of(permission)}".rstrip()

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        if not self.may(permission):
            raise Forbidden()

    def require_person(self) -> None:
        """For what is the person's own, whatever the post: no token of theirs comes near it."""
        if self.scopes is not None:
            raise Forbidden(
                "TOKEN_PERSONAL",
                "โทเคนใช้กับเรื่องส่วนตัวของบัญชีไม่ได้ โปรดเข้าสู่ระบบด้วยตนเอง",
                "A token cannot be used for what is the person's own; sign in for it.",
            )

    @property
    def sees_nation(self) -> bool:
        return self.role is Role.NATIONAL_VIEWER

    @property
    def tenant(self) -> int:
        """The organisation this actor works for; an officer of an area has none: Forbidden."""
        if self.tenant_id is None:
            raise Forbidden()
        return self.tenant_id

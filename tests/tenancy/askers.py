"""Who asks, whose things there are, and the texts that tell where they came from.

Whatever an organisation writes is a canary: a text that names its owner and says whether it was
submitted. A response that holds a canary its reader may not see is a leak, wherever it came from.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile, is_zipfile

from api.ids import GlobalId
from plan_core.actor import Role
from plan_core.db.base import make_id


class Tenant(Enum):
    """Name in canaries; province and district it lies in."""

    OWN = ("own", "54", "5406")
    NEXT_DOOR = ("nextdoor", "54", "5406")
    OTHER_DISTRICT = ("district", "54", "5401")
    PROVINCE_WIDE = ("wide", "54", None)
    OTHER_PROVINCE = ("province", "55", "5501")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def province(self) -> str:
        return self.value[1]

    @property
    def district(self) -> str | None:
        return self.value[2]


class Stage(Enum):
    """Who may see a canary: its organisation, its area's officers too, or everybody."""

    PRIVATE = "private"
    SUBMITTED = "submitted"
    PUBLIC = "public"


def canary(tenant: Tenant, stage: Stage, what: str) -> str:
    """A text that says whose it is."""
    return f"canary-{tenant.word}-{stage.value}-{what}"


CANARY = re.compile(r"canary-([a-z]+)-([a-z]+)-[a-z]+")

Sight = frozenset[tuple[str, str]]
"""Pairs of tenant and stage."""


class Who(Enum):
    """Everybody who asks: a role, and where they hold it."""

    SIGNED_OUT = (None, None)
    STRANGER = (Role.APPROVER, Tenant.NEXT_DOOR)
    NEIGHBOUR_DISTRICT = (Role.DISTRICT_OFFICER, Tenant.OTHER_DISTRICT)
    NEIGHBOUR_PROVINCE = (Role.PROVINCE_OFFICER, Tenant.OTHER_PROVINCE)
    VIEWER = (Role.VIEWER, Tenant.OWN)
    EDITOR = (Role.EDITOR, Tenant.OWN)
    APPROVER = (Role.APPROVER, Tenant.OWN)
    DELEGATE = (Role.VIEWER, Tenant.OWN, "in the approver's place")
    DISTRICT = (Role.DISTRICT_OFFICER, Tenant.OWN)
    PROVINCE = (Role.PROVINCE_OFFICER, Tenant.OWN)
    NATION = (Role.NATIONAL_VIEWER, None)
    OPERATOR = (Role.OPERATOR, None)

    @property
    def role(self) -> Role | None:
        return self.value[0]

    @property
    def at(self) -> Tenant | None:
        return self.value[1]

    @property
    def username(self) -> str:
        return f"{self.name.lower()}.tester"

    def sees(self) -> Sight:
        """What may be in a response to this one."""
        return self._sees_inside() | {(tenant.word, Stage.PUBLIC.value) for tenant in Tenant}

    def _sees_inside(self) -> Sight:
        """The same without what is public."""
        submitted = Stage.SUBMITTED.value
        if self.role is Role.NATIONAL_VIEWER:
            return frozenset((tenant.word, submitted) for tenant in Tenant)
        if self.at is None:
            return frozenset()
        if self.role is Role.PROVINCE_OFFICER:
            inside = [one for one in Tenant if one.province == self.at.province]
            return frozenset((one.word, submitted) for one in inside)
        if self.role is Role.DISTRICT_OFFICER:
            inside = [one for one in Tenant if one.district == self.at.district]
            return frozenset((one.word, submitted) for one in inside)
        return frozenset((self.at.word, stage.value) for stage in Stage)


def leaks_in(body: bytes, sight: Sight) -> set[str]:
    """Canaries in a body (also inside a workbook) that its reader may not see."""
    texts = [body]
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            texts += [archive.read(name) for name in archive.namelist()]
    found = {match for text in texts for match in CANARY.finditer(text.decode("utf-8", "replace"))}
    return {match[0] for match in found if (match[1], match[2]) not in sight}


@dataclass(frozen=True)
class Things:
    """What one organisation has, by the ids and versions that a client would know."""

    tenant_id: int
    code: str
    post: UUID
    plan: UUID
    plan_version: int
    initiative: UUID
    initiative_version: int
    cell: UUID
    amendment: UUID
    document: UUID
    attachment: UUID
    reading_version: int
    finding: str
    first_revision: UUID
    revision: UUID
    submitted: UUID
    notification: UUID
    delegation: UUID
    webhook: UUID
    webhook_version: int
    message: UUID
    """The one message that the webhook was sent."""
    export: UUID
    """A file that the editor had made."""
    reference: UUID
    """What another system calls `initiative`."""
    reported: UUID
    """The row of the plan in force: `initiative` may be one that came later."""
    progress: UUID
    """Its entry in the first half."""
    progress_version: int
    report: UUID
    risk: UUID
    risk_version: int = 1
    section_version: int = 0
    appointment_version: int = 1

    def gid(self, type_name: str) -> str:
        """The global id of one of them."""
        key = {
            "Post": self.post,
            "Plan": self.plan,
            "Initiative": self.initiative,
            "BudgetCell": self.cell,
            "Amendment": self.amendment,
            "Reported": self.reported,
            "Progress": self.progress,
            "Report": f"{self.tenant_id}:{self.report}",
            "PlanRisk": self.risk,
            "Document": self.document,
            "FirstRevision": f"{self.tenant_id}:{self.first_revision}",
            "Notification": self.notification,
            "Delegation": self.delegation,
            "Webhook": self.webhook,
            "ApiToken": self.webhook,
            "SavedView": self.webhook,
            "ExportJob": self.export,
            "ExternalReference": self.reference,
            "Session": self.webhook,
            "Identity": self.webhook,
            "WebhookMessage": self.message,
            "Attachment": f"{self.tenant_id}:{self.attachment}",
            "Revision": f"{self.tenant_id}:{self.revision}",
            "SubmittedInitiative": f"{self.tenant_id}:{self.submitted}",
        }[type_name]
        known = "Initiative" if type_name == "Reported" else type_name.removeprefix("First")
        return str(GlobalId(known, str(key)))

    def missing(self) -> "Things":
        """The same with ids that nothing has."""
        return replace(
            self,
            post=make_id(),
            plan=make_id(),
            initiative=make_id(),
            cell=make_id(),
            amendment=make_id(),
            document=make_id(),
            first_revision=make_id(),
            attachment=make_id(),
            revision=make_id(),
            submitted=make_id(),
            reported=make_id(),
            progress=make_id(),
            report=make_id(),
            risk=make_id(),
            notification=make_id(),
            delegation=make_id(),
            webhook=make_id(),
            message=make_id(),
            export=make_id(),
        )

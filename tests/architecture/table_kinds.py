"""Every table with its kind: what may be done to it, and by whom, follows from that alone."""

from enum import Enum

S, SI, SIU, SIUD = "S", "SI", "SIU", "SIUD"
"""Verbs that a role is granted: Select, Insert, Update, Delete."""

APP, WORKER, DOOR, OPERATOR = "simiti_app", "simiti_worker", "simiti_door", "simiti_operator"
OWNER = "simiti_owner"
ROLES = (APP, WORKER, DOOR, OPERATOR)
"""The roles that run; the owner only migrates."""


class Kind(Enum):
    """What a table holds."""

    PRIVATE = "an organisation's own"
    LOG = "an organisation's own, append-only"
    FACT = "submitted, append-only, read by the area's officers too"
    FIGURES = "submitted, replaced by the next submission, read by the area's officers too"
    SAID = "said about what was submitted, append-only, by its organisation or its area's officers"
    CHAIN = "the end of an organisation's audit chain, moved by writers and reviewers"
    JOBS = "promised work"
    SHARED = "an organisation's own; a row is read by the area's officers once it is shared"
    DELEGATED = "rights handed on inside an organisation; ended, never deleted; read by the door"
    DELIVERED = "an organisation's own, brought on its way by the worker for all of them"
    PUBLIC = "published, append-only, read by everybody"
    PERSONAL = "one person's own, in whatever post; the worker delivers to everybody"
    PEOPLE = "people, posts, sign-ins, mail addresses"
    REFERENCE = "shared, kept by the operator"
    FINISHED = "figures of groups of six at least, counted by the worker, read by everybody"
    MIGRATIONS = "the owner's own"


TENANT_KINDS = {
    Kind.CHAIN,
    Kind.DELEGATED,
    Kind.DELIVERED,
    Kind.FACT,
    Kind.FIGURES,
    Kind.JOBS,
    Kind.LOG,
    Kind.PRIVATE,
    Kind.PUBLIC,
    Kind.SAID,
    Kind.SHARED,
}
AREA_KINDS = {Kind.FACT, Kind.FIGURES, Kind.SAID}
REVIEWER_KINDS = {Kind.SAID, Kind.CHAIN, Kind.LOG, Kind.JOBS}
"""Where an officer who reviews one organisation's submission may add rows."""

KINDS = {
    "progress": Kind.PRIVATE,
    "report": Kind.FACT,
    "report_deadline": Kind.REFERENCE,
    "sar_entry": Kind.PRIVATE,
    "sar_score": Kind.SAID,
    "acceptance": Kind.PRIVATE,
    "amendment": Kind.PRIVATE,
    "amendment_reason": Kind.PRIVATE,
    "appointment": Kind.PRIVATE,
    "attachment": Kind.SHARED,
    "audit_head": Kind.CHAIN,
    "committee_member": Kind.PRIVATE,
    "consistency_review": Kind.SAID,
    "initiative_sheet": Kind.PRIVATE,
    "return_reason": Kind.SAID,
    "revision_step": Kind.SAID,
    "risk_response": Kind.PRIVATE,
    "row_comment": Kind.SAID,
    "access_token": Kind.PEOPLE,
    "account_event": Kind.PEOPLE,
    "alembic_version": Kind.MIGRATIONS,
    "api_token": Kind.PEOPLE,
    "api_token_document": Kind.PEOPLE,
    "area_outline": Kind.REFERENCE,
    "audit_entry": Kind.LOG,
    "budget_cell": Kind.PRIVATE,
    "delegation": Kind.DELEGATED,
    "crosswalk": Kind.REFERENCE,
    "sub_mission": Kind.REFERENCE,
    "deadline": Kind.REFERENCE,
    "deprecated_use": Kind.PEOPLE,
    "dimension": Kind.REFERENCE,
    "district": Kind.REFERENCE,
    "document": Kind.PRIVATE,
    "document_reading": Kind.PRIVATE,
    "edition": Kind.REFERENCE,
    "export_job": Kind.PERSONAL,
    "external_reference": Kind.PRIVATE,
    "finding_explanation": Kind.PRIVATE,
    "initiative": Kind.PRIVATE,
    "job": Kind.JOBS,
    "kept_upsert": Kind.PRIVATE,
    "mail": Kind.PERSONAL,
    "mail_address": Kind.PEOPLE,
    "mail_setting": Kind.PERSONAL,
    "membership": Kind.PEOPLE,
    "mission": Kind.REFERENCE,
    "notification": Kind.PERSONAL,
    "organisation": Kind.REFERENCE,
    "organisation_name": Kind.REFERENCE,
    "organisation_population": Kind.REFERENCE,
    "peer_figure": Kind.FINISHED,
    "peer_group": Kind.FINISHED,
    "person": Kind.PEOPLE,
    "plan": Kind.PRIVATE,
    "plan_rollup": Kind.FIGURES,
    "plan_section": Kind.PRIVATE,
    "proven_identity": Kind.PEOPLE,
    "recovery_code": Kind.PEOPLE,
    "second_step": Kind.PEOPLE,
    "province": Kind.REFERENCE,
    "publication": Kind.PUBLIC,
    "revision": Kind.FACT,
    "revision_initiative": Kind.FACT,
    "saved_view": Kind.PERSONAL,
    "searched_text": Kind.FACT,
    "checked_revision": Kind.FACT,
    "risk": Kind.PRIVATE,
    "shown_change": Kind.SAID,
    "sign_in": Kind.PEOPLE,
    "subdistrict": Kind.REFERENCE,
    "webhook": Kind.DELIVERED,
    "webhook_message": Kind.DELIVERED,
}
"""An unlisted table fails the tests: decide who may see it before it holds anything."""

RIGHTS: dict[Kind, dict[str, str]] = {
    Kind.PRIVATE: {APP: SIUD, WORKER: SIUD},
    Kind.DELEGATED: {APP: SIU, WORKER: S, DOOR: S},
    Kind.DELIVERED: {APP: SIU, WORKER: SIUD},
    Kind.LOG: {APP: SI, WORKER: SI},
    Kind.FACT: {APP: SI, WORKER: SI},
    Kind.FIGURES: {APP: SIU, WORKER: SIU},
    Kind.PUBLIC: {APP: SI, WORKER: SI},
    Kind.SAID: {APP: SI, WORKER: SI},
    Kind.SHARED: {APP: SIU, WORKER: SIU},
    Kind.CHAIN: {APP: SIU, WORKER: SIU},
    Kind.JOBS: {APP: SI, WORKER: SIU},
    Kind.PERSONAL: {APP: S, WORKER: SIUD},
    Kind.PEOPLE: {},
    Kind.REFERENCE: {APP: S, WORKER: S, DOOR: S, OPERATOR: SIUD},
    Kind.FINISHED: {APP: S, WORKER: SIUD},
    Kind.MIGRATIONS: {},
}

RIGHTS_BY_TABLE: dict[str, dict[str, str]] = {
    "person": {DOOR: "SU", OPERATOR: SIU, WORKER: S},
    "membership": {DOOR: S, OPERATOR: "SID", WORKER: S},
    "sign_in": {DOOR: SIUD, OPERATOR: "SD"},
    "api_token": {DOOR: SIU, OPERATOR: "SU", WORKER: S},
    "api_token_document": {DOOR: SI, OPERATOR: S},
    "second_step": {DOOR: SIUD, OPERATOR: "SD"},
    "recovery_code": {DOOR: "SID", OPERATOR: "SD"},
    "deprecated_use": {DOOR: SIU},
    "account_event": {DOOR: SI, OPERATOR: "I", WORKER: "SU"},
    "access_token": {DOOR: "SID", OPERATOR: "SD"},
    "proven_identity": {DOOR: SIUD, OPERATOR: "SD"},
    "mail_address": {DOOR: SIU, OPERATOR: SIU, WORKER: "SU"},
    "notification": {APP: "SU", WORKER: SIUD},
    "mail_setting": {APP: SIU, WORKER: SIUD},
    "saved_view": {APP: SIUD, WORKER: SIUD},
    "export_job": {APP: SI, WORKER: SIUD},
    "webhook": {APP: SIU, WORKER: "SU"},
}

COLUMN_RIGHTS = {
    ("account_event", WORKER, "U"): {"told_at"},
    ("api_token", DOOR, "U"): {"expires_at", "revoked_at", "used_at", "used_from"},
    ("api_token", OPERATOR, "U"): {"revoked_at"},
    ("api_token", WORKER, "S"): {
        *("id", "person_id", "membership_id", "scopes", "expires_at", "revoked_at", "name")
    },
    ("delegation", APP, "U"): {"revoked_at", "revoked_by"},
    ("delegation", DOOR, "S"): {
        "tenant_id",
        "id",
        "kind",
        "from_post_id",
        "from_name",
        "position",
        "to_post_id",
        "first_on",
        "last_on",
        "order_number",
        "revoked_at",
    },
    ("deprecated_use", DOOR, "U"): {"last_on", "uses"},
    ("job", WORKER, "U"): {"state", "attempt", "due_at", "leased_until", "finished_at"},
    ("mail_address", WORKER, "U"): {"code_hash", "code_expires_at", "tries"},
    ("mail_setting", APP, "U"): {"digest", "language", "since"},
    ("notification", APP, "U"): {"read_at"},
    ("proven_identity", DOOR, "U"): {"used_at"},
    ("second_step", DOOR, "U"): {"enrolment", "confirmed_at", "last_step"},
    ("saved_view", APP, "U"): {"query", "saved_at"},
    ("webhook", WORKER, "U"): {"told_through", "state", "disabled_for", "version"},
    ("webhook_message", APP, "U"): {"state", "attempts", "due_at"},
    ("webhook_message", WORKER, "U"): {
        *("last_sequence", "state", "attempts", "due_at"),
        *("tried_at", "status", "trouble"),
    },
    ("person", DOOR, "U"): {"failed_sign_ins", "locked_until", "password_hash"},
    ("person", WORKER, "S"): {"id", "display_name", "is_active"},
}
"""Verbs that are granted for some columns only."""


def tables_of(*kinds: Kind) -> list[str]:
    """The tables of these kinds, by name."""
    return sorted(name for name, kind in KINDS.items() if kind in kinds)


def rights_on(table: str, role: str) -> set[str]:
    """The verbs' letters that a role has on a table."""
    by_role = RIGHTS_BY_TABLE.get(table) or RIGHTS[KINDS[table]]
    return set(by_role.get(role, ""))

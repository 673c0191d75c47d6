"""The names of jobs: what the api asks for and the worker does. Arguments are ids only."""

READ_DOCUMENT = "intake.read_document"
ANNOUNCE_STEP = "notifications.announce_step"
ANNOUNCE_COMMENT = "notifications.announce_comment"
ANNOUNCE_VERDICT = "notifications.announce_verdict"
ANNOUNCE_ENTRY = "notifications.announce_entry"
"""A move that only the audit log keeps."""

SCAN_ATTACHMENT = "attachments.scan"

ALL = (
    READ_DOCUMENT,
    ANNOUNCE_STEP,
    ANNOUNCE_COMMENT,
    ANNOUNCE_VERDICT,
    ANNOUNCE_ENTRY,
    SCAN_ATTACHMENT,
)

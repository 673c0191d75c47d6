"""Attached files in the schema: read by who may see them, removed and brought back by their owner.

They come by `POST /attachments/{subjectType}/{subjectId}` and go by their `address`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import strawberry

from api import ids
from api.routes.attachments import NEEDED, OPENERS, subject_id_of, subject_of
from api.schema.base import Info, Node, Problem, argument, says
from plan_core.attachments import actions, model, queries, rules, sniff
from plan_core.attachments.kinds import ScanState, SubjectType
from plan_core.audit.about import About
from plan_core.db.transaction import WriteTx
from plan_core.errors import NotFound, SimitiError

strawberry.enum(SubjectType, name="AttachmentSubject", description="What a file stands beside.")
strawberry.enum(
    ScanState, description="What the virus scanner said; NOT_SCANNED also where there is none."
)


@strawberry.type(description="A file beside a plan, a row or a report.")
class Attachment(Node):
    subject_type: SubjectType = says("What it stands beside.")
    subject_id: strawberry.ID = says("The plan, row, entry or report that it stands beside.")
    file_name: str = says("Its name, for people to read.")
    media_type: str = says("What the content is, whatever the name says.")
    size_bytes: int = says("Its size in bytes.")
    sha256: str = says("SHA-256 of its content, in hexadecimal.")
    scan: ScanState = says("What the virus scanner said.")
    is_available: bool = says("Whether the viewer may download it now.")
    is_shared: bool = says("Whether the officers of its area may see it: from submission on.")
    added_at: datetime = says("When it was added (UTC).")
    added_by: str = says("Who added it.")
    address: str = says("Where it is downloaded; always as a file to save.")

    @classmethod
    def of(cls, info: Info, one: model.Attachment) -> Attachment:
        known = str(ids.GlobalId("Attachment", f"{one.tenant_id}:{one.id}"))
        is_own = info.context.actor.tenant_id == one.tenant_id
        refusal = rules.refusal_to_hand_out(
            one.scan,
            is_own=is_own,
            unscanned_to_officers=info.context.rooms.settings.unscanned_to_officers,
        )
        return cls(
            id=strawberry.ID(known),
            subject_type=one.subject_type,
            subject_id=strawberry.ID(subject_id_of(one)),
            file_name=one.file_name,
            media_type=one.media_type,
            size_bytes=one.size_bytes,
            sha256=one.sha256,
            scan=one.scan,
            is_available=refusal is None,
            is_shared=one.is_shared,
            added_at=one.added_at,
            added_by=one.added_by,
            address=f"/attachments/{known}/file",
        )


@strawberry.type(description="What may be attached, to be said before somebody chooses a file.")
class AttachmentLimits:
    file_bytes: int = says("The largest file.")
    organisation_bytes: Decimal = says("All files of an organisation together.")
    used_bytes: Decimal = says("What the organisation keeps already, removed files included.")
    endings: list[str] = says("Endings of names that are accepted.")


@strawberry.input(description="Which file to remove.")
class RemoveAttachmentInput:
    id: strawberry.ID = says("The file.")


@strawberry.input(description="Which removed file to bring back.")
class RestoreAttachmentInput:
    id: strawberry.ID = says("The file.")


@strawberry.type(description="The file, or why nothing changed.")
class AttachmentPayload:
    attachment: Attachment | None = says("The file as it is now; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class AttachmentsQuery:
    @strawberry.field(
        description="The files beside a plan, a row, an entry or a report of one's own."
    )
    async def attachments(
        self,
        info: Info,
        subject_type: Annotated[SubjectType, argument("What they stand beside.")],
        subject_id: Annotated[
            strawberry.ID, argument("The plan, the row, the entry or the report.")
        ],
    ) -> list[Attachment]:
        actor = info.context.actor
        kind, wanted = subject_of(actor, subject_type, subject_id)
        return await load(info, actor.tenant, [kind], [wanted])

    @strawberry.field(description="How much may be attached, and what.")
    async def attachment_limits(self, info: Info) -> AttachmentLimits:
        settings = info.context.rooms.settings
        async with info.context.database.read(info.context.actor) as tx:
            used = await queries.bytes_kept(tx)
        return AttachmentLimits(
            file_bytes=settings.attachment_limit_bytes,
            organisation_bytes=Decimal(settings.attachments_limit_bytes),
            used_bytes=Decimal(used),
            endings=list(sniff.ENDINGS),
        )


Change = Callable[[WriteTx, UUID, About | None], Awaitable[model.Attachment]]


@strawberry.type
class AttachmentsMutation:
    @strawberry.mutation(description="Take a file away; `restoreAttachment` undoes it.")
    async def remove_attachment(
        self, info: Info, input: RemoveAttachmentInput
    ) -> AttachmentPayload:
        return await _change(info, input.id, actions.remove)

    @strawberry.mutation(description="Bring a removed file back.")
    async def restore_attachment(
        self, info: Info, input: RestoreAttachmentInput
    ) -> AttachmentPayload:
        return await _change(info, input.id, actions.restore)


async def _change(info: Info, text: str, change: Change) -> AttachmentPayload:
    """One write transaction: the subject is opened for a change, then the file is changed."""
    actor = info.context.actor
    try:
        tenant_id, wanted = ids.expect(text, "Attachment").tenant_and_uuid
        async with info.context.database.write(actor) as tx:
            found = await queries.get_own(tx, wanted)
            if tenant_id != found.tenant_id:
                raise NotFound("attachment")
            subject = found.subject_type, found.subject_id
            actor.require(NEEDED[found.subject_type])
            about = await OPENERS[found.subject_type](tx, subject)
            changed = await change(tx, wanted, about)
    except SimitiError as refusal:
        return AttachmentPayload(attachment=None, problems=[Problem.of(refusal)])
    return AttachmentPayload(attachment=Attachment.of(info, changed), problems=[])


async def load(
    info: Info, tenant_id: int, types: Collection[SubjectType], subject_ids: Collection[UUID]
) -> list[Attachment]:
    """The files of some subjects that the viewer may see."""
    async with info.context.database.read(info.context.actor) as tx:
        found = await queries.list_attachments(tx, tenant_id, types, subject_ids)
    return [Attachment.of(info, one) for one in found]


async def load_these(
    info: Info, tenant_id: int, attachment_ids: Collection[UUID]
) -> list[Attachment]:
    """Those of these files that the viewer may see."""
    async with info.context.database.read(info.context.actor) as tx:
        found = await queries.list_these(tx, tenant_id, attachment_ids)
    return [Attachment.of(info, one) for one in found]


async def find_attachment_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    """A file of one's own organisation or, once shared, of one's area."""
    async with info.context.database.read(info.context.actor) as tx:
        found = await queries.get_attachment(tx, *wanted.tenant_and_uuid)
    return Attachment.of(info, found)

"""Filling the world: every organisation with something in each table, read by whom it may be."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Litestar
from sqlalchemy.ext.asyncio import AsyncSession

from api.app import create_app
from api.ids import GlobalId
from api.settings import Settings
from local.database import DatabaseUrls
from plan_core.actor import Actor, Role
from plan_core.attachments.kinds import SubjectType
from plan_core.audit import actions as audit
from plan_core.comparison import views
from plan_core.db.base import make_id
from plan_core.db.transaction import Database, WriteTx
from plan_core.errors import Invalid
from plan_core.files import Files, export_key
from plan_core.framework import queries as framework
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.actions import accepting, receiving
from plan_core.intake.actions import submitting as checked
from plan_core.integration.actions import registering
from plan_core.integration.events import EventType, Span
from plan_core.integration.export_model import ExportJob
from plan_core.integration.export_rules import (
    ExportFormat,
    ExportPreset,
    ExportRequest,
    ExportState,
)
from plan_core.integration.model import Webhook, WebhookMessage
from plan_core.integration.rules import WebhookState
from plan_core.integration.upsert_model import ExternalReference, KeptUpsert
from plan_core.notifications.actions import reading as reading_own
from plan_core.notifications.actions import telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.model import Mail
from plan_core.notifications.rules import (
    Digest,
    Language,
    MailState,
    NotificationKind,
    notification_id,
)
from plan_core.notifications.words import Told
from plan_core.people.account_events import AccountEventKind
from plan_core.people.actions import account_events, keeping
from plan_core.people.actions.account_events import OPERATOR, By
from plan_core.people.delegation_rules import ActingKind
from plan_core.people.model_delegation import Delegation
from plan_core.people.rules import Scope
from plan_core.places import actions as places
from plan_core.places.actions import NewOrganisation
from plan_core.places.model import AreaOutline
from plan_core.places.outline_rules import OutlineLevel
from plan_core.plans import body, parts
from plan_core.plans import queries as plans
from plan_core.plans.actions import (
    adopting,
    amending,
    ordering,
    reviewing,
    risks,
    stepping,
    submitting,
    wording,
)
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.model import Initiative, Plan, Revision, RevisionInitiative
from plan_core.plans.model_parts import (
    Appointment,
    CommitteeMember,
    FindingExplanation,
    InitiativeSheet,
    RiskResponse,
)
from plan_core.plans.model_steps import ConsistencyReview, RowComment
from plan_core.plans.stages import (
    WHOLE_PLAN,
    AmendmentKind,
    CommitteeKind,
    Verdict,
)
from plan_core.publishing import actions as publishing
from plan_core.publishing import copying
from plan_core.publishing.documents import Adoption
from plan_core.reporting import queries as reports
from plan_core.reporting.actions import assessing, entering
from plan_core.reporting.actions import submitting as report_submitting
from plan_core.reporting.actions.assessing import NewScore, SarEdit
from plan_core.reporting.actions.entering import EntryEdit
from plan_core.reporting.model import Report
from plan_core.reporting.rules import CannotReason, Entry, ProgressStatus, ReportRound
from plan_core.values import (
    InitiativeKind,
    OrganisationKind,
    RiskCategory,
    thai_day,
)
from tenancy.askers import Stage, Tenant, Things, Who, canary
from tenancy.world import EDITION, YEAR, World, first_cell, make_officer, make_signature, receive


async def _seed_people(world: World, session: AsyncSession) -> None:
    for who in Who:
        if who.role is None:
            continue
        person = await keeping.add_person(session, who.username, f"ผู้ทดสอบ {who.name}", "!")
        membership = await keeping.add_membership(
            session, person.id, who.role, _scope_of(who, world.organisations)
        )
        world.people[who], world.posts[who] = person.id, membership.id
        by = OPERATOR
        if membership.organisation_id is not None and who.at is not None:
            by = By(canary(who.at, Stage.PRIVATE, "accountant"))
        kind, now = AccountEventKind.SECOND_STEP_OFF, world.operator.clock()
        account_events.note(session, person.id, kind, by, now)


def _scope_of(who: Who, organisations: dict[Tenant, int]) -> Scope:
    if who.at is None:
        return Scope()
    if who.role is Role.PROVINCE_OFFICER:
        return Scope(province_code=who.at.province)
    if who.role is Role.DISTRICT_OFFICER:
        return Scope(province_code=who.at.province, district_code=who.at.district)
    return Scope(organisation_id=organisations[who.at])


async def _seed_organisations(world: World, session: AsyncSession) -> None:
    for number, tenant in enumerate(Tenant):
        organisation = await places.add_organisation(
            session,
            NewOrganisation(
                code=f"900000{number}",
                kind=OrganisationKind.SAO if tenant.district else OrganisationKind.PAO,
                name_th=f"องค์การทดสอบ{'กขคงจ'[number]}",
                province_code=tenant.province,
                district_code=tenant.district,
                effective_from=date(1997, 10, 1),
            ),
        )
        world.organisations[tenant] = organisation.id
    session.add(
        AreaOutline(
            province_code="54",
            level=OutlineLevel.DISTRICT,
            content='{"type":"FeatureCollection","features":[]}',
            areas=0,
            source="ทดสอบ",
            licence="ทดสอบ",
            sha256="0",
            loaded_at=datetime.now(UTC),
        )
    )


async def _seed_tenant(world: World, tenant: Tenant, code: str) -> Things:
    """An accepted document, edited, submitted, edited again; a second document; a refused one."""
    document, version, _ = await world.make_document(tenant)
    async with world.database.write(world.actor(tenant)) as tx:
        plan = await accepting.accept(
            tx,
            document,
            version,
            world.edition,
            replace_draft=False,
            accepted_by=canary(tenant, Stage.PRIVATE, "accepter"),
        )
        (row,) = await plans.list_initiatives(tx, plan.id)
        for section in await plans.list_sections(tx, plan.id):
            section.title_th = canary(tenant, Stage.SUBMITTED, "heading")
            section.body = canary(tenant, Stage.SUBMITTED, "body")
        for risk in await plans.list_risks(tx, plan.id):
            risk.text = canary(tenant, Stage.SUBMITTED, "risk")
        await wording.set_initiative(
            tx,
            row.id,
            row.version,
            title=canary(tenant, Stage.SUBMITTED, "title"),
            remarks=canary(tenant, Stage.SUBMITTED, "remarks"),
        )
        await _write_beside(tx, tenant, plan, row)
    await world.attach(tenant, (SubjectType.INITIATIVE, row.id), Stage.SUBMITTED)
    first, revision, submitted = await _live_on(world, tenant, plan.id)
    await _publish(world, tenant, revision)
    report, progress = await _report(world, tenant, submitted)
    async with world.database.write(world.actor(tenant)) as tx:
        (row,) = await plans.list_initiatives(tx, plan.id)
        row = await wording.set_initiative(
            tx,
            row.id,
            row.version,
            title=canary(tenant, Stage.PRIVATE, "title"),
            remarks=canary(tenant, Stage.PRIVATE, "remarks"),
        )
        await _remove_things(tx, tenant, plan, world.edition)
        plan = await plans.get_plan(tx, plan.id)
        (risk,) = await plans.list_risks(tx, plan.id)
        cell = await first_cell(tx, plan, world.edition, row)
        amendment = plan.amendment_id
        assert amendment is not None
    refused = make_id()
    async with world.database.write(world.actor(tenant)) as tx:
        await receive(tx, tenant, refused, b"")
        words = canary(tenant, Stage.PRIVATE, "refusal")
        await receiving.refuse(tx, refused, Invalid("DOCUMENT_EMPTY", words, words))
    # Beside what no case of the permission table submits: it stays private.
    attachment = await world.attach(tenant, (SubjectType.REPORT, make_id()), Stage.PRIVATE)
    document, version, finding = await world.make_document(tenant)
    hook, message = await _webhook(world, tenant)
    return Things(
        tenant_id=world.organisations[tenant],
        code=code,
        post=world.posts[Who.EDITOR],
        plan=plan.id,
        plan_version=plan.version,
        initiative=row.id,
        initiative_version=row.version,
        cell=cell,
        amendment=amendment,
        document=document,
        attachment=attachment,
        reading_version=version,
        finding=finding,
        first_revision=first.id,
        revision=revision.id,
        submitted=submitted.id,
        reported=submitted.initiative_id,
        progress=progress,
        progress_version=1,
        report=report.id,
        risk=risk.id,
        notification=await _tell_editor(world, tenant),
        delegation=await _delegate(world, tenant),
        webhook=hook.id,
        webhook_version=hook.version,
        message=message.id,
        export=await _export(world, tenant),
        reference=await _bring_in(world, tenant, row.id),
    )


async def _remove_things(
    tx: WriteTx, tenant: Tenant, plan: Plan, edition: FrameworkEdition
) -> None:
    """A row and a risk that were there for a while."""
    row = await ordering.add_initiative(
        tx,
        plan.id,
        edition,
        mission_code="1.2",
        kind=InitiativeKind.ACTIVITY,
        title=canary(tenant, Stage.PRIVATE, "gonetitle"),
    )
    await ordering.remove_initiative(tx, row.id, row.version)
    words = canary(tenant, Stage.PRIVATE, "gonerisk")
    risk = await risks.add_risk(tx, plan.id, parts.NewRisk(RiskCategory.COMPLIANCE, words))
    await risks.remove_risk(tx, risk.id, risk.version)


async def _tell_editor(world: World, tenant: Tenant) -> UUID:
    """The one editor who signs in was told something, has a setting and a kept mail."""
    editor, words = world.people[Who.EDITOR], canary(tenant, Stage.PRIVATE, "told")
    event = Event(make_id(), NotificationKind.TAKEN_BACK, None, Told(organisation=words))
    reader = Reader(editor, world.posts[Who.EDITOR], Role.EDITOR)
    if tenant is not Tenant.OWN:
        return make_id()
    async with world.worker.unscoped() as session:
        await telling.tell(session, event, [reader], world.worker.clock())
        session.add(
            Mail(
                person_id=editor,
                id=make_id(),
                address="editor@simiti.example",
                subject=words,
                text=canary(tenant, Stage.PRIVATE, "mail"),
                state=MailState.KEPT,
                attempts=0,
                trouble="",
                made_at=world.worker.clock(),
                due_at=world.worker.clock(),
            )
        )
    actor = replace(
        world.actor(tenant, Role.EDITOR), person_id=editor, membership_id=world.posts[Who.EDITOR]
    )
    async with world.database.personal(actor) as tx:
        await reading_own.set_setting(tx, Digest.DAILY, Language.TH)
        await views.save_view(tx, canary(tenant, Stage.PRIVATE, "view"), "tab=pivot")
    return notification_id(event.id, event.kind, editor)


async def _bring_in(world: World, tenant: Tenant, initiative_id: UUID) -> UUID:
    """Another system's name for a row, and an answer that it got."""

    def words(what: str) -> str:
        return canary(tenant, Stage.PRIVATE, what)

    async with world.database.write(world.actor(tenant)) as tx:
        tenant_id = tx.actor.tenant
        tx.session.add(
            ExternalReference(
                tenant_id=tenant_id,
                id=(reference := make_id()),
                system="seed",
                value=f"{words('external')} {initiative_id}",
                initiative_id=initiative_id,
                made_at=tx.now,
            )
        )
        tx.session.add(
            KeptUpsert(
                tenant_id=tenant_id,
                id=make_id(),
                person_id=tx.actor.person_id,
                idempotency_key=f"{words('key')}-{initiative_id}",
                request_sha256="0" * 64,
                answer=f'"{words("answer")}"',
                made_at=tx.now,
            )
        )
    return reference


async def _export(world: World, tenant: Tenant) -> UUID:
    """A file that the one editor who signs in had made of the working copy."""
    export_id = make_id()
    if tenant is not Tenant.OWN:
        return export_id
    editor, content = world.people[Who.EDITOR], canary(tenant, Stage.PRIVATE, "export").encode()
    request = ExportRequest(ExportPreset.PLAN, ExportFormat.CSV, world.edition.code)
    now = world.worker.clock()
    async with world.worker.unscoped() as session:
        session.add(
            ExportJob(
                person_id=editor,
                id=export_id,
                membership_id=world.posts[Who.EDITOR],
                token_id=None,
                preset=request.preset,
                format=request.format,
                edition_code=request.edition_code,
                fiscal_year_be=None,
                area="",
                idempotency_key=None,
                request_sha256=request.sha256,
                state=ExportState.DONE,
                attempt=1,
                asked_at=now,
                due_at=now,
                leased_until=None,
                finished_at=now,
                expires_at=now + timedelta(days=3),
                lines=1,
                size_bytes=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                manifest=f'"{canary(tenant, Stage.PRIVATE, "manifest")}"',
                problem_code="",
                problem_th="",
                problem_en="",
            )
        )
    await world.files.put(export_key(editor, export_id, 1), content)
    return export_id


async def _let_delegate_sign(world: World) -> None:
    """For these days. In whose place is read by whoever reads what was signed."""
    order = {
        "toPostId": str(GlobalId("Post", str(world.posts[Who.DELEGATE]))),
        "kind": "ACTING",
        "position": canary(Tenant.OWN, Stage.SUBMITTED, "place"),
        "firstOn": thai_day(world.door.clock()).isoformat(),
        "lastOn": (thai_day(world.door.clock()) + timedelta(days=2)).isoformat(),
        "orderNumber": "๘/๒๕๖๙",
        "reason": canary(Tenant.OWN, Stage.PRIVATE, "leave"),
    }
    query = """mutation($input: GrantSigningInput!) {
      grantSigning(input: $input) { delegation { state } problems { code } } }"""
    answer = await world.ask(Who.APPROVER, query, {"input": order})
    assert answer.json()["data"]["grantSigning"]["delegation"]["state"] == "IN_FORCE", answer.text


async def _delegate(world: World, tenant: Tenant) -> UUID:
    """Signing for some day in a year, so that it gives nobody anything now."""

    def words(what: str) -> str:
        return canary(tenant, Stage.PRIVATE, what)

    async with world.database.write(world.actor(tenant)) as tx:
        later = thai_day(tx.now) + timedelta(days=360)
        row = Delegation(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            number=1,
            kind=ActingKind.ACTING,
            from_post_id=make_id(),
            from_name=words("granter"),
            position=words("position"),
            to_post_id=make_id(),
            to_name=words("delegate"),
            first_on=later,
            last_on=later,
            order_number=words("order"),
            reason=words("why"),
            granted_at=tx.now,
            revoked_by="",
        )
        tx.session.add(row)
    return row.id


async def _webhook(world: World, tenant: Tenant) -> tuple[Webhook, WebhookMessage]:
    def words(what: str) -> str:
        return canary(tenant, Stage.PRIVATE, what)

    program = replace(world.actor(tenant), token_id=make_id(), token_name=words("token"))
    async with world.database.write(program) as tx:
        row = Webhook(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            url=f"https://receiver.example/{words('hook')}",
            description=words("describes"),
            events="plan.changed plan.submitted",
            state=WebhookState.ACTIVE,
            secret_number=1,
            told_through=0,
            made_at=tx.now,
            made_by=words("maker"),
            version=1,
        )
        tx.session.add(row)
        audit.record(tx, "add_webhook", "webhook", row.id, None, None)
        await tx.session.flush()
        told = Span(EventType.PLAN_CHANGED, 1, 1)
        message = registering.message_of(tx.actor.tenant, row.id, told, tx.now, tx.now)
        tx.session.add(message)
    return row, message


async def _report(world: World, tenant: Tenant, row: RevisionInitiative) -> tuple[Report, UUID]:
    """A year that was reported on with evidence, assessed and scored; then the entry of the first
    half, with evidence that nobody submitted."""

    def words(what: str, stage: Stage = Stage.SUBMITTED) -> str:
        return canary(tenant, stage, what)

    def entry(stage: Stage) -> Entry:
        return Entry(
            status=ProgressStatus.CANNOT,
            cannot_reason=CannotReason.OTHER,
            cannot_text=words("cannot", stage),
            note=words("note", stage),
            evidence_links=(f"https://example.go.th/{words('link', stage)}",),
        )

    reporter = replace(world.actor(tenant), name=words("reporter"))
    year = ReportRound.TWELVE_MONTHS
    async with world.database.write(reporter) as tx:
        edits = [EntryEdit(row.initiative_id, 0, entry(Stage.SUBMITTED))]
        await entering.set_progress(tx, world.edition, YEAR, year, edits)
        sar = [SarEdit("1", 0, Decimal(50), words("sar"))]
        await assessing.set_sar(tx, world.edition, YEAR, sar)
        entries = await reports.list_progress(tx, world.edition.code, YEAR)
        reported = entries[row.initiative_id][year].id
    await world.attach(tenant, (SubjectType.PROGRESS, reported), Stage.SUBMITTED)
    async with world.database.write(reporter) as tx:
        sheet = await reports.get_sheet(tx, world.edition, YEAR, year)
        report = await report_submitting.submit_report(
            tx, world.edition, YEAR, year, sheet.fingerprint
        )
    officer = Actor(
        make_id(),
        make_id(),
        Role.PROVINCE_OFFICER,
        province_code=tenant.province,
        name=words("scorer"),
    )
    async with world.database.review(officer, report.tenant_id) as tx:
        key = plans.SubmittedKey(report.tenant_id, report.id)
        scores = [NewScore("1", Decimal(60), words("score"))]
        await assessing.set_sar_scores(tx, key, world.edition, scores)
    async with world.database.write(world.actor(tenant)) as tx:
        edits = [EntryEdit(row.initiative_id, 0, entry(Stage.PRIVATE))]
        await entering.set_progress(tx, world.edition, YEAR, ReportRound.SIX_MONTHS, edits)
        entries = await reports.list_progress(tx, world.edition.code, YEAR)
        progress = entries[row.initiative_id][ReportRound.SIX_MONTHS].id
    await world.attach(tenant, (SubjectType.PROGRESS, progress), Stage.PRIVATE)
    return report, progress


SHEET_LISTS = {"quarters", "target_groups", "indicators"}


async def _write_beside(tx: WriteTx, tenant: Tenant, plan: Plan, row: Initiative) -> None:
    """Part 3 of the row, the committees, and a risk that the row answers."""

    def words(what: str) -> str:
        return canary(tenant, Stage.SUBMITTED, what)

    owner: dict[str, Any] = {"tenant_id": tx.actor.tenant, "plan_id": plan.id}
    written = set(InitiativeSheet.__table__.columns.keys()) & set(parts.Sheet.__dataclass_fields__)
    texts = {name: words(name.replace("_", "")) for name in written - SHEET_LISTS}
    (risk,) = await plans.list_risks(tx, plan.id)
    tx.session.add_all(
        [
            InitiativeSheet(
                **owner,
                id=make_id(),
                initiative_id=row.id,
                **texts,
                quarters=["2561-Q1"],
                target_groups=["OFFICIALS"],
                indicators=f'[{{"text": "{words("indicator")}"}}]',
                version=1,
            ),
            RiskResponse(**owner, id=make_id(), risk_id=risk.id, initiative_id=row.id),
            Appointment(
                **owner,
                id=make_id(),
                order_number=words("order"),
                ordered_on=date(2018, 1, 15),
                preamble=words("preamble"),
                version=1,
            ),
            FindingExplanation(
                **owner,
                id=make_id(),
                finding_key="SHEETS_MISSING",
                text=canary(tenant, Stage.PRIVATE, "planexplanation"),
                by_name=canary(tenant, Stage.PRIVATE, "planexplainer"),
                at=tx.now,
            ),
            CommitteeMember(
                **owner,
                id=make_id(),
                committee=CommitteeKind.PLAN_MAKING,
                position=1,
                name=words("member"),
                post=words("memberpost"),
                duty=words("duty"),
            ),
        ]
    )


async def _live_on(
    world: World, tenant: Tenant, plan_id: UUID
) -> tuple[Revision, Revision, RevisionInitiative]:
    """Submitted, returned, submitted again, judged, accepted, adopted, and being amended."""

    def words(what: str) -> str:
        return canary(tenant, Stage.SUBMITTED, what)

    submitter = replace(world.actor(tenant), name=words("submitter"))
    officer = make_officer(tenant)
    async with world.database.write(submitter) as tx:
        plan = await plans.get_plan(tx, plan_id)
        await submitting.send_to_committee(tx, plan.id, plan.version)
        first = await checked.submit_plan(tx, plan.id, plan.version, world.edition)
    async with world.database.review(officer, first.tenant_id) as tx:
        key = plans.SubmittedKey(first.tenant_id, first.id)
        reason = NewReason(WHOLE_PLAN, words("reason"))
        await reviewing.return_plan(tx, key, [reason], words("returnnote"))
    async with world.database.write(submitter) as tx:
        plan = await plans.get_plan(tx, plan_id)
        (row,) = await plans.list_initiatives(tx, plan.id)
        await wording.set_initiative(tx, row.id, row.version, remarks=words("remarksagain"))
        revision = await checked.submit_plan(
            tx, plan.id, plan.version, world.edition, words("submitnote")
        )
        (submitted,) = await plans.list_revision_rows(tx, revision)
    async with world.database.review(officer, revision.tenant_id) as tx:
        about = stepping.said_about(tx, revision) | {"initiative_id": submitted.initiative_id}
        tx.session.add(
            ConsistencyReview(**about, verdict=Verdict.INCONSISTENT, reason=words("verdict"))
        )
        tx.session.add(RowComment(**about | {"id": make_id()}, text=words("comment")))
        key = plans.SubmittedKey(revision.tenant_id, revision.id)
        await reviewing.accept_plan(tx, key, words("acceptnote"))
    async with world.database.write(submitter) as tx:
        plan = await plans.get_plan(tx, plan_id)
        await adopting.adopt_plan(tx, plan_id, plan.version, make_signature(tenant))
    amender = replace(submitter, name=canary(tenant, Stage.PRIVATE, "amender"))
    async with world.database.write(amender) as tx:
        await adopting.open_amendment(
            tx,
            plan_id,
            (await plans.get_plan(tx, plan_id)).version,
            kind=AmendmentKind.CHANGE,
            reason=canary(tenant, Stage.PRIVATE, "amendment"),
        )
        amendment = (await plans.get_plan(tx, plan_id)).amendment_id
        assert amendment is not None
        why = canary(tenant, Stage.PRIVATE, "rowreason")
        await amending.set_row_reason(tx, amendment, submitted.initiative_id, 0, why)
    return first, revision, submitted


async def _publish(world: World, tenant: Tenant, revision: Revision) -> None:
    """The revision as if every text of it had been another one; only the copy is public."""
    kept, public = Stage.SUBMITTED.value, Stage.PUBLIC.value
    text = revision.body.replace(f"canary-{tenant.word}-{kept}", f"canary-{tenant.word}-{public}")
    publisher = replace(world.actor(tenant), name=canary(tenant, Stage.PRIVATE, "publisher"))
    async with world.database.write(publisher) as tx:
        adoption = Adoption(
            canary(tenant, Stage.PUBLIC, "signer"), "นายก", "", "๑/๒๕๖๑", date(2018, 1, 15)
        )
        plan = copying.plan_of(
            revision,
            body.decode(text),
            world.edition,
            await publishing.publisher_of(tx),
            adoption,
        )
        await publishing.publish_copy(tx, revision, plan)


def make_settings(urls: DatabaseUrls, folder: Path) -> Settings:
    """The application's settings, with a front end of three files."""
    web = folder / "web"
    for name in ("index.html", "schema-changes.md", "assets/app.js", "graphiql/index.html"):
        (web / name).parent.mkdir(parents=True, exist_ok=True)
        (web / name).write_text("web")
    return Settings(
        database_url=urls.app,
        door_database_url=urls.door,
        files_url=(folder / "files").as_uri(),
        web_dist=web,
        upload_limit_bytes=100_000,
        webhook_key="the key of this test's installation",
        # Everybody asks everything here, quicker than any person.
        rate_limit_points=10**6,
    )


@asynccontextmanager
async def running(app: Litestar) -> AsyncGenerator[None]:
    """Start-up and shutdown in one task of their own: a fixture's two halves are two tasks."""
    ready, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            ready.set()
            await stop.wait()

    life = asyncio.create_task(live())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
    yield
    stop.set()
    await life


@asynccontextmanager
async def running_world(urls: DatabaseUrls, folder: Path) -> AsyncGenerator[World]:
    """Everything seeded and everybody signed in."""
    settings = make_settings(urls, folder)
    app = create_app(settings)
    database, worker = Database(urls.app), Database(urls.worker)
    door, operator = Database(urls.door), Database(urls.operator)
    async with database.unscoped() as session:
        edition = await framework.get_edition(session, EDITION)
    world = World(urls, app, database, worker, door, operator, Files(settings.files_url), edition)
    async with running(app):
        async with world.operator.unscoped() as session:
            await _seed_organisations(world, session)
            await _seed_people(world, session)
        for number, tenant in enumerate(Tenant):
            world.things[tenant] = await _seed_tenant(world, tenant, f"900000{number}")
        for who in Who:
            world.clients[who] = await world.client(who)
        await _let_delegate_sign(world)
        yield world
        for client in world.clients.values():
            await client.aclose()
    for one in (database, worker, door, operator):
        await one.close()

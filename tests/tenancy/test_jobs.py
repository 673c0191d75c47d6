"""Forged tickets: the worker does only what a job's own row says, as the person who asked."""

import hashlib
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from plan_core import jobs
from plan_core.actor import Actor, Role
from plan_core.audit.model import AuditEntry
from plan_core.db import leases
from plan_core.db.base import make_id
from plan_core.db.outbox import Job, JobState
from plan_core.files import document_key
from plan_core.intake import queries
from plan_core.intake.actions import receiving
from plan_core.intake.model import DocumentState
from plan_core.people.model import Person
from tenancy.askers import Tenant, Who
from tenancy.world import World
from worker import running
from worker.reading import read_document
from worker.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(autouse=True)
def at_work(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's own functions on this world's database and files."""
    settings = Settings(
        worker_database_url=world.urls.worker, broker_url="", files_url="memory:///"
    )
    here = running.Rooms(settings)
    here.database, here.files = world.worker, world.files
    monkeypatch.setattr(running, "rooms", lambda: here)


def editor(world: World, who: Who = Who.EDITOR) -> Actor:
    """A real person of the organisation, as their session would make them."""
    assert who.at is not None
    tenant = world.organisations[who.at]
    return Actor(world.people[who], world.posts[who], Role.EDITOR, tenant_id=tenant)


async def ask_for_reading(world: World, who: Who = Who.EDITOR) -> tuple[UUID, UUID]:
    """A document that waits and the job that will read it: their ids."""
    actor, document_id = editor(world, who), make_id()
    content = f"ไม่ใช่แผน {document_id}".encode()
    await world.files.put(document_key(actor.tenant, document_id), content)
    async with world.database.write(actor) as tx:
        await receiving.receive(
            tx,
            document_id,
            file_name="a.md",
            media_type="text/plain",
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            received_by="x",
        )
        ((_, ticket),) = tx.promised
    return document_id, ticket.job_id


async def states(world: World, who: Who, document: UUID, job: UUID) -> tuple[str, str]:
    async with world.database.read(editor(world, who)) as tx:
        found = await queries.get_document(tx, document)
        state = await tx.session.scalar(select(Job.state).where(Job.id == job))
    assert state is not None
    return found.state.value, state.value


async def test_a_ticket_with_another_organisations_number_starts_nothing(world: World) -> None:
    document, job = await ask_for_reading(world)
    for tenant in (Tenant.NEXT_DOOR, Tenant.OTHER_PROVINCE):
        await running.run_job(world.organisations[tenant], str(job), read_document)
    await running.run_job(-1, str(job), read_document)
    await running.run_job(world.organisations[Tenant.OWN], str(make_id()), read_document)
    assert await states(world, Who.EDITOR, document, job) == ("WAITING", "WAITING")
    # The honest ticket works, and what it did stands in the name of the person who asked.
    await running.run_job(world.organisations[Tenant.OWN], str(job), read_document)
    assert await states(world, Who.EDITOR, document, job) == ("REFUSED", "DONE")
    async with world.database.read(editor(world)) as tx:
        people = await tx.session.scalars(
            select(AuditEntry.person_id).where(AuditEntry.subject_id == document)
        )
        assert set(people) == {world.people[Who.EDITOR]}


async def test_a_job_about_anothers_document_finds_nothing(world: World) -> None:
    """A row of one's own organisation whose subject lies in another one."""
    victim, victims_job = await ask_for_reading(world)
    attacker = editor(world, Who.STRANGER)
    async with world.database.write(attacker) as tx:
        tx.enqueue(jobs.READ_DOCUMENT, victim)
        ((_, ticket),) = tx.promised
    forged = ticket.job_id
    for _ in range(leases.MOST_ATTEMPTS):
        await running.run_job(attacker.tenant, str(forged), read_document)
    async with world.database.read(attacker) as tx:
        assert await tx.session.scalar(select(Job.state).where(Job.id == forged)) is JobState.FAILED
    assert await states(world, Who.EDITOR, victim, victims_job) == ("WAITING", "WAITING")


async def test_a_job_cannot_act_as_somebody_of_another_organisation(world: World) -> None:
    """The row names a post elsewhere: whoever wrote it, nobody acts."""
    document, job = await ask_for_reading(world, Who.STRANGER)
    for post in (world.posts[Who.EDITOR], world.posts[Who.PROVINCE], world.posts[Who.OPERATOR]):
        forged = make_id()
        attacker = replace(editor(world, Who.STRANGER), membership_id=post)
        async with world.database.write(attacker) as tx:
            await tx.session.execute(
                insert(Job).values(
                    tenant_id=attacker.tenant,
                    id=forged,
                    name=jobs.READ_DOCUMENT,
                    subject_id=document,
                    person_id=attacker.person_id,
                    membership_id=post,
                    state=JobState.WAITING,
                    attempt=0,
                    asked_at=tx.now,
                    due_at=tx.now,
                )
            )
        await running.run_job(attacker.tenant, str(forged), read_document)
        async with world.database.read(attacker) as tx:
            state = await tx.session.scalar(select(Job.state).where(Job.id == forged))
        assert state is JobState.FAILED
        found, _ = await states(world, Who.STRANGER, document, job)
        assert found in {DocumentState.WAITING.value, DocumentState.REFUSED.value}
        async with world.database.read(editor(world)) as tx:
            rows = await tx.session.scalars(
                select(AuditEntry.id).where(AuditEntry.subject_id == document)
            )
            assert not rows.all()


async def test_nobody_acts_for_a_person_who_has_left(world: World) -> None:
    document, job = await ask_for_reading(world, Who.APPROVER)
    person = world.people[Who.APPROVER]
    async with world.operator.unscoped() as session:
        await session.execute(update(Person).where(Person.id == person).values(is_active=False))
    await running.run_job(world.organisations[Tenant.OWN], str(job), read_document)
    async with world.operator.unscoped() as session:
        await session.execute(update(Person).where(Person.id == person).values(is_active=True))
    found, state = await states(world, Who.APPROVER, document, job)
    assert state == "FAILED"
    assert found in {"WAITING", "REFUSED"}


async def test_a_ticket_that_is_no_ticket_is_an_error_and_no_more(world: World) -> None:
    for text in ("", "x", "'; DROP TABLE job; --", "0" * 400):
        with pytest.raises(ValueError, match="UUID"):
            await running.run_job(1, text, read_document)

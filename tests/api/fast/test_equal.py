"""Compiled or not, an answer is the same bytes; and what is remembered of a document is bounded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.fast import compiling, documents
from api.fast.documents import DOCUMENTS, LONGEST_KEPT, MOST_DOCUMENTS, KnownDocuments
from api.schema.places import global_id
from fast.documents import documents as made
from local.database import DatabaseUrls
from make.api import Api, open_api
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, publish, submit
from make.reports import SIX, make_office
from make.world import open_world
from plan_core.actor import Actor, Role
from plan_core.db.transaction import utc_now
from plan_core.reporting.rules import Entry

UNKNOWN = " " * (LONGEST_KEPT + 1)
"""Behind a text, it is too long to be kept: graphql-core alone answers."""
MOMENTS = re.compile(rb'"\d{4}-\d\d-\d\dT[^"]*"|"requestId":"[^"]*"')
"""What is another in each answer, whatever it is called there."""


class Case:
    """People with something to read, and the root fields that show it."""

    def __init__(self, api: Api, people: list[Actor], roots: dict[str, str]) -> None:
        self.api = api
        self.people = people
        self.roots = roots
        self.seen: Counter[str] = Counter()

    async def answer(self, actor: Actor, text: str, **variables: Any) -> bytes:
        answer = await self.api.post(actor, text, **variables)
        return MOMENTS.sub(
            lambda found: b'"requestId":""' if found[0].startswith(b'"req') else b'"now"',
            answer.content,
        )


@pytest.fixture
async def case(module_database_urls: DatabaseUrls, files_url: str) -> AsyncIterator[Case]:
    async with open_world(module_database_urls) as world, open_api(world, files_url) as api:
        world.clock.now = utc_now()
        organisation = await make_organisation(world, province="54", district="5406")
        approver = await make_actor(world, Role.APPROVER, organisation)
        office = await make_office(world, approver)
        await office.enter((await office.row(0, SIX), Entry()), round_=SIX)
        report = await office.submit(SIX)
        await publish(world, office.revision, approver)
        await make_organisation(world, province="54", district="5401")
        drafting = await make_actor(
            world, Role.EDITOR, await make_organisation(world, province="54", district="5406")
        )
        await make_plan(world, drafting, [make_row("1.1", 1, "-", None, "0.50")])
        other = await make_organisation(world, province="54", district="5401")
        head = await make_actor(world, Role.APPROVER, other)
        await make_plan(world, head)
        await submit(world, head)
        key = f"{office.revision.tenant_id}:{office.revision.id}"
        roots = {
            'comparison(provinceCode: "54")': "Comparison",
            'submissions(provinceCode: "54")': "Submissions",
            "plan": "Plan",
            "provinces": "Province",
            "frameworkEditions": "FrameworkEdition",
            "viewer": "Viewer",
            "submittedInitiatives(first: 3)": "SubmittedInitiativeConnection",
            'areaReports(fiscalYear: 2561, round: SIX_MONTHS, provinceCode: "54")': "AreaReport",
            f'organisation(code: "{organisation.code}")': "Organisation",
            f'revision: node(id: "{global_id("Revision", key)}")': "",
            f'report: node(id: "{global_id("Report", f"{report.tenant_id}:{report.id}")}")': "",
            'edition: node(id: "nothing")': "",
        }
        officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
        yield Case(api, [officer, approver, drafting], roots)


async def test_generated_documents_are_answered_with_the_same_bytes(case: Case) -> None:
    drawn: list[tuple[str, int, bool, bool]] = []

    @settings(
        max_examples=300,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        derandomize=True,
        database=None,
    )
    @given(made(case.roots), st.integers(0, 2), st.booleans(), st.booleans())
    def draw(text: str, person: int, yes: bool, no: bool) -> None:
        drawn.append((text, person, yes, no))

    draw()
    for text, person, yes, no in drawn:
        actor = case.people[person]
        slow = await case.answer(actor, text + UNKNOWN, yes=yes, no=no)
        fast = [await case.answer(actor, text, yes=yes, no=no) for _ in range(2)]
        assert fast == [slow, slow], (text, yes, no)
        case.seen["with errors" if "errors" in msgspec.json.decode(slow) else "whole"] += 1
        known = DOCUMENTS.find(text)
        if known is not None and any(known.compiled.values()):
            case.seen["compiled"] += 1
    assert case.seen["compiled"] > 100, case.seen
    assert case.seen["whole"] > 100, case.seen
    assert case.seen["with errors"] > 5, case.seen


async def test_an_answer_that_breaks_the_schema_is_told_as_ever(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A null in a non-null place, a text where a number should be, a list that is none."""
    from api.schema.comparison import Comparison

    text = """{ comparison(provinceCode: "54") {
      madeAt totals { organisations late } organisations { daysLate } } }"""
    whole = Comparison.of.__func__
    for field, wrong in (
        ("totals", None),
        ("organisations", "no list"),
        ("organisations", [None]),
        ("made_at", "not a moment"),
        ("totals", ValueError("a bug")),
    ):

        def broken(cls: Any, found: Any, field: str = field, wrong: object = wrong) -> Any:
            made_one = whole(cls, found)
            setattr(made_one, field, wrong)
            return made_one

        monkeypatch.setattr(Comparison, "of", classmethod(broken))
        officer = case.people[0]
        slow = await case.answer(officer, text + UNKNOWN)
        assert b'"errors"' in slow
        assert await case.answer(officer, text) == slow


async def test_the_same_text_as_another_person_is_answered_as_that_person(case: Case) -> None:
    text = "{ viewer { person { displayName } } plan { id } }"
    answers = [await case.answer(one, text) for one in case.people for _ in range(2)]
    assert len(set(answers)) == 3


async def test_a_refused_text_is_refused_again_and_not_kept(case: Case) -> None:
    for text in ("{ nonsense }", "{ provinces { code", "{ " + "a: provinces { code } " * 16 + "}"):
        before = len(DOCUMENTS)
        first, second = [await case.answer(case.people[0], text) for _ in range(2)]
        assert first == second
        assert b'"errors"' in first
        assert (len(DOCUMENTS), DOCUMENTS.find(text)) == (before, None)


def test_only_so_many_documents_are_kept_and_the_last_used_stay() -> None:
    from graphql import parse

    kept = KnownDocuments()
    document = parse("{ provinces { code @include(if: $b) name @skip(if: $a) } }")
    for number in range(MOST_DOCUMENTS + 5):
        kept.keep(str(number), document)
        kept.find("0")
    assert len(kept) == MOST_DOCUMENTS
    assert kept.find("1") is None
    first = kept.find("0")
    assert first is not None
    assert first.switches == ("a", "b")
    assert kept.keep("x" * (LONGEST_KEPT + 1), document) is None
    for number in range(documents.MOST_COMPILED + 1):
        first.keep((number,), None)
    assert len(first.compiled) <= documents.MOST_COMPILED


def test_a_compiled_function_walks_nothing_that_could_not_be_walked_again() -> None:
    walk = compiling._sequence  # pyright: ignore[reportPrivateUsage]
    assert (walk([1]), walk((1,))) == ([1], (1,))
    for wrong in ("text", None, iter([])):
        with pytest.raises(compiling.GivenUp):
            walk(wrong)

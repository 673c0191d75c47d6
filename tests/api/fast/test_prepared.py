"""Prepared lists: made for who looks inside, their JSON kept for exactly one selection of them."""

from __future__ import annotations

import weakref
from typing import Any

import msgspec

from api.fast.prepared import FUNCTION, Prepared, Show, Texts
from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted, return_whole, submit
from plan_core.actor import Role
from plan_core.plans import queries as plan_queries
from plan_core.plans.actions import writing


class Figures:
    """Stands for some values."""


def doubled(given: Any, _info: object) -> Any:
    return [2 * one for one in given]


def tripled(given: Any, _info: object) -> Any:
    return [3 * one for one in given]


def test_a_text_belongs_to_its_values_its_list_and_its_selection() -> None:
    texts, one, other = Texts(), Figures(), Figures()
    asked = [
        (one, "years", [1], doubled, b"[2]"),
        (one, "years", [9], doubled, b"[2]"),
        (one, "years", [1], tripled, b"[3]"),
        (one, "coverage", [5], doubled, b"[10]"),
        (other, "years", [7], doubled, b"[14]"),
    ]
    for of, name, values, show, said in asked:
        given = Prepared(of, name, lambda values=values: list(values))
        assert msgspec.json.encode({"it": texts.show(given, show)}) == b'{"it":' + said + b"}"
    assert len(texts) == 4


def test_a_list_is_made_once_and_only_when_it_is_looked_at() -> None:
    made: list[int] = []

    def make() -> list[int]:
        made.append(1)
        return [1, 2]

    given = Prepared(Figures(), "years", make)
    assert not made
    assert (len(given), list(given), given[1], given[:1]) == (2, [1, 2], 2, [1])
    assert made == [1]


def test_texts_are_bounded_and_what_is_used_stays() -> None:
    most = FUNCTION + 8_000
    texts, used = Texts(most), Prepared(Figures(), "years", lambda: [1])
    for _ in range(100):
        texts.show(used, doubled)
        texts.show(Prepared(Figures(), "years", lambda: ["x" * 500]), doubled)
        assert texts.bytes <= most
    kept = len(texts)
    texts.show(used, doubled)
    assert len(texts) == kept < 20


def test_functions_that_are_asked_once_each_do_not_pile_up() -> None:
    """A client may word the same question in ever new ways: each is a function of its own."""
    texts, of = Texts(most_bytes=4 * (FUNCTION + 1_000)), Figures()
    functions: list[weakref.ref[Show]] = []
    for _ in range(50):
        show: Show = lambda given, _info: list(given)  # noqa: E731 (a new one each time)
        texts.show(Prepared(of, "years", lambda: [1]), show)
        functions.append(weakref.ref(show))
        del show
    assert len(texts) == len([one for one in functions if one() is not None]) == 4


def test_what_is_inside_never_drives_out_what_it_is_inside_of() -> None:
    """The first part of a large answer is still there when its last was made."""
    inside = Texts(FUNCTION + 3_000)
    texts, wholes = Texts(inside=inside), [Figures() for _ in range(20)]

    def whole(given: Any, info: object) -> Any:
        return [texts.show(Prepared(one, "parts", lambda: ["x" * 500]), part) for one in given]

    made: list[object] = []

    def part(given: Any, _info: object) -> Any:
        made.append(given)
        return list(given)

    for _ in range(2):
        for one in wholes:
            parts = [Figures() for _ in range(5)]
            said = texts.show(Prepared(one, "lines", lambda parts=parts: parts), whole)
            assert msgspec.json.decode(bytes(said)) == [["x" * 500]] * 5
        assert len(made) == 100, "the second time nothing is made"
    assert (len(texts), inside.bytes <= FUNCTION + 3_000) == (20, True)


async def test_a_new_revision_is_shown_with_its_own_figures_in_every_selection(api: Api) -> None:
    world = api.world
    organisation = await make_organisation(world, province="57", district="5701")
    _, revision = await make_submitted(world, [make_row("1.1", 5)], organisation)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="57")
    queries = [
        "{ comparison { organisations { total years { amount } dimensions { total } } } }",
        "{ comparison { organisations { coverage { amount counts { total } } years { be } } } }",
    ]
    before = [[await api.data(officer, query) for _ in range(3)] for query in queries]
    assert all(first == second == third for first, second, third in before)
    await return_whole(world, revision, officer)
    approver = await make_actor(world, Role.APPROVER, organisation)
    async with world.app.write(approver) as tx:
        plan = await plan_queries.find_plan(tx, world.edition.code)
        assert plan is not None
        await writing.write_rows(tx, plan, world.edition, [make_row("1.1", 7)])
    await submit(world, approver)
    line = (await api.data(officer, queries[0]))["comparison"]["organisations"][0]
    assert (line["total"], line["years"][0]["amount"]) == ("12", "12")
    line = (await api.data(officer, queries[1]))["comparison"]["organisations"][0]
    assert (line["coverage"][0]["amount"], line["coverage"][0]["counts"]["total"]) == ("12", 2)

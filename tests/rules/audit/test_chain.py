"""The chain of the audit log: whatever is done to it shows, and where."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_core.audit import anchors
from plan_core.audit.anchors import Anchor
from plan_core.audit.rules import NO_ENTRIES, NOTHING_BEFORE, Entry, Head, Walk, breaks_in, seal_of
from plan_core.errors import Invalid

Chain = list[tuple[Entry, str]]
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = "k" * 32


def make_chain(length: int, *, of: int = 1) -> Chain:
    chain: Chain = []
    seal = NOTHING_BEFORE
    for sequence in range(1, length + 1):
        entry = Entry(
            tenant_id=of,
            id=UUID(int=sequence),
            sequence=sequence,
            at=START + timedelta(seconds=sequence),
            person_id=UUID(int=99),
            by_name="นางสาว ก",
            verb="set_budget_cell",
            subject_type="budget_cell",
            subject_id=UUID(int=7),
            before='{"amount":"1"}',
            after=f'{{"amount":"{sequence}"}}',
            acting_for="ปลัด" if sequence % 2 else "",
            plan_id=UUID(int=3),
            part="row:7",
            token_id=UUID(int=8) if sequence % 3 == 0 else None,
            token_name="สำเนา" if sequence % 3 == 0 else None,
        )
        seal = seal_of(entry, seal)
        chain.append((entry, seal))
    return chain


def head_of(chain: Chain) -> Head:
    return Head(chain[-1][0].sequence, chain[-1][1]) if chain else NO_ENTRIES


def places(chain: Chain, head: Head) -> list[int]:
    return [one.sequence for one in breaks_in(chain, head.sequence, head.seal)]


def sealed_anew(entries: list[Entry]) -> Chain:
    chain: Chain = []
    seal = NOTHING_BEFORE
    for entry in entries:
        seal = seal_of(entry, seal)
        chain.append((entry, seal))
    return chain


@pytest.mark.parametrize("length", [0, 1, 2, 50])
def test_an_untouched_chain_holds(length: int) -> None:
    chain = make_chain(length)
    assert places(chain, head_of(chain)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"after": '{"amount":"999"}'},
        {"before": None},
        {"by_name": "ผู้อื่น"},
        {"verb": "set_initiative"},
        {"person_id": UUID(int=5)},
        {"subject_id": UUID(int=5)},
        {"subject_type": "plan"},
        {"at": START},
        {"tenant_id": 2},
        {"id": UUID(int=5)},
        {"acting_for": "นายก"},
        {"plan_id": None},
        {"part": "plan"},
        {"form": 1},
        {"form": 2},
        {"token_id": None},
        {"token_name": "อื่น"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_any_field_breaks_the_chain_at_its_entry(change: dict[str, object]) -> None:
    chain = make_chain(5)
    head = head_of(chain)
    entry, seal = chain[2]
    chain[2] = (replace(entry, **change), seal)
    assert places(chain, head) == [3]


def test_entries_of_an_earlier_release_keep_their_seals_whatever_is_found_out_about_them() -> None:
    """Their form says that the seal is not about plan and part."""
    old = replace(make_chain(1)[0][0], form=1, acting_for="", plan_id=None, part="")
    assert seal_of(old, NOTHING_BEFORE) == (
        "1ed8bc098eb496900247c6038e11bff174e510be57b68da0e2f1c19eaf456ce9"
    )
    placed = replace(old, plan_id=UUID(int=3), part="plan")
    assert seal_of(placed, NOTHING_BEFORE) == seal_of(old, NOTHING_BEFORE)
    assert seal_of(replace(placed, form=2), NOTHING_BEFORE) != seal_of(old, NOTHING_BEFORE)


def test_a_changed_entry_that_is_sealed_anew_breaks_the_next_one() -> None:
    chain = make_chain(5)
    entry = replace(chain[2][0], after="{}")
    chain[2] = (entry, seal_of(entry, chain[1][1]))
    assert places(chain, head_of(chain)) == [4]


def test_a_missing_entry_is_found() -> None:
    chain = make_chain(5)
    head = head_of(chain)
    assert places(chain[:1] + chain[2:], head) == [2]


def test_a_missing_first_entry_is_found() -> None:
    chain = make_chain(5)
    assert places(chain[1:], head_of(chain)) == [1]


def test_an_inserted_entry_is_found() -> None:
    chain = make_chain(5)
    head = head_of(chain)
    stranger = replace(chain[2][0], id=UUID(int=77), verb="accept_plan")
    chain.insert(2, (stranger, seal_of(stranger, chain[1][1])))
    assert 3 in places(chain, head)


def test_entries_that_changed_places_are_found() -> None:
    chain = make_chain(5)
    head = head_of(chain)
    second, third = chain[1][0], chain[2][0]
    chain[1] = (replace(third, sequence=2), chain[1][1])
    chain[2] = (replace(second, sequence=3), chain[2][1])
    assert places(chain, head) == [2, 3]


def test_a_chain_that_was_cut_off_does_not_end_where_its_head_says() -> None:
    chain = make_chain(5)
    assert places(chain[:3], head_of(chain)) == [5]
    assert places([], head_of(chain)) == [5]


def test_entries_behind_the_head_are_found() -> None:
    chain = make_chain(5)
    assert places(chain, head_of(chain[:4])) == [4]


@given(st.integers(2, 12), st.data())
@settings(deadline=None, max_examples=40)
def test_taking_out_any_entry_but_with_its_head_is_found(length: int, data: st.DataObject) -> None:
    chain = make_chain(length)
    at = data.draw(st.integers(0, length - 1))
    assert places(chain[:at] + chain[at + 1 :], head_of(chain)) != []


def walked(chain: Chain, head: Head, known: list[Anchor]) -> list[int]:
    walk = Walk(anchors.seals_of(known, 1))
    for entry, seal in chain:
        walk.step(entry, seal)
    return [one.sequence for one in walk.end(head)]


def test_only_an_anchor_shows_a_chain_that_was_sealed_anew_from_its_beginning() -> None:
    chain = make_chain(5)
    known = [Anchor(START, {"1": head_of(chain[:4])})]
    entries = [entry for entry, _ in chain]
    entries[1] = replace(entries[1], after="{}")
    forged = sealed_anew(entries)
    assert places(forged, head_of(forged)) == []
    assert walked(forged, head_of(forged), known) == [4]
    assert walked(chain, head_of(chain), known) == []


def test_an_anchor_shows_a_chain_that_was_cut_off_together_with_its_head() -> None:
    chain = make_chain(5)
    known = [Anchor(START, {"1": head_of(chain)})]
    assert walked(chain[:2], head_of(chain[:2]), known) == [5]
    assert walked([], NO_ENTRIES, known) == [5]


def test_an_anchor_reads_back_as_it_was_written() -> None:
    anchor = Anchor(START, {"1": Head(5, "ab"), "2": Head(1, "cd")})
    assert anchors.read_lines([anchors.write_line(anchor, KEY), ""], KEY) == [anchor]


@pytest.mark.parametrize(
    ("was", "now"),
    [('"sequence":5', '"sequence":4'), ("ab", "cd"), ("simiti.audit.anchor.1", "x"), ("{", "")],
)
def test_an_anchor_that_was_changed_does_not_fit_its_signature(was: str, now: str) -> None:
    line = anchors.write_line(Anchor(START, {"1": Head(5, "ab")}), KEY)
    with pytest.raises(Invalid) as refusal:
        anchors.read_lines([line.replace(was, now, 1)], KEY)
    assert refusal.value.code == "ANCHOR_FORGED"


def test_another_key_signs_nothing_and_a_short_one_is_refused() -> None:
    line = anchors.write_line(Anchor(START, {}), "x" * 32)
    with pytest.raises(Invalid):
        anchors.read_lines([line], KEY)
    with pytest.raises(Invalid) as refusal:
        anchors.check_key("secret")
    assert refusal.value.code == "AUDIT_KEY_TOO_SHORT"

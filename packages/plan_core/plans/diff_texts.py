"""What is different in the texts of a plan: sheets, sections, risks, committees. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TypeVar, cast

from plan_core.plans.body import Body
from plan_core.plans.changes import ChangeKind, FieldChange, TextChange, TextKind
from plan_core.plans.parts import Indicator, Member, NewRisk, NewSection, Sheet
from plan_core.thai_text import fold_key

Texts = Mapping[str, str]
"""Field name in the API → words; a list has a line each."""

Thing = TypeVar("Thing")


def fields_of_sheets(before: Sheet | None, after: Sheet | None) -> tuple[FieldChange, ...]:
    """A row without a sheet says the same as one whose sheet is empty."""
    return _fields(_texts_of_sheet(before or Sheet()), _texts_of_sheet(after or Sheet()))


def _texts_of_sheet(sheet: Sheet) -> dict[str, str]:
    return {
        f"sheet.{api_name(one.name)}": _words(getattr(sheet, one.name)) for one in fields(sheet)
    }


def api_name(name: str) -> str:
    """`expected_outcome` is `expectedOutcome`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Indicator):
        return " · ".join(filter(None, (getattr(value, one.name) for one in fields(value))))
    if isinstance(value, tuple | list):
        return "\n".join(_words(one) for one in cast("Iterable[object]", value))
    return "" if value is None else str(value)


def text_changes(before: Body, after: Body) -> tuple[TextChange, ...]:
    """Sections by code, risks by category and words, members by committee and name.

    A risk or member whose words changed is told as changed only when it is the single one left
    on both sides of its category or committee: else one went and another came.
    """
    return (
        *_sections(before.sections, after.sections),
        *_risks(before, after),
        *_committees(before, after),
    )


def _sections(before: Sequence[NewSection], after: Sequence[NewSection]) -> list[TextChange]:
    pairs = _paired(before, after, _nth(before, after, lambda one: one.code))
    return _changes(
        TextKind.SECTION,
        pairs,
        title=lambda one: one.title_th,
        texts=lambda one, _: {"titleTh": one.title_th, "body": one.body},
    )


def _risks(before: Body, after: Body) -> list[TextChange]:
    titles = {
        row.id: row.title
        for body in (before, after)
        for row in body.initiatives
        if row.id is not None
    }

    def texts(risk: NewRisk, _is_after: bool) -> Texts:
        return {
            "category": risk.category.value,
            "text": risk.text,
            "factor": risk.factor.value if risk.factor else "",
            "factorsText": risk.factors_text,
            "likelihood": _words(risk.likelihood),
            "impact": _words(risk.impact),
            "answeredBy": "\n".join(
                titles.get(one, str(one)) for one in sorted(risk.answered_by, key=str)
            ),
        }

    key = _nth(before.risks, after.risks, lambda one: (one.category, fold_key(one.text)))
    pairs = _paired(before.risks, after.risks, key, group=lambda one: one.category)
    return _changes(TextKind.RISK, pairs, title=lambda one: one.text, texts=texts)


def _committees(before: Body, after: Body) -> list[TextChange]:
    old, new = before.appointment, after.appointment
    order = _changes(
        TextKind.APPOINTMENT,
        [(old, new)],
        title=lambda one: one.order_number,
        texts=lambda one, _: {
            "orderNumber": one.order_number,
            "orderedOn": one.ordered_on.isoformat() if one.ordered_on else "",
            "preamble": one.preamble,
        },
    )
    was, now = old.members if old else (), new.members if new else ()
    key = _nth(was, now, lambda one: (one.committee, fold_key(one.name)))
    pairs = _paired(was, now, key, group=lambda one: one.committee)
    places = _places_of_moved(was, pairs)
    members = _changes(
        TextKind.MEMBER,
        pairs,
        title=lambda one: one.name,
        texts=lambda one, is_after: _texts_of_member(one, places.get((is_after, id(one)), "")),
    )
    return order + members


def _places_of_moved(
    before: Sequence[Member], pairs: Sequence[tuple[Member | None, Member | None]]
) -> dict[tuple[bool, int], str]:
    """Places of the members that changed theirs, by side and identity; the others kept the order.

    As few as possible: who only moved up because another went has not changed places.
    """
    place = {id(one): at for at, one in enumerate(before, start=1)}
    both = [
        (was, one, at)
        for at, (was, one) in enumerate(pairs, start=1)
        if was is not None and one is not None
    ]
    kept = longest_rise([place[id(was)] for was, _, _ in both])
    places: dict[tuple[bool, int], str] = {}
    for index, (was, one, at) in enumerate(both):
        if index not in kept:
            places[False, id(was)] = str(place[id(was)])
            places[True, id(one)] = str(at)
    return places


def _texts_of_member(member: Member, place: str) -> Texts:
    return {
        "committee": member.committee.value,
        "name": member.name,
        "post": member.post,
        "duty": member.duty,
        "position": place,
    }


Key = Callable[[Thing], Hashable]


def _nth(
    before: Sequence[Thing], after: Sequence[Thing], key: Key[Thing]
) -> Callable[[Thing], Hashable]:
    """The key with a number, so that the second of two equal ones finds the second."""
    numbered: dict[int, Hashable] = {}
    for things in (before, after):
        seen: defaultdict[Hashable, int] = defaultdict(int)
        for thing in things:
            found = key(thing)
            seen[found] += 1
            numbered[id(thing)] = (found, seen[found])
    return lambda thing: numbered[id(thing)]


def _paired(
    before: Sequence[Thing],
    after: Sequence[Thing],
    key: Key[Thing],
    group: Key[Thing] | None = None,
) -> list[tuple[Thing | None, Thing | None]]:
    """Both sides of each thing, in the order of `after`, what is gone last."""
    old = {key(one): one for one in before}
    new = {key(one): one for one in after}
    gone = [one for one in before if key(one) not in new]
    pairs: list[tuple[Thing | None, Thing | None]] = []
    for one in after:
        was = old.get(key(one))
        if was is None and group is not None:
            was = _single(gone, group, group(one))
            came = [other for other in after if key(other) not in old]
            if was is not None and _single(came, group, group(one)) is not None:
                gone.remove(was)
            else:
                was = None
        pairs.append((was, one))
    return pairs + [(one, None) for one in gone]


def _single(things: Sequence[Thing], group: Key[Thing], wanted: Hashable) -> Thing | None:
    found = [one for one in things if group(one) == wanted]
    return found[0] if len(found) == 1 else None


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """Indexes of a longest strictly rising subsequence."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(tail_at[length - 1] if length else None)
        if length == len(tails):
            tails.append(number)
            tail_at.append(at)
        else:
            tails[length], tail_at[length] = number, at
    kept: set[int] = set()
    at = tail_at[-1] if tail_at else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return kept


def _changes(
    text: TextKind,
    pairs: Sequence[tuple[Thing | None, Thing | None]],
    title: Callable[[Thing], str],
    texts: Callable[[Thing, bool], Texts],
) -> list[TextChange]:
    changes: list[TextChange] = []
    for was, now in pairs:
        shown = now if now is not None else was
        if shown is None:
            continue
        found = _fields(
            {} if was is None else texts(was, False), {} if now is None else texts(now, True)
        )
        if not found:
            continue
        kind = ChangeKind.CHANGED
        if was is None or now is None:
            kind = ChangeKind.ADDED if was is None else ChangeKind.REMOVED
        changes.append(TextChange(text, kind, title(shown), found))
    return changes


def _fields(before: Texts, after: Texts) -> tuple[FieldChange, ...]:
    names = list(dict.fromkeys([*before, *after]))
    return tuple(
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )

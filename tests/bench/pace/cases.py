"""The measured cases: what each contender is asked in each, and whether their answers agree."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.ids import GlobalId
from bench.nation import loading, organisations
from bench.pace import graphile, ours, stage
from bench.pace.filling import Cast, Editor, Reader, satang_of
from bench.pace.stage import GRAPHILE, LIMIT, OURS, Server
from plan_core.thai_text import fold_to_search

SOUGHT = "จัดซื้อจัดจ้าง"


@dataclass(frozen=True, slots=True)
class Ask:
    """One contender's request: a body and headers for each connection, taken in turn.

    `@N` in a body is the version that an edit has seen (`bench.pace.load`).
    """

    bodies: Sequence[str]
    headers: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """`facts` turns an answer's data into what must be equal between the contenders.

    Targets are ratios of throughput at 16 connections; None where the issue names none.
    """

    key: str
    title: str
    asks: Mapping[str, Ask]
    facts: Mapping[str, Callable[[Any], Any]]
    of_graphile: float | None
    of_limit: float | None
    is_edit: bool = False
    first: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    """The version that the next edit of a contender's connection has seen."""


def list_cases(cast: Cast) -> list[Case]:
    """Each question as one that was not asked before, then the same one again and again."""
    fresh = [
        _province("a", "province, as the screen asks it", ours.SCREEN, cast, 10, 2),
        _province("a'", "province, another selection", ours.otherwise(ours.SCREEN), cast, 2.5, 0.5),
        _nation(cast),
        _revision(cast),
        _draft(cast),
    ]
    again = [_again(case) for case in fresh if case.key in {"a", "b", "c", "c'"}]
    return [*fresh, *again, _whole(cast), _search(cast), _edit(cast)]


def _again(case: Case) -> Case:
    """The same question, so that what was kept of the last answer may be given."""
    ask = case.asks[OURS]
    same = Ask([body.replace(f', "{_NUMBER}": "@N"', "") for body in ask.bodies], ask.headers)
    return replace(
        case,
        key=f"{case.key} again",
        title=f"{case.title}, repeated",
        asks={**case.asks, OURS: same},
        of_graphile=20,
        of_limit=4,
        first={},
    )


def _province(
    key: str, title: str, text: str, cast: Cast, of_graphile: float, of_limit: float
) -> Case:
    def compared(data: Any) -> Any:
        return data["comparison"]["organisations"]

    scope = {"X-Province": organisations.PROVINCE}
    return Case(
        key,
        title,
        {
            OURS: _ask_ours(cast.officer, text),
            LIMIT: _ask_limit(cast.officer, case="province"),
            GRAPHILE: _ask(scope, query=graphile.PROVINCE, variables={"code": scope["X-Province"]}),
        },
        {OURS: compared, LIMIT: compared, GRAPHILE: graphile.compared_of},
        of_graphile,
        of_limit,
    )


def _nation(cast: Cast) -> Case:
    def provinces(data: Any) -> list[Any]:
        return [
            [
                one["province"]["code"],
                *(one[name] for name in ("organisations", "submitted", "late", "missing")),
                [[each["be"], satang_of(each["amount"])] for each in one["years"]],
                [satang_of(each["total"]) for each in one["dimensions"]],
                [each["organisations"] for each in one["coveredMissions"]],
            ]
            for one in data["nation"]["compared"]
        ]

    return Case(
        "b",
        "nation by province, as the screen asks it",
        {
            OURS: _ask_ours(cast.nation, ours.NATION),
            LIMIT: _ask_limit(cast.nation, case="nation"),
            GRAPHILE: _ask({"X-Nation": "yes"}, query=graphile.NATION),
        },
        {OURS: provinces, LIMIT: provinces, GRAPHILE: graphile.nation_of},
        8,
        1.5,
    )


def _whole(cast: Cast) -> Case:
    """There is no limit for it: the issue names none."""

    def by_code(listed: Sequence[Any]) -> dict[str, Any]:
        return {one["organisation"]["code"]: one for one in listed}

    return Case(
        "w",
        "all organisations of the nation at once",
        {
            OURS: _ask_ours(cast.nation, ours.WHOLE),
            GRAPHILE: _ask({"X-Nation": "yes"}, query=graphile.WHOLE),
        },
        {
            OURS: lambda data: by_code(
                [line for one in data["comparisons"] for line in one["organisations"]]
            ),
            GRAPHILE: lambda data: by_code(graphile.compared_of(data)),
        },
        12,
        None,
    )


def _revision(cast: Cast) -> Case:
    tenant, key = cast.revision_of, str(cast.revision_id)
    years = loading.edition().fiscal_years

    def rows(data: Any) -> list[list[Any]]:
        return [
            [row["title"], *([one["budget"]["state"], satang_of(one["budget"]["amount"])]
            for one in row["budgets"])]
            for row in data["node"]["initiatives"]
        ]  # fmt: skip

    return Case(
        "c",
        "a whole revision",
        {
            OURS: _ask_ours(
                cast.viewer, ours.REVISION, id=str(GlobalId("Revision", f"{tenant}:{key}"))
            ),
            LIMIT: _ask_limit(cast.viewer, case="revision", revision=key, years=years),
            GRAPHILE: _ask(
                {"X-Tenant": str(tenant)},
                query=graphile.REVISION,
                variables={"tenant": str(tenant), "id": key},
            ),
        },
        {OURS: rows, LIMIT: rows, GRAPHILE: graphile.revision_of},
        6,
        1.5,
    )


def _search(cast: Cast) -> Case:
    """A word that stands in many titles: a page of forty hits of the province."""

    def hits(data: Any) -> list[Any]:
        nodes = [edge["node"] for edge in data["search"]["edges"]]
        return [[node["organisation"]["code"], node["place"], node["text"]] for node in nodes]

    folded = fold_to_search(SOUGHT)[0]
    where = {"province": organisations.PROVINCE, "typed": SOUGHT, "folded": folded}
    return Case(
        "d",
        "search, forty hits",
        {
            OURS: _ask_ours(cast.officer, ours.SEARCH, text=SOUGHT),
            LIMIT: _ask_limit(cast.officer, case="search", typed=SOUGHT, folded=folded),
            GRAPHILE: _ask(
                {"X-Province": organisations.PROVINCE}, query=graphile.SEARCH, variables=where
            ),
        },
        {OURS: hits, LIMIT: hits, GRAPHILE: graphile.search_of},
        2,
        0.9,
    )


def _draft(cast: Cast) -> Case:
    editor = cast.editors[0]
    tenant = str(editor.actor.tenant)

    def rows(data: Any) -> list[list[Any]]:
        return [
            [row["title"], *([one["state"], satang_of(one["amount"])] for one in row["budgets"])]
            for row in data["plan"]["initiatives"]
        ]

    return Case(
        "c'",
        "the whole draft",
        {
            OURS: _ask_ours(editor, ours.DRAFT),
            LIMIT: _ask_limit(editor, case="draft"),
            GRAPHILE: _ask(
                {"X-Tenant": tenant}, query=graphile.DRAFT, variables={"tenant": tenant}
            ),
        },
        {OURS: rows, LIMIT: rows, GRAPHILE: graphile.draft_of},
        2.5,
        0.6,
    )


def _edit(cast: Cast) -> Case:
    """Each connection is an officer of another organisation; each contender has cells of its own.

    Simiti comes first, so that every organisation has a log that the others can continue.
    """

    def ask(at: int, body: Callable[[Editor, str], Mapping[str, Any]], header: str) -> Ask:
        return Ask(
            [
                json.dumps(body(one, str(one.cells[at][0]))).replace('"@N"', "@N")
                for one in cast.editors
            ],
            [
                {header: one.cookie if header == "Cookie" else str(one.actor.tenant)}
                for one in cast.editors
            ],
        )

    def ours_of(_: Editor, cell: str) -> Mapping[str, Any]:
        wanted = {"id": str(GlobalId("BudgetCell", cell)), "version": "@N"}
        cells = [{**wanted, "state": "AMOUNT", "amount": "@M"}]
        return {"query": ours.EDIT, "variables": {"input": {"cells": cells}}}

    def limit_of(_: Editor, cell: str) -> Mapping[str, Any]:
        return {"case": "edit", "cell": cell, "version": "@N", "amount": "@M"}

    def graphile_of(one: Editor, cell: str) -> Mapping[str, Any]:
        who = {"tenant": str(one.actor.tenant), "person": str(one.actor.person_id)}
        what = {"name": one.actor.name, "cell": cell, "seen": "@N", "baht": "@M"}
        return {"query": graphile.EDIT, "variables": who | what}

    def said(data: Any) -> Any:
        cell = data["setBudgetCells"]["cells"][0]
        return [cell["version"], cell["state"], cell["amount"]]

    def said_by_graphile(data: Any) -> Any:
        return said({"setBudgetCells": data["setCell"]["result"]})

    asks = {
        OURS: ask(0, ours_of, "Cookie"),
        LIMIT: ask(1, limit_of, "Cookie"),
        GRAPHILE: ask(2, graphile_of, "X-Tenant"),
    }
    asks[LIMIT] = Ask(
        [body.replace('"@M"', "@M") for body in asks[LIMIT].bodies], asks[LIMIT].headers
    )
    return Case(
        "e",
        "one budget edit, with its log and news",
        asks,
        {OURS: said, LIMIT: said, GRAPHILE: said_by_graphile},
        1.7,
        0.7,
        is_edit=True,
    )


def check_agreement(case: Case, servers: Mapping[str, Server]) -> dict[str, int]:
    """SystemExit when two contenders say different things; else how many bytes each says it in."""
    said: dict[str, Any] = {}
    sizes: dict[str, int] = {}
    for name, server in servers.items():
        if name not in case.asks:
            continue
        ask = case.asks[name]
        turns = range(len(ask.bodies)) if case.is_edit else range(1)
        for turn in turns:
            number = case.first.get((name, turn), 1)
            body = ask.bodies[turn].replace("@N", str(number)).replace("@M", "9")
            case.first[name, turn] = number + 1
            content = stage.ask(server, body.encode(), ask.headers[turn])
            answer = json.loads(content)
            if answer.get("errors"):
                raise SystemExit(f"{name}, case {case.key}: {answer['errors']}")
            said[name], sizes[name] = case.facts[name](answer["data"]), len(content)
    for name, facts in said.items():
        if facts != said[OURS]:
            raise SystemExit(f"case {case.key}: {name} and {OURS} give different answers")
    return sizes


def _ask(headers: Mapping[str, str], **body: Any) -> Ask:
    return Ask([json.dumps(body)], [headers])


_NUMBER = "asked"
"""A variable that no query declares: GraphQL looks past it, what keeps answers does not."""


def _ask_ours(reader: Reader, text: str, /, **variables: Any) -> Ask:
    numbered = {"_": "", **variables, _NUMBER: "@N"}
    return _ask({"Cookie": reader.cookie}, query=text, variables=numbered)


def _ask_limit(reader: Reader, **body: Any) -> Ask:
    return _ask({"Cookie": reader.cookie}, **body)

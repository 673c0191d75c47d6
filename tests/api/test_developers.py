"""What the page for developers tells: the code's own codes and limits, and documents that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from api.error_codes import ERROR_CODES
from api.refusals import INTERNAL, STATUS_OF_CODE, STATUS_OF_KIND, UNKNOWN_DOCUMENT
from api.schema.limits import DEEPEST
from make.api import Api
from make.people import make_actor
from make.plans import make_plan, make_submitted
from plan_core.actor import Role

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "services" / "web" / "examples"
DOCUMENTS = {
    f"{path.parent.name}/{path.stem}": path.read_text(encoding="utf-8")
    for path in sorted(EXAMPLES.rglob("*.graphql"))
}
QUERY = re.compile(r"\{ plan \{ .* \} \} \} \}(?=[\"'])")


def test_the_catalogue_of_errors_is_that_of_the_code() -> None:
    listed = {one.code: set(one.statuses) for one in ERROR_CODES}
    known: dict[str, set[int]] = {UNKNOWN_DOCUMENT: {400}, "BAD_REQUEST": {400}}
    known[INTERNAL.code] = {500}
    for _, status, code in STATUS_OF_KIND:
        known.setdefault(code, set()).add(int(status))
    known["INVALID"] |= {int(one) for one in STATUS_OF_CODE.values()}
    assert listed == known
    assert len(ERROR_CODES) == len(listed)
    for one in ERROR_CODES:
        assert re.search("[ก-๙]", one.means_th)
        assert re.search("[ก-๙]", one.do_th)
        assert not re.search("[ก-๙]", one.means_en + one.do_en)


def test_the_guide_lists_the_same_codes() -> None:
    guide = (ROOT / "docs" / "graphql.md").read_text(encoding="utf-8")
    table = guide.partition("| `extensions.code` |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE) == [one.code for one in ERROR_CODES]


async def test_everybody_is_told_codes_and_limits(api: Api) -> None:
    answer = await api.call(None, "GET", "/developers.json")
    told = answer.json()
    assert [one["code"] for one in told["codes"]] == [one.code for one in ERROR_CODES]
    assert told["limits"]["depth"] == DEEPEST
    assert told["limits"]["points"] == 10**6, "as this installation has it"
    assert answer.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_an_example_of_graphiql_is_answered(api: Api, name: str) -> None:
    """Each by whom it is offered to; what it asks for is there."""
    text = DOCUMENTS[name]
    if name.startswith("organisation/"):
        actor = await make_actor(api.world, Role.EDITOR)
        await make_plan(api.world, actor)
    else:
        await make_submitted(api.world, province="54", district="5406")
        actor = await make_actor(api.world, Role.PROVINCE_OFFICER, province="54")
    data = await api.data(actor, text)
    assert all(value is not None for value in data.values())
    title = text.splitlines()[0]
    assert re.fullmatch(r"# .*[ก-๙].* · [A-Z].*", title), "in both languages"


def test_the_short_programs_ask_one_valid_document() -> None:
    schema = build_schema((ROOT / "services/api/schema.graphql").read_text(encoding="utf-8"))
    found = {
        path.name: QUERY.findall(path.read_text(encoding="utf-8"))
        for path in (ROOT / "docs/examples/read_plan").iterdir()
    }
    assert set(found) == {"read_plan.sh", "read_plan.py", "read_plan.ts", "ReadPlan.cs"}
    ((query,), *others) = found.values()
    assert others == [[query]] * 3
    assert validate(schema, parse(query)) == []

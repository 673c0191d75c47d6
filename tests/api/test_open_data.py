"""Open data as other people's programs read it: frictionless, jsonschema, rdflib, openpyxl."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import rdflib
from frictionless import Package
from openpyxl import load_workbook
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, publish, submit
from make.public import get, publish_report, report_on
from make.reports import make_office
from make.world import World
from plan_core.actor import Actor, Role
from plan_core.places.model import Organisation
from plan_core.publishing import actions, queries
from plan_core.publishing.model import PublicationKind
from plan_core.values import MAX_AMOUNT, Budget, BudgetState

# rdflib's reader of JSON-LD uses a class that rdflib itself has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

EDITION = "2561-2564"
PROFILE = Path(__file__).parents[1] / "profiles" / "fiscal-data-package.json"
FORMULA = '=HYPERLINK("http://example.com","กด")'
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
REQUIRED = {
    *("data_type", "title", "maintainer", "maintainer_email", "tag_string", "notes", "objective"),
    *("update_frequency_unit", "geo_coverage", "data_source", "data_format", "data_category"),
    *("license_id", "owner_org"),
}
"""What the Thai form marks as required (`ckan_dataset.json` of ckanext-thai_gdc)."""

Cells = dict[tuple[str, str, str, str], tuple[str, Decimal | None]]
"""Mission, number, title and year; the state and the amount."""


async def make_open(world: World) -> tuple[Organisation, Actor]:
    organisation = await make_organisation(world)
    approver = await make_actor(world, Role.APPROVER, organisation)
    rows = [
        make_row("1.1", 1_000, "-", None, "2500.50", title=FORMULA),
        make_row("2.1", 0, str(MAX_AMOUNT), "-", None, title='- อบรม\nบรรทัดสอง, "อ้าง"'),
        replace(
            make_row("4.3", None, None, None, None, title="'ข้อความ"), sub_mission="4.3.1 =ตรวจ"
        ),
    ]
    await make_plan(world, approver, rows)
    await publish(world, await submit(world, approver), approver)
    return organisation, approver


def plan_of(organisation: Organisation) -> str:
    return f"/public/{organisation.code}/{EDITION}/plan"


def unguarded(text: str) -> str:
    return text.removeprefix("'")


def cells_of(lines: list[dict[str, Any]], *, is_guarded: bool) -> Cells:
    return {
        (
            str(one["mission_code"]),
            str(one["row_number"]),
            unguarded(one["title"]) if is_guarded else one["title"],
            str(one["fiscal_year_be"]),
        ): (
            one["budget_state"],
            None if one["amount"] in (None, "") else Decimal(str(one["amount"])),
        )
        for one in lines
    }


def cells_of_json(content: dict[str, Any]) -> Cells:
    return {
        (mission["code"], str(row["number"]), row["title"], str(year)): (
            row["budgets"].get(str(year), {"state": "UNSTATED"})["state"],
            None
            if (amount := row["budgets"].get(str(year), {}).get("amount")) is None
            else Decimal(amount),
        )
        for dimension in content["dimensions"]
        for mission in dimension["missions"]
        for row in mission["rows"]
        for year in content["fiscal_years"]
    }


def read_csv(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_workbook(content: bytes) -> list[dict[str, Any]]:
    rows = list(load_workbook(io.BytesIO(content))["data"].iter_rows(values_only=True))
    return [dict(zip(cast("Any", rows[0]), one, strict=True)) for one in rows[1:]]


def read_package(folder: Path) -> list[dict[str, Any]]:
    """By frictionless, which checks each value against the descriptor."""
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])
    data = cast("Any", package.get_resource("data"))
    return [row.to_dict() for row in data.read_rows()]


async def test_every_format_says_the_same_figures_and_keeps_dash_blank_and_zero_apart(
    api: Api, world: World, tmp_path: Path
) -> None:
    organisation, _ = await make_open(world)
    plan = f"{plan_of(organisation)}/1"
    content = (await get(api, f"{plan}.json")).json()["content"]
    told = cells_of_json(content)
    assert sorted(state for state, _ in told.values()) == [
        *["AMOUNT"] * 4,
        *["NONE"] * 2,
        *["UNSTATED"] * 6,
    ]
    assert {amount for _, amount in told.values()} == {
        None,
        Decimal(0),
        Decimal(1_000),
        Decimal("2500.50"),
        MAX_AMOUNT,
    }
    of_csv = read_csv((await get(api, f"{plan}.csv")).content)
    assert cells_of(of_csv, is_guarded=True) == told
    of_workbook = read_workbook((await get(api, f"{plan}.xlsx")).content)
    assert cells_of(of_workbook, is_guarded=False) == told
    with zipfile.ZipFile(io.BytesIO((await get(api, f"{plan}.zip")).content)) as packed:
        packed.extractall(tmp_path)
    of_package = read_package(tmp_path)
    assert cells_of(of_package, is_guarded=True) == told
    for lines in (of_csv, of_workbook, of_package):
        under = {(one["mission_code"], one["sub_mission"] or None) for one in lines}
        assert under == {("1.1", None), ("2.1", None), ("4.3", "4.3.1 =ตรวจ")}


async def test_a_text_cannot_become_a_formula(api: Api, world: World) -> None:
    organisation, _ = await make_open(world)
    content = (await get(api, f"{plan_of(organisation)}.csv")).content
    dangerous = ("=", "+", "-", "@", "\t", "\r")
    for line in read_csv(content):
        assert not [text for text in line.values() if text.startswith(dangerous)]
    assert {line["title"] for line in read_csv(content)} >= {f"'{FORMULA}", "''ข้อความ"}
    book = load_workbook(io.BytesIO((await get(api, f"{plan_of(organisation)}.xlsx")).content))
    cells = [cell for row in book["data"].iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    assert not [cell for cell in cells if cell.hyperlink]


async def test_the_csv_opens_in_excel_and_in_programs(api: Api, world: World) -> None:
    organisation, _ = await make_open(world)
    answer = await get(api, f"{plan_of(organisation)}.csv")
    assert answer.content.startswith(b"\xef\xbb\xbforganisation_code,")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert f"plan-{organisation.code}-{EDITION}-1.csv" in answer.headers["content-disposition"]


@pytest.mark.parametrize("address", ["plan", "plan/1"])
async def test_the_fiscal_package_is_valid_and_leads_to_its_data(
    api: Api, world: World, tmp_path: Path, address: str
) -> None:
    organisation, _ = await make_open(world)
    here = f"/public/{organisation.code}/{EDITION}/{address}"
    descriptor = (await get(api, f"{here}.datapackage.json")).json()
    jsonschema.validate(descriptor, json.loads(PROFILE.read_text(encoding="utf-8")))
    names = {one["name"] for one in descriptor["resources"][0]["schema"]["fields"]}
    model = descriptor["model"]
    sources = [one["source"] for one in model["measures"].values()]
    for one in model["dimensions"].values():
        sources += [attribute["source"] for attribute in one["attributes"].values()]
    assert set(sources) <= names
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert descriptor["fiscalPeriod"] == {"start": "2017-10-01", "end": "2021-09-30"}
    path = descriptor["resources"][0]["path"]
    data = await get(api, f"{here.rpartition('/')[0]}/{path}")
    target = tmp_path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data.content)
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert len(read_package(tmp_path)) == 12


async def test_a_report_is_had_in_every_format_too(api: Api, world: World, tmp_path: Path) -> None:
    organisation = await make_organisation(world)
    office = await make_office(world, await make_actor(world, Role.APPROVER, organisation))
    report = await report_on(office, ordinance=Budget(BudgetState.NONE), note="@SUM(1)")
    await publish_report(api, office.approver, report)
    here = f"/public/{organisation.code}/2561/follow-up/1"
    rows = (await get(api, f"{here}.json")).json()["content"]["rows"]
    first = read_csv((await get(api, f"{here}.csv")).content)[0]
    assert (first["ordinance_state"], first["ordinance_amount"]) == ("NONE", "")
    assert first["note"] == "'@SUM(1)"
    assert first["links"] == "https://example.go.th/flood"
    of_workbook = read_workbook((await get(api, f"{here}.xlsx")).content)
    for line, row in zip(of_workbook, rows, strict=True):
        assert line["planned_state"] == row["planned"]["state"]
        assert (None if line["planned_amount"] is None else Decimal(line["planned_amount"])) == (
            None if row["planned"]["amount"] is None else Decimal(row["planned"]["amount"])
        )
    packed = (await get(api, f"{here}.zip")).content
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        files.extractall(tmp_path)
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.validate(descriptor, json.loads(PROFILE.read_text(encoding="utf-8")))
    assert len(read_package(tmp_path)) == len(rows)
    for ending in (".jsonld", ".ckan.json"):
        assert (await get(api, f"{here}{ending}")).status_code == 200


async def harvest(api: Api, address: str = "/public/catalogue.jsonld") -> rdflib.Graph:
    """Every page of the catalogue, as a harvester follows them."""
    graph = rdflib.Graph()
    while address:
        page = rdflib.Graph().parse(data=(await get(api, address)).text, format="json-ld")
        graph += page
        address = str(next(page.objects(None, HYDRA.nextPage), ""))
    return graph


async def test_a_harvester_finds_each_dataset_with_its_files(api: Api, world: World) -> None:
    organisation, _ = await make_open(world)
    graph = await harvest(api)
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    name = rdflib.Literal(f"simiti-{organisation.code}-plan-{EDITION}")
    (dataset,) = graph.subjects(DCTERMS.identifier, name)
    assert (catalogue, DCAT.dataset, dataset) in graph
    for wanted in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.modified):
        assert len(list(graph.objects(dataset, wanted))) == 1
    (publisher,) = graph.objects(dataset, DCTERMS.publisher)
    assert str(next(graph.objects(publisher, FOAF.name))) == organisation.name_th
    files = list(graph.objects(dataset, DCAT.distribution))
    assert len(files) == 4
    for one in files:
        (licence,) = graph.objects(one, DCTERMS.license)
        assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"
        (url,) = graph.objects(one, DCAT.downloadURL)
        answer = await get(api, str(url))
        assert answer.status_code == 200
        (media_type,) = graph.objects(one, DCAT.mediaType)
        assert str(media_type).endswith(answer.headers["content-type"].partition(";")[0])


async def test_one_number_describes_itself_as_a_version(api: Api, world: World) -> None:
    organisation, _ = await make_open(world)
    answer = await get(api, f"{plan_of(organisation)}/1.jsonld")
    graph = rdflib.Graph().parse(data=answer.text, format="json-ld")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset).endswith(f"{plan_of(organisation)}/1")
    (series,) = graph.objects(dataset, rdflib.URIRef(f"{DCAT}isVersionOf"))
    assert str(series).endswith(plan_of(organisation))
    assert answer.headers["content-type"] == "application/ld+json"


async def ckan_results(api: Api, query: str = "") -> dict[str, dict[str, Any]]:
    address = f"/public/catalogue.ckan.json{query}"
    found: dict[str, dict[str, Any]] = {}
    while address:
        page = (await get(api, address)).json()
        found |= {one["name"]: one for one in page["results"]}
        address = page["next"] or ""
    return found


async def test_a_ckan_dataset_has_what_the_thai_catalogue_requires(api: Api, world: World) -> None:
    organisation, _ = await make_open(world)
    told = (await ckan_results(api))[f"simiti-{organisation.code}-plan-{EDITION}"]
    assert set(told) >= REQUIRED
    assert all(told[one] for one in REQUIRED)
    assert told["license_id"] == "Creative Commons Attributions"
    assert told["data_category"] == "ข้อมูลสาธารณะ"
    assert [one["format"] for one in told["resources"]] == [
        *("CSV", "EXCEL", "JSON"),
        "FISCAL DATA PACKAGE",
    ]
    assert all(one["name"] and one["url"] for one in told["resources"])


async def test_what_is_withdrawn_leaves_the_catalogue_and_is_told_as_deleted(
    api: Api, world: World
) -> None:
    organisation, approver = await make_open(world)
    name = f"simiti-{organisation.code}-plan-{EDITION}"
    before = (await ckan_results(api))[name]
    async with world.app.write(approver) as tx:
        await actions.withdraw(tx, PublicationKind.PLAN, EDITION, 1, "พิมพ์ผิด")
    graph = await harvest(api)
    assert not list(graph.subjects(DCTERMS.identifier, rdflib.Literal(name)))
    after = (await ckan_results(api))[name]
    assert after["state"] == "deleted"
    assert after["id"] == before["id"]
    assert "พิมพ์ผิด" in after["notes"]
    assert "resources" not in after
    for ending in (".csv", ".xlsx", ".json", ".zip", ".datapackage.json", ".jsonld", ".ckan.json"):
        assert (await get(api, f"{plan_of(organisation)}/1{ending}")).status_code == 410


async def test_the_catalogue_is_read_in_pages_and_since_a_moment(api: Api, world: World) -> None:
    made = [(await make_open(world))[0].code for _ in range(3)]
    found: list[str] = []
    after: str | None = ""
    async with world.app.public() as session:
        while after is not None:
            page, after = await queries.list_datasets(session, after=after, first=1)
            assert len({one.organisation.code for one in page}) == 1
            found += [one.organisation.code for one in page]
    assert found == sorted(found)
    assert set(made) <= set(found)
    newest = max(one["metadata_modified"] for one in (await ckan_results(api)).values())
    since = await ckan_results(api, f"?modified_since={newest.replace('+', '%2B')}")
    assert {one["metadata_modified"] for one in since.values()} == {newest}
    assert await ckan_results(api, "?modified_since=2999-01-01") == {}
    for wrong in ("?modified_since=yesterday", "?modified_since=2026-01-01T00:00", "?after=../x"):
        answer = await get(api, f"/public/catalogue.ckan.json{wrong}")
        assert answer.status_code == 400


async def test_copies_are_asked_for_again_with_a_tag(api: Api, world: World) -> None:
    """Equal content gives equal bytes in every format, or a harvester would take all anew."""
    organisation, _ = await make_open(world)
    items = [
        f"{plan_of(organisation)}/1{ending}"
        for ending in (".csv", ".xlsx", ".json", ".zip", ".datapackage.json", ".jsonld")
    ]
    for path in [*items, "/public/catalogue.jsonld", "/public/catalogue.ckan.json"]:
        first, second = await get(api, path), await get(api, path)
        assert hashlib.sha256(first.content).digest() == hashlib.sha256(second.content).digest()
        assert "max-age=60" in first.headers["cache-control"]
        assert first.headers["last-modified"].endswith("GMT")
        assert first.headers["access-control-allow-origin"] == "*"
        again = await get(api, path, **{"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_no_person_of_the_document_is_in_the_table(api: Api, world: World) -> None:
    """Who signed stands on the page and in its copy; in no table and no description."""
    organisation, approver = await make_open(world)
    page = await get(api, plan_of(organisation))
    signed_by = json.loads((await get(api, f"{plan_of(organisation)}.json")).text)["content"][
        "adoption"
    ]["signed_by"]
    assert signed_by in page.text
    for ending in (".csv", ".datapackage.json", ".jsonld", ".ckan.json"):
        text = (await get(api, f"{plan_of(organisation)}{ending}")).text
        assert signed_by not in text
        assert approver.name not in text


async def test_the_page_links_every_format(api: Api, world: World) -> None:
    organisation, _ = await make_open(world)
    page = (await get(api, plan_of(organisation))).text
    for ending in (".csv", ".xlsx", ".json", ".zip", ".datapackage.json", ".jsonld", ".ckan.json"):
        assert f'href="{plan_of(organisation)}/1{ending}"' in page

"""A published item in each of its formats. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from api.public import catalogue, shelves, words
from api.public.formats import CKAN, CSV, DCAT, DESCRIPTOR, JSON, WORKBOOK, Format
from plan_core.places.model import Organisation
from plan_core.publishing import documents, fiscal_package, table_files, tables
from plan_core.publishing.documents import PublishedPlan, PublishedReport
from plan_core.publishing.fiscal_package import Described
from plan_core.publishing.model import Publication, PublicationKind


def disposition(code: str, act: Publication, of: Format) -> str:
    name = f"{words.PAGES[act.kind]}-{code}-{act.period}-{act.number}{of.ending}"
    return f"attachment; filename={name}"


def document_of(act: Publication) -> PublishedPlan | PublishedReport:
    if act.kind is PublicationKind.PLAN:
        return documents.decode(act.content, PublishedPlan)
    return documents.decode(act.content, PublishedReport)


def render(
    of: Format,
    organisation: Organisation,
    act: Publication,
    about: catalogue.About,
    *,
    is_numbered: bool,
) -> bytes:
    """The item in this format; equal items give equal bytes. `is_numbered`: by its own address."""
    if of is JSON:
        return shelves.open_data(organisation.code, act, about.licence)
    if of in (DCAT, CKAN):
        one = catalogue.one_number(organisation, act)
        told = catalogue.dcat_alone(one, about) if of is DCAT else catalogue.ckan_of(one, about)
        return msgspec.json.encode(told)
    document = document_of(act)
    table = tables.table_of(document)
    if of is CSV:
        return table_files.to_csv(table)
    if of is WORKBOOK:
        return table_files.to_workbook(table, _told(organisation, act, about), act.published_at)
    path = "data.csv"
    if of is DESCRIPTOR:
        folder = "" if is_numbered else f"{words.PAGES[act.kind]}/"
        path = f"{folder}{act.number}{CSV.ending}"
    descriptor = fiscal_package.descriptor_of(
        document,
        table,
        Described(
            name=catalogue.name_of(catalogue.one_number(organisation, act)),
            title=catalogue.title_of(catalogue.one_number(organisation, act)),
            path=path,
            homepage=about.root + shelves.address(organisation.code, act),
            published_at=act.published_at,
            licence=about.licence,
        ),
    )
    descriptor_text = msgspec.json.format(msgspec.json.encode(descriptor), indent=1)
    if of is DESCRIPTOR:
        return descriptor_text
    files: Mapping[str, bytes] = {
        "datapackage.json": descriptor_text,
        path: table_files.to_csv(table),
    }
    return table_files.to_zip(files, act.published_at)


def _told(
    organisation: Organisation, act: Publication, about: catalogue.About
) -> list[tuple[str, str]]:
    return [
        ("ชื่อ", catalogue.title_of(catalogue.one_number(organisation, act))),
        ("ที่อยู่", about.root + shelves.address(organisation.code, act)),
        ("เผยแพร่เมื่อ", act.published_at.isoformat()),
        ("สัญญาอนุญาต", f"{about.licence['name']} {about.licence['url']}".strip()),
        ("รหัสตรวจสอบ (SHA-256)", act.sha256),
        ("วิธีอ่าน", fiscal_package.NOTE),
    ]

"""The descriptor of a published table as a Fiscal Data Package 1.0. Pure.

<https://specs.frictionlessdata.io/fiscal-data-package/>; that profile has `profile` say what it
builds on, the tabular data package.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plan_core.publishing.documents import PublishedPlan, PublishedReport
from plan_core.publishing.tables import Column, OpenTable
from plan_core.values import BE_OFFSET

Descriptor = dict[str, object]

_LICENCE_NAME = re.compile(r"[-a-zA-Z0-9._]+", re.ASCII)
_PLANNED = {"direction": "expenditure", "phase": "proposed"}
_GRANTED = {"direction": "expenditure", "phase": "approved"}
_SPENT = {"direction": "expenditure", "phase": "executed"}
NOTE = (
    "สถานะงบประมาณ AMOUNT คือมีจำนวนเงิน NONE คือไม่ใช้งบประมาณ (-) UNSTATED คือไม่ระบุ (ช่องว่าง);"
    " ข้อความใน CSV ที่ขึ้นต้นด้วย = + - @ หรือ ' มี ' นำหน้าหนึ่งตัว"
)


@dataclass(frozen=True, slots=True)
class Described:
    """What a descriptor says about the item; `path` leads from the descriptor to the CSV."""

    name: str
    title: str
    path: str
    homepage: str
    published_at: datetime
    licence: Mapping[str, str]


def descriptor_of(
    document: PublishedPlan | PublishedReport, table: OpenTable, of: Described
) -> Descriptor:
    is_plan = isinstance(document, PublishedPlan)
    years = document.fiscal_years if is_plan else (document.fiscal_year,)
    described: Descriptor = {
        "profile": "tabular-data-package",
        "name": of.name,
        "id": of.homepage,
        "title": of.title,
        "description": NOTE,
        "homepage": of.homepage,
        "version": str(document.number),
        "created": of.published_at.isoformat(),
        "countryCode": "TH",
        "granularity": "aggregated",
        "fiscalPeriod": {
            # The fiscal year is named by the year it ends in, 30 September.
            "start": f"{min(years) - BE_OFFSET - 1}-10-01",
            "end": f"{max(years) - BE_OFFSET}-09-30",
        },
        "licenses": [licence_of(of.licence)],
        "sources": [{"title": document.organisation.name, "path": of.homepage}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "data",
                "path": of.path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(one) for one in table.columns],
                    "missingValues": [""],
                },
            }
        ],
        "model": {
            "measures": _plan_measures() if is_plan else _report_measures(),
            "dimensions": _dimensions(is_plan=is_plan),
        },
    }
    return described


def licence_of(licence: Mapping[str, str]) -> dict[str, str]:
    """ "CC BY 4.0" is called CC-BY-4.0 there; another name is its title only."""
    told = {"title": licence["name"]}
    name = licence["name"].replace(" ", "-")
    if _LICENCE_NAME.fullmatch(name):
        told["name"] = name
    if licence["url"]:
        told["path"] = licence["url"]
    return told


def _field(column: Column) -> Descriptor:
    constraints: Descriptor = {"required": column.is_required}
    if column.among:
        constraints["enum"] = list(column.among)
    return {
        "name": column.name,
        "type": column.type.value,
        "title": column.title,
        "constraints": constraints,
    }


def _measure(source: str, more: Mapping[str, str]) -> Descriptor:
    return {"source": source, "currency": "THB", **more}


def _plan_measures() -> Descriptor:
    return {"amount": _measure("amount", _PLANNED)}


def _report_measures() -> Descriptor:
    return {
        "planned": _measure("planned_amount", _PLANNED),
        "ordinance": _measure("ordinance_amount", _GRANTED),
        "disbursed": _measure("disbursed_amount", _SPENT),
    }


def _dimensions(*, is_plan: bool) -> Descriptor:
    classes: Descriptor = {"mission": {"source": "mission_code"}}
    if is_plan:
        classes = {
            "dimension": {"source": "dimension_code"},
            "dimension_title": {"source": "dimension_title", "labelfor": "dimension"},
            "mission": {"source": "mission_code", "parent": "dimension"},
            "mission_title": {"source": "mission_title", "labelfor": "mission"},
        }
    return {
        "organisation": {
            "dimensionType": "entity",
            "primaryKey": "code",
            "attributes": {
                "code": {"source": "organisation_code"},
                "name": {"source": "organisation_name", "labelfor": "code"},
            },
        },
        "mission": {
            "dimensionType": "classification",
            "classificationType": "functional",
            "primaryKey": "mission",
            "attributes": classes,
        },
        "initiative": {
            "dimensionType": "activity",
            "primaryKey": ["mission", "number"],
            "attributes": {
                "mission": {"source": "mission_code"},
                "number": {"source": "row_number"},
                "title": {"source": "title", "labelfor": "number"},
                "kind": {"source": "kind"},
            },
        },
        "year": {
            "dimensionType": "datetime",
            "primaryKey": "year",
            "attributes": {"year": {"source": "fiscal_year"}},
        },
    }

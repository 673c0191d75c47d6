"""The formats in which each published item is had, by the ending of its address. Pure."""

from __future__ import annotations

from dataclasses import dataclass

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """`ending` of the address; `name` for the links of the page; `is_file` is saved, not shown."""

    ending: str
    media_type: str
    name: str
    is_file: bool = False


JSON = Format(".json", "application/json", "JSON")
CSV = Format(".csv", "text/csv; charset=utf-8; header=present", "CSV", is_file=True)
WORKBOOK = Format(".xlsx", XLSX, "Excel", is_file=True)
PACKAGE = Format(".zip", "application/zip", "Fiscal Data Package (ZIP)", is_file=True)
DESCRIPTOR = Format(".datapackage.json", "application/json", "datapackage.json")
DCAT = Format(".jsonld", "application/ld+json", "DCAT-AP (JSON-LD)")
CKAN = Format(".ckan.json", "application/json", "CKAN")
FORMATS = (CSV, WORKBOOK, JSON, PACKAGE, DESCRIPTOR, DCAT, CKAN)
"""In the order in which the page links them."""
DISTRIBUTED = (CSV, WORKBOOK, JSON, PACKAGE)
"""What holds the data itself; the others describe it."""
_LONGEST_FIRST = sorted(FORMATS, key=lambda one: len(one.ending), reverse=True)


def without_ending(name: str) -> tuple[str, Format | None]:
    """The name, and the format it asks for; None is the page."""
    for one in _LONGEST_FIRST:
        if name.endswith(one.ending):
            return name.removesuffix(one.ending), one
    return name, None

"""An organisation's published items in order, for its page and as open data. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from api.public import words
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.queries import Areas
from plan_core.publishing import items
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.publishing.queries import Shelf

Licence = Mapping[str, str]


def newest_address(code: str, act: Publication) -> str:
    """Where the newest of this kind and period always is."""
    return f"/public/{code}/{act.period}/{words.PAGES[act.kind]}"


def address(code: str, act: Publication) -> str:
    """Where exactly this item is, for ever."""
    return f"{newest_address(code, act)}/{act.number}"


def values_of(
    shelf: Shelf, editions: Sequence[FrameworkEdition], areas: Areas
) -> dict[str, object]:
    """What the organisation's page shows: each edition with its years, newest first."""
    organisation = shelf.organisation
    return {
        "name": organisation.name_th,
        "code": organisation.code,
        "is_demo": organisation.is_demo,
        "province_code": organisation.province_code,
        "place": _place(shelf, areas),
        "kinds": PublicationKind,
        "address": partial(address, organisation.code),
        "label_of": words.label,
        "editions": [_edition(shelf, one) for one in reversed(editions)],
    }


def _place(shelf: Shelf, areas: Areas) -> str:
    organisation = shelf.organisation
    district = areas.districts.get(organisation.district_code or "")
    province = areas.provinces[organisation.province_code]
    within = f"อำเภอ{district.name_th} " if district else ""
    return f"{within}จังหวัด{province.name_th}"


def _edition(shelf: Shelf, edition: FrameworkEdition) -> dict[str, object]:
    plans = [one for one in shelf.standing(PublicationKind.PLAN) if one.period == edition.code]
    return {
        "code": edition.code,
        "item": items.find_item(PublicationKind.PLAN, edition.code),
        "plans": plans,
        "amendments": [one for one in plans if one.amendment_number is not None],
        "years": [_year(shelf.standing, year) for year in edition.fiscal_years],
    }


def _year(standing: Callable[[PublicationKind], list[Publication]], be: int) -> dict[str, object]:
    def of(kind: PublicationKind) -> list[Publication]:
        return [one for one in standing(kind) if one.period == str(be)][:1]

    return {
        "be": be,
        "follow_ups": of(PublicationKind.FOLLOW_UP),
        "results": of(PublicationKind.ANNUAL_RESULT),
    }


def data_of(shelf: Shelf, licence: Licence) -> bytes:
    """The organisation's items with their addresses, the withdrawn ones too."""
    organisation = shelf.organisation
    listed = [
        _head(organisation.code, act) for kind in PublicationKind for act in shelf.standing(kind)
    ]
    return msgspec.json.encode(
        {
            "format": "simiti.publications",
            "organisation": {
                "code": organisation.code,
                "name": organisation.name_th,
                "kind": organisation.kind.value,
                "provinceCode": organisation.province_code,
                "districtCode": organisation.district_code,
                "isDemo": organisation.is_demo,
            },
            "licence": licence,
            "items": listed,
        }
    )


def open_data(code: str, act: Publication, licence: Licence) -> bytes:
    """One item: `sha256` is about the bytes of `content` exactly as they stand here."""
    head = _head(code, act) | {"licence": licence, "content": msgspec.Raw(act.content.encode())}
    return msgspec.json.encode(head)


def _head(code: str, act: Publication) -> dict[str, object]:
    return {
        "kind": act.kind.value,
        "period": act.period,
        "number": act.number,
        "address": f"{address(code, act)}.json",
        "publishedAt": act.published_at,
        "isWithdrawn": act.is_withdrawn,
        "reason": act.reason,
        "sha256": act.sha256,
    }

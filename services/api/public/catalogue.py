"""Published items as datasets of a catalogue: DCAT-AP as JSON-LD, and CKAN's. Pure.

The fields and words of the CKAN form are those of the Thai government catalogue (GD Catalog), whose
form is <https://gitlab.nectec.or.th/opend/ckanext-thai_gdc>.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from api.public import shelves, words
from api.public.formats import DISTRIBUTED, Format
from plan_core.places.model import Organisation
from plan_core.places.queries import Areas
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.publishing.queries import Dataset
from plan_core.values import BE_OFFSET, OrganisationKind, thai_day

Told = dict[str, object]

CONTEXT: Told = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CATALOGUE = "/public/catalogue.jsonld"
CKAN_CATALOGUE = "/public/catalogue.ckan.json"
NAME = "แผนและรายงานป้องกันการทุจริตที่ อปท. เผยแพร่"
_EU = "http://publications.europa.eu/resource/authority"
PUBLIC = f"{_EU}/access-right/PUBLIC"
THAI = f"{_EU}/language/THA"
GOVERNMENT = f"{_EU}/data-theme/GOVE"
TAGS = ("แผนปฏิบัติการป้องกันการทุจริต", "อปท.", "งบประมาณ", "ธรรมาภิบาล")
FREQUENCY = {
    PublicationKind.PLAN: ("อื่นๆ", "เมื่อประกาศใช้หรือแก้ไขแผน"),
    PublicationKind.FOLLOW_UP: ("ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", ""),
    PublicationKind.ANNUAL_RESULT: ("ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", ""),
}
LICENCES = {"CC-BY": "Creative Commons Attributions"}
"""What a licence is called in the Thai form, by how its name begins; others are “อื่นๆ”."""
DEMO = "[ข้อมูลสาธิต] "


@dataclass(frozen=True, slots=True)
class About:
    """What is the same for all: where we are, the licence, whom to write to, the areas."""

    root: str
    licence: shelves.Licence
    contact: str
    areas: Areas


@dataclass(frozen=True, slots=True)
class OneNumber(Dataset):
    """One revision or report, described by itself; a plain Dataset is all of them together."""


def one_number(organisation: Organisation, act: Publication) -> OneNumber:
    return OneNumber(organisation, act, act.published_at, act.published_at)


def name_of(one: Dataset) -> str:
    """The dataset's name in a catalogue; it stays when a new number is published."""
    act = one.act
    name = f"simiti-{one.organisation.code}-{words.PAGES[act.kind]}-{act.period}"
    return f"{name}-{act.number}" if isinstance(one, OneNumber) else name


def title_of(one: Dataset) -> str:
    mark = DEMO if one.organisation.is_demo else ""
    title = f"{mark}{words.heading(one.act.kind, one.act.period)} {one.organisation.name_th}"
    return f"{title} {words.label(one.act)}" if isinstance(one, OneNumber) else title


def _place(organisation: Organisation, about: About) -> str:
    district = about.areas.districts.get(organisation.district_code or "")
    province = about.areas.provinces[organisation.province_code]
    within = f"อำเภอ{district.name_th} " if district else ""
    return f"{within}จังหวัด{province.name_th}"


def _notes(one: Dataset, about: About) -> str:
    told = f"{title_of(one)} {_place(one.organisation, about)}"
    return f"{told} ตามที่ประกาศใช้และเผยแพร่ หน่วยเป็นบาท"


def _years(act: Publication) -> tuple[int, int]:
    """The first and the last fiscal year, BE."""
    first, _, last = act.period.partition("-")
    return int(first), int(last or first)


def _days(act: Publication) -> tuple[str, str]:
    first, last = _years(act)
    return f"{first - BE_OFFSET - 1}-10-01", f"{last - BE_OFFSET}-09-30"


def dcat_of(one: Dataset, about: About) -> Told:
    """A dcat:Dataset of DCAT-AP 3, with a distribution for each format of the newest number."""
    organisation, act = one.organisation, one.act
    here = about.root + shelves.address(organisation.code, act)
    newest = about.root + shelves.newest_address(organisation.code, act)
    start, end = _days(act)
    told: Told = {
        "@id": here if isinstance(one, OneNumber) else newest,
        "@type": "dcat:Dataset",
        "dct:identifier": name_of(one),
        "dct:title": _thai(title_of(one)),
        "dct:description": _thai(_notes(one, about)),
        "dct:publisher": {
            "@id": f"{about.root}/public/{organisation.code}",
            "@type": "foaf:Agent",
            "foaf:name": _thai(organisation.name_th),
        },
        "dct:issued": _moment(one.issued_at.isoformat()),
        "dct:modified": _moment(one.modified_at.isoformat()),
        "dcat:version": str(act.number),
        "dct:language": {"@id": THAI},
        "dct:accessRights": {"@id": PUBLIC},
        "dcat:theme": {"@id": GOVERNMENT},
        "dcat:keyword": [_thai(tag) for tag in _tags(one, about)],
        "dcat:landingPage": {"@id": here},
        "dct:spatial": {
            "@type": "dct:Location",
            "skos:prefLabel": _thai(_place(organisation, about)),
        },
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": start},
            "dcat:endDate": {"@type": "xsd:date", "@value": end},
        },
        "dcat:distribution": [
            {
                "@id": here + of.ending,
                "@type": "dcat:Distribution",
                "dct:title": _thai(f"{words.label(act)} {of.name}"),
                "dcat:accessURL": {"@id": here + of.ending},
                "dcat:downloadURL": {"@id": here + of.ending},
                "dcat:mediaType": {"@id": _media_type(of)},
                "dct:license": _licence(about),
            }
            for of in DISTRIBUTED
        ],
    }
    if isinstance(one, OneNumber):
        told["dcat:isVersionOf"] = {"@id": newest}
    if about.contact:
        told["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": _thai(organisation.name_th),
            "vcard:hasEmail": {"@id": f"mailto:{about.contact}"},
        }
    return told


def dcat_alone(one: Dataset, about: About) -> Told:
    return {"@context": CONTEXT, **dcat_of(one, about)}


def dcat_page(datasets: Sequence[Dataset], about: About, here: str, next_page: str | None) -> Told:
    """A page of the catalogue, linked as ckanext-dcat and others follow it (hydra)."""
    page: Told = {"@id": here, "@type": "hydra:PagedCollection"}
    if next_page:
        page["hydra:nextPage"] = next_page
    whole: Told = {
        "@id": about.root + CATALOGUE,
        "@type": "dcat:Catalog",
        "dct:title": _thai(NAME),
        "dct:description": _thai(f"{NAME} ทุกฉบับที่เผยแพร่อยู่"),
        "dct:publisher": {"@id": about.root, "@type": "foaf:Agent", "foaf:name": _thai("สี่มิติ")},
        "dct:license": _licence(about),
        "dct:language": {"@id": THAI},
        "foaf:homepage": {"@id": f"{about.root}/public"},
        "dcat:dataset": [dcat_of(one, about) for one in datasets if not one.act.is_withdrawn],
    }
    return {"@context": CONTEXT, "@graph": [page, whole]}


def ckan_page(datasets: Sequence[Dataset], about: About, here: str, next_page: str | None) -> Told:
    """A page of datasets, the withdrawn ones too, so that a copy can drop them."""
    return {"url": here, "next": next_page, "results": [ckan_of(one, about) for one in datasets]}


def ckan_of(one: Dataset, about: About) -> Told:
    """A dataset as CKAN's `package_show` has it, with what the Thai form requires."""
    organisation, act = one.organisation, one.act
    name = name_of(one)
    if act.is_withdrawn:
        return {
            "id": str(uuid5(NAMESPACE_URL, name)),
            "name": name,
            "title": title_of(one),
            "state": "deleted",
            "metadata_modified": one.modified_at.isoformat(),
            "notes": words.withdrawn(act),
        }
    here = about.root + shelves.address(organisation.code, act)
    unit, unit_other = FREQUENCY[act.kind]
    tags = _tags(one, about)
    told: Told = {
        "id": str(uuid5(NAMESPACE_URL, name)),
        "name": name,
        "type": "dataset",
        "state": "active",
        "private": False,
        "data_type": "ข้อมูลระเบียน",
        "title": title_of(one),
        "owner_org": f"simiti-{organisation.code}",
        "organization": {
            "name": f"simiti-{organisation.code}",
            "title": organisation.name_th,
        },
        "maintainer": organisation.name_th,
        "tag_string": ",".join(tags),
        "tags": [{"name": tag} for tag in tags],
        "notes": _notes(one, about),
        "objective": ["พันธกิจหน่วยงาน"],
        "update_frequency_unit": unit,
        "geo_coverage": "จังหวัด" if organisation.kind is OrganisationKind.PAO else "เทศบาล/อบต.",
        "data_source": organisation.name_th,
        "data_format": ["CSV", "XLS", "JSON"],
        "data_category": "ข้อมูลสาธารณะ",
        **_ckan_licence(about),
        "url": here,
        "version": str(act.number),
        "data_language": ["ไทย"],
        "created_date": thai_day(one.issued_at),
        "last_updated_date": thai_day(one.modified_at),
        "metadata_created": one.issued_at.isoformat(),
        "metadata_modified": one.modified_at.isoformat(),
        "resources": [
            {
                "id": str(uuid5(NAMESPACE_URL, f"{name}{of.ending}")),
                "name": f"{words.label(act)} {of.name}",
                "description": _notes(one, about),
                "url": here + of.ending,
                "format": of.name.partition(" (")[0].upper(),
                "mimetype": of.media_type.partition(";")[0],
                "resource_created_date": thai_day(act.published_at),
                "resource_last_updated_date": thai_day(act.published_at),
            }
            for of in DISTRIBUTED
        ],
    }
    if unit_other:
        told["update_frequency_unit_other"] = unit_other
    if about.contact:
        told["maintainer_email"] = about.contact
    return told


def _tags(one: Dataset, about: About) -> list[str]:
    province = about.areas.provinces[one.organisation.province_code]
    return [*TAGS, province.name_th]


def _ckan_licence(about: About) -> Told:
    name = about.licence["name"]
    begins = "-".join(name.upper().split()).rpartition("-")[0]
    told: Told = {"license_title": name, "license_url": about.licence["url"]}
    if begins in LICENCES:
        return told | {"license_id": LICENCES[begins]}
    return told | {"license_id": "อื่นๆ", "license_id_other": name}


def _licence(about: About) -> Told:
    if about.licence["url"]:
        return {"@id": about.licence["url"]}
    return {"@type": "dct:LicenseDocument", "dct:title": about.licence["name"]}


def _media_type(of: Format) -> str:
    return "https://www.iana.org/assignments/media-types/" + of.media_type.partition(";")[0]


def _thai(text: str) -> Told:
    return {"@language": "th", "@value": text}


def _moment(text: str) -> Told:
    return {"@type": "xsd:dateTime", "@value": text}

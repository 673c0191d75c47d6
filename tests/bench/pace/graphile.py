"""What PostGraphile is asked for the same facts, and its answers in Simiti's shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

COMPARED = """
nodes {
  timeliness revisionNumber submittedAt daysLate total
  code kind nameTh nameShortTh districtCode districtNameTh districtNameEn
  comparedYearsByTenantId { nodes { be amount } }
  dimensionBudgetsByTenantId {
    nodes {
      dimensionCode total dimensionYearsByTenantIdAndDimensionCode { nodes { be amount } }
    }
  }
  missionCoveragesByTenantId {
    nodes {
      missionCode look amount total projects activities measures guidelines unknown
    }
  }
}
"""
PROVINCE = (
    "query Province($code: String!) {"
    f" allCompareds(condition: {{provinceCode: $code}}, orderBy: PLACE_ASC) {{ {COMPARED} }} }}"
)
WHOLE = f"query Whole {{ allCompareds(orderBy: PLACE_ASC) {{ {COMPARED} }} }}"
NATION = """
query Nation {
  allNationProvinces(orderBy: SORT_KEY_ASC) {
    nodes {
      provinceCode nameTh nameEn organisations submitted late missing
      nationYearsByProvinceCode(orderBy: BE_ASC) { nodes { be satang } }
      nationDimensionsByProvinceCode(orderBy: DIMENSION_CODE_ASC) { nodes { dimensionCode satang } }
      nationMissionsByProvinceCode(orderBy: PLACE_ASC) { nodes { missionCode organisations } }
    }
  }
}
"""

REVISION = """
query Revision($tenant: BigInt!, $id: UUID!) {
  publicRevisionByTenantIdAndRowId(tenantId: $tenant, rowId: $id) {
    number submittedAt submittedBy publicOrganisationByTenantId { nameTh }
    publicRevisionInitiativesByTenantIdAndRevisionId(orderBy: POSITION_ASC) {
      nodes {
        rowId initiativeId missionCode dimensionCode number kind title remarks states amountsSatang
      }
    }
  }
}
"""
DRAFT = """
query Plan($tenant: BigInt!) {
  allPublicPlans(condition: {tenantId: $tenant}) {
    nodes {
      rowId version state
      publicInitiativesByTenantIdAndPlanId(orderBy: [MISSION_CODE_ASC, POSITION_ASC]) {
        nodes {
          rowId version missionCode position kind title remarks
          publicBudgetCellsByTenantIdAndInitiativeId(orderBy: FISCAL_YEAR_BE_ASC) {
            nodes { rowId version state amountSatang fiscalYearBe }
          }
        }
      }
    }
  }
}
"""
SEARCH = """
query Search($province: String!, $typed: String!, $folded: String!) {
  searchTexts(province: $province, typed: $typed, folded: $folded, first: 40) {
    nodes {
      place text position revisionId initiativeId
      publicOrganisationByTenantId {
        code nameTh publicDistrictByDistrictCode { nameTh nameEn }
      }
    }
  }
}
"""
EDIT = """
mutation SetCell(
  $tenant: BigInt!, $person: UUID!, $name: String!, $cell: UUID!, $seen: BigInt!, $baht: BigInt!
) {
  setCell(input: {
    tenant: $tenant, person: $person, personName: $name, cell: $cell, seen: $seen, baht: $baht
  }) { result }
}
"""


def compared_of(data: Json) -> list[Json]:
    """As `comparison.organisations`."""
    return [_line(one) for one in data["allCompareds"]["nodes"]]


def _line(one: Json) -> Json:
    district = {
        "code": one["districtCode"],
        "nameTh": one["districtNameTh"],
        "nameEn": one["districtNameEn"],
    }
    organisation = {name: one[name] for name in ("code", "kind", "nameTh", "nameShortTh")}
    counts = ("total", "projects", "activities", "measures", "guidelines", "unknown")
    revision = one["revisionNumber"]
    return {
        **{name: one[name] for name in ("timeliness", "submittedAt", "total")},
        "revisionNumber": None if revision is None else int(revision),
        "daysLate": int(one["daysLate"]),
        "organisation": organisation | {"district": district if one["districtCode"] else None},
        "years": _years(one["comparedYearsByTenantId"]["nodes"]),
        "dimensions": [
            {
                "dimensionCode": each["dimensionCode"],
                "total": each["total"],
                "years": _years(each["dimensionYearsByTenantIdAndDimensionCode"]["nodes"]),
            }
            for each in one["dimensionBudgetsByTenantId"]["nodes"]
        ],
        "coverage": [
            {
                **{name: each[name] for name in ("missionCode", "look", "amount")},
                "counts": {name: int(each[name]) for name in counts},
            }
            for each in one["missionCoveragesByTenantId"]["nodes"]
        ],
    }


def _years(listed: Sequence[Json]) -> list[Json]:
    return [{"be": int(one["be"]), "amount": one["amount"]} for one in listed]


def nation_of(data: Json) -> list[Any]:
    """Each province's code, counts, satang by year and by dimension, organisations by mission."""
    return [
        [
            one["provinceCode"],
            *(int(one[name]) for name in ("organisations", "submitted", "late", "missing")),
            [[int(each["be"]), _satang(each["satang"])]
             for each in one["nationYearsByProvinceCode"]["nodes"]],
            [_satang(each["satang"]) for each in one["nationDimensionsByProvinceCode"]["nodes"]],
            [int(each["organisations"]) for each in one["nationMissionsByProvinceCode"]["nodes"]],
        ]
        for one in data["allNationProvinces"]["nodes"]
    ]  # fmt: skip


def search_of(data: Json) -> list[Any]:
    """Whose text was found, where it stands, and the text."""
    return [
        [one["publicOrganisationByTenantId"]["code"], one["place"], one["text"]]
        for one in data["searchTexts"]["nodes"]
    ]


def draft_of(data: Json) -> list[list[Any]]:
    """Title and budgets of every row, as `rows_of` gives Simiti's."""
    plan = data["allPublicPlans"]["nodes"][0]
    return [
        [
            row["title"],
            *(
                [cell["state"], _satang(cell["amountSatang"])]
                for cell in row["publicBudgetCellsByTenantIdAndInitiativeId"]["nodes"]
            ),
        ]
        for row in plan["publicInitiativesByTenantIdAndPlanId"]["nodes"]
    ]


def revision_of(data: Json) -> list[list[Any]]:
    found = data["publicRevisionByTenantIdAndRowId"]
    rows = found["publicRevisionInitiativesByTenantIdAndRevisionId"]["nodes"]
    return [
        [
            row["title"],
            *(
                [state, _satang(satang)]
                for state, satang in zip(row["states"], row["amountsSatang"], strict=True)
            ),
        ]
        for row in rows
    ]


def _satang(text: str | None) -> int | None:
    return None if text is None else int(text)

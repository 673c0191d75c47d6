"""What Simiti is asked, and by whom: the texts of the measured queries, sessions, and its ids."""

from __future__ import annotations

from graphql import DocumentNode, SelectionSetNode, Visitor, parse, print_ast, visit

COMPARED = """
fragment ComparedParts on ComparedOrganisation {
  timeliness revisionNumber submittedAt daysLate total
  organisation { code kind nameTh nameShortTh district { code nameTh nameEn } }
  years { be amount }
  dimensions { dimensionCode total years { be amount } }
  coverage { missionCode look amount counts { ...CountParts } }
}
fragment CountParts on KindCounts { total projects activities measures guidelines unknown }
"""

SCREEN = (
    """
query Comparison(
  $editionCode: String $provinceCode: String $districtCode: String $kind: OrganisationKind
  $fiscalYears: [Int!]
) {
  comparison(
    editionCode: $editionCode provinceCode: $provinceCode districtCode: $districtCode kind: $kind
    fiscalYears: $fiscalYears
  ) {
    edition {
      code titleTh
      dimensions { code titleTh missions { code titleTh subMissions { code titleTh } } }
      fiscalYears { be ce }
    }
    province { code nameTh nameEn districts { code nameTh nameEn } }
    district { code nameTh nameEn }
    fiscalYears { be ce }
    dueOn madeAt
    organisations { ...ComparedParts }
    totals {
      organisations submitted late missing total
      years { be amount }
    }
  }
}
"""
    + COMPARED
)
"""As services/web/src/features/comparison/comparison.graphql asks it."""

WHOLE = (
    """
query Comparisons($editionCode: String, $fiscalYears: [Int!]) {
  comparisons(editionCode: $editionCode, fiscalYears: $fiscalYears) {
    province { code nameTh nameEn }
    dueOn
    organisations { ...ComparedParts }
    totals { organisations submitted late missing total years { be amount } }
  }
}
"""
    + COMPARED
)

NATION = """
query Nation($editionCode: String, $fiscalYears: [Int!]) {
  nation(editionCode: $editionCode, fiscalYears: $fiscalYears) {
    madeAt
    total { ...ComparedProvinceParts }
    compared { ...ComparedProvinceParts }
  }
}
fragment ComparedProvinceParts on ComparedProvince {
  province { code nameTh nameEn }
  organisations submitted late missing total
  years { be amount }
  dimensions { dimensionCode total }
  coveredMissions { missionCode organisations }
}
"""
"""As services/web/src/features/comparison/nation asks it."""

REVISION = """
query Revision($id: ID!) { node(id: $id) { ... on Revision {
  number submittedAt submittedBy organisation { nameTh }
  initiatives {
    id initiativeId missionCode dimensionCode number kind title remarks
    budgets { fiscalYear { be } budget { state amount } }
  }
} } }
"""

DRAFT = """
query Plan { plan {
  id version state
  initiatives {
    id version missionCode dimensionCode number kind title remarks
    budgets { id version state amount fiscalYear { be } }
  }
} }
"""

SEARCH = """
query Search(
  $text: String! $provinceCode: String $districtCode: String $organisationKind: OrganisationKind
  $dimensionCode: String $after: String
) {
  search(
    text: $text provinceCode: $provinceCode districtCode: $districtCode
    organisationKind: $organisationKind dimensionCode: $dimensionCode first: 40 after: $after
  ) {
    pageInfo { hasNextPage endCursor }
    edges {
      cursor
      node {
        organisation { code nameShortTh district { nameTh nameEn } }
        revisionId revisionNumber place text isCut
        marks { start length }
        title number missionCode kind
      }
    }
  }
}
"""
"""As services/web/src/features/search/search.graphql asks it."""

EDIT = """
mutation SetBudgetCells($input: SetBudgetCellsInput!) { setBudgetCells(input: $input) {
  cells { id version state amount } planVersion problems { code }
} }
"""


class _Backwards(Visitor):
    """Every selection in the opposite order."""

    def leave_selection_set(self, node: SelectionSetNode, *_: object) -> SelectionSetNode:
        return SelectionSetNode(selections=tuple(reversed(node.selections)))


def otherwise(text: str) -> str:
    """The same fields in another selection, which nobody can have prepared."""
    turned: DocumentNode = visit(parse(text), _Backwards())
    return print_ast(turned)

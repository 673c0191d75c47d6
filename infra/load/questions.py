"""What the pages and programs ask, in their own words of GraphQL."""

_ROW = """
fragment Row on Initiative { id version title remarks budgets { id version state amount } }"""

WHO = "{ viewer { post { role organisation { code } } } }"
EDITIONS = "{ frameworkEditions { code } }"
START = """mutation($input: StartPlanInput!) {
  startPlan(input: $input) { plan { id } problems { code } } }"""
PLAN = (
    """{ plan { id version stage
  edition { dimensions { missions { code } } }
  initiatives { ...Row number kind missionCode }
  totals { grandTotal years { budget { amount } } } findings { key } sections { code } } }"""
    + _ROW
)
ADD_ROW = (
    """mutation($input: AddInitiativeInput!) {
  addInitiative(input: $input) { initiative { ...Row } problems { code } } }"""
    + _ROW
)
SET_CELLS = """mutation($input: SetBudgetCellsInput!) {
  setBudgetCells(input: $input) { cells { id version state amount } planVersion
    totals { grandTotal years { budget { amount } } } problems { code } } }"""
SET_ROW = (
    """mutation($input: SetInitiativeInput!) {
  setInitiative(input: $input) { initiative { ...Row } problems { code } } }"""
    + _ROW
)
REMOVE_ROW = """mutation($input: RemoveInitiativeInput!) {
  removeInitiative(input: $input) { initiative { id } problems { code } } }"""

COMPARISON = """{ comparison { organisations { state total years { be state amount }
  organisation { code nameShortTh } coverage { missionCode look amount } }
  totals { submitted total years { be amount } } } }"""

ADD_PROGRAM = """mutation($input: CreateApiTokenInput!) {
  createApiToken(input: $input) { apiToken { id } secret problems { code } } }"""
END_PROGRAM = """mutation($input: RevokeApiTokenInput!) {
  revokeApiToken(input: $input) { apiToken { id } problems { code } } }"""
HEADS = """query($after: String) { changeHeads(first: 100, after: $after) {
  edges { node { organisationCode head } } pageInfo { hasNextPage endCursor } } }"""
CHANGES = """query($code: String!, $after: Int!) {
  submittedChanges(organisationCode: $code, after: $after, first: 100, types: [REVISION]) {
    nextAfter head changes { id sequence } } }"""
REVISION = """query($id: ID!) { node(id: $id) { ... on Revision { id number stage sha256
  totals { grandTotal }
  initiatives { missionCode number title budgets { budget { state amount } } } } } }"""

/** Fields that have a history of their own, by the API's names. */
export const SHEET_FIELDS = [
  'sheet.rationale',
  'sheet.objectives',
  'sheet.targets',
  'sheet.place',
  'sheet.method',
  'sheet.duration',
  'sheet.quarters',
  'sheet.responsibleUnit',
  'sheet.responsiblePerson',
  'sheet.targetGroups',
  'sheet.indicators',
  'sheet.expectedOutcome',
  'sheet.legalBasis',
  'sheet.developmentPlanItem',
  'sheet.ordinanceItem',
] as const

export const ROW_FIELDS = [
  'title',
  'kind',
  'remarks',
  'subMission',
  'missionCode',
  ...SHEET_FIELDS,
] as const

export const RISK_FIELDS = [
  'text',
  'likelihood',
  'impact',
  'factor',
  'factorsText',
  'answeredBy',
] as const

export const COMMITTEE_FIELDS = ['orderNumber', 'orderedOn', 'preamble', 'members'] as const

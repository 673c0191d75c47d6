/** The sections of Part 1 in printed order, among those that a document brought. */
export const SECTION_ORDER = [
  'PREFACE',
  'RISK_INTRODUCTION',
  'RATIONALE',
  'OBJECTIVES',
  'TARGETS',
  'VISION',
  'ORGANISATION_MISSIONS',
  'BENEFITS',
] as const

/** The codes that are there, with the missing ones where the server will put them. */
export function withMissing(codes: readonly string[]): string[] {
  const all = [...codes]
  SECTION_ORDER.forEach((code, at) => {
    if (all.includes(code)) return
    const before = SECTION_ORDER.slice(0, at) as readonly string[]
    const above = all.findLastIndex((one) => before.includes(one))
    const below = all.findIndex((one) => (SECTION_ORDER as readonly string[]).includes(one))
    all.splice(above >= 0 ? above + 1 : below >= 0 ? below : all.length, 0, code)
  })
  return all
}

import { describe, expect, it } from 'vitest'
import type { Entry } from './history'
import { worthSaying } from './words'

const value = (text: string) => ({ text, budget: null })

function entry(changes: Entry['changes']): Entry {
  return {
    id: '1',
    at: '2026-11-26T00:00:00Z',
    byName: 'นาง ก',
    tokenName: null,
    actingFor: '',
    act: 'ADD_INITIATIVE',
    kind: 'ADDED',
    subject: {
      kind: 'ROW',
      label: 'โครงการ ก',
      missionCode: '1.1',
      initiativeId: 'row',
      fiscalYear: null,
      sectionCode: '',
      riskId: null,
      committee: null,
      round: null,
      isThere: true,
    },
    changes,
  }
}

const change = (field: string, before: string | null, after: string | null) => ({
  field,
  fiscalYear: null,
  before: before === null ? null : value(before),
  after: after === null ? null : value(after),
})

describe('what a line of the history says', () => {
  it('does not say again what the name of a new row says already', () => {
    const told = worthSaying(
      entry([
        change('title', null, 'โครงการ ก'),
        change('missionCode', null, '1.1'),
        change('position', null, '3'),
        change('remarks', null, 'กองคลัง'),
      ]),
    )
    expect(told.map((one) => one.field)).toEqual(['remarks'])
  })

  it('says the title that a row had when it came, if it is another one now', () => {
    expect(worthSaying(entry([change('title', null, 'โครงการ ข')]))).toHaveLength(1)
  })

  it('says every field that changed, also to blank', () => {
    const changes = [change('title', 'โครงการ ข', 'โครงการ ก'), change('position', '1', '2')]
    expect(worthSaying(entry([...changes, change('remarks', 'ก', '')]))).toHaveLength(3)
  })
})

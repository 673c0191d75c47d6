/** How an entry of the history is said: what it is about, its fields and their values. */
import type { Reader } from '../../../parts/reader'
import { fieldWords, valueWords } from '../diff/words'
import type { Entry } from './history'

type Words = Record<string, string>

export function subjectWords({ t, n }: Reader, { subject }: Entry): string {
  const { kind, label, missionCode, fiscalYear, committee } = subject
  const words = t.history.subjects[kind]
  const row = [label, missionCode && t.history.inMission(n(missionCode))].filter(Boolean)
  switch (kind) {
    case 'PLAN':
      return words
    case 'CELL':
      return [...row, fiscalYear && t.fiscalYear(n(fiscalYear.be))].filter(Boolean).join(' · ')
    case 'PROGRESS':
      return [
        ...row,
        fiscalYear && t.fiscalYear(n(fiscalYear.be)),
        subject.round && t.reporting.rounds[subject.round],
      ]
        .filter(Boolean)
        .join(' · ')
    case 'ROW':
      return row.join(' · ')
    case 'SHEET':
      return [...row, words].join(' · ')
    case 'COMMITTEES':
      return committee ? t.parts.committees[committee] : words
    default:
      return label || words
  }
}

export function fieldName(reader: Reader, entry: Entry, field: string): string {
  const { t } = reader
  const { kind } = entry.subject
  if (field === 'text' && kind !== 'RISK') return t.history.words
  if (field === 'title' && kind === 'SECTION') return t.history.heading
  if (kind === 'PROGRESS' && field in t.history.progress) {
    return (t.history.progress as Words)[field]!
  }
  return (t.history.fields as Words)[field] ?? fieldWords(reader, field)
}

/** Of what came or went as a whole, not again what its name says already. */
export function worthSaying({ changes, subject }: Entry): Entry['changes'] {
  const said: Record<string, string> = {
    title: subject.label,
    text: subject.kind === 'RISK' ? subject.label : '',
    missionCode: subject.missionCode,
  }
  return changes.filter(({ field, before, after }) => {
    if (before && after) return true
    const text = (after ?? before)?.text
    return field !== 'position' && (!said[field] || text !== said[field])
  })
}

/** Codes, numbers and dates become words; what a person wrote stays as it was written. */
export function valueText(reader: Reader, field: string, text: string): string {
  const { t, n, date } = reader
  if (!text) return text
  switch (field) {
    case 'sheet.quarters':
      return eachLine(text, (line) => {
        const [be = '', quarter = ''] = line.split('-Q')
        return t.parts.quarter(n(quarter), n(be))
      })
    case 'sheet.targetGroups':
      return eachLine(text, (line) => (t.parts.groups as Words)[line] ?? line)
    case 'orderedOn':
    case 'signedOn':
    case 'metOn':
      return date(text)
    case 'missionCode':
    case 'number':
    case 'edition':
    case 'revision':
    case 'reasons':
    case 'initiatives':
    case 'sections':
    case 'risks':
    case 'rows':
    case 'texts':
    case 'fiscalYear':
    case 'from':
      return n(text)
    case 'status':
      return (t.reporting.statuses as Words)[text] ?? text
    case 'inOrdinance':
      return (t.reporting.inOrdinance as Words)[text] ?? text
    case 'cannotReason':
      return (t.reporting.reasons as Words)[text] ?? text
    case 'isLocked':
      return t.history.locked[text === 'True' ? 'yes' : 'no']
    case 'verdict':
    case 'kind':
      return (t.history.values as Words)[text] ?? valueWords(reader, field, text)
    default:
      return valueWords(reader, field, text)
  }
}

const eachLine = (text: string, say: (line: string) => string) =>
  text.split('\n').map(say).join('\n')

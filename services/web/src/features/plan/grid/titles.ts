/** What a title says by itself: its kind is told by its first word only. */
import type { InitiativeKind } from '../../../gql/graphql'

export type Kind = InitiativeKind

const FIRST_WORDS: [string, Kind][] = [
  ['โครงการ', 'PROJECT'],
  ['กิจกรรม', 'ACTIVITY'],
  ['มาตรการ', 'MEASURE'],
  ['แนวปฏิบัติ', 'GUIDELINE'],
]

/** Null where the first word names no kind: nobody guesses it. */
export function kindOf(title: string): Kind | null {
  return FIRST_WORDS.find(([word]) => title.startsWith(word))?.[1] ?? null
}

/** A title out of a spreadsheet: one line, without the number that is counted here. */
export function readTitle(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^[0-9๐-๙]{1,3}\s*[.)]\s*/, '')
}

/** Entries that are typed and not yet saved, kept on this computer until the server has them. */
import type { Entry } from './reporting'

export interface Waiting {
  entry: Entry
  /** The version that stood there when typing began. */
  version: number
}

export type Kept = Record<string, Waiting>

/** Whose they are: another person or organisation at this computer never sees them. */
export function keyOf(post: string, year: number, round: string): string {
  return `simiti.report ${post} ${year} ${round}`
}

export function readKept(key: string): Kept {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return found && typeof found === 'object' ? (found as Kept) : {}
  } catch {
    return {}
  }
}

export function keep(key: string, kept: Kept): void {
  try {
    if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept))
    else localStorage.removeItem(key)
  } catch {
    // A full or forbidden store: what is typed stays in the page's memory.
  }
}

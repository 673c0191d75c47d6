/** What a typed budget means and how a budget is written. The server decides whether it may stand. */
import type { BudgetState } from '../gql/graphql'
import { inDigits, toArabic, type Digits } from './digits'

export interface Budget {
  state: BudgetState
  /** Baht as a decimal string; null unless the state is AMOUNT. */
  amount: string | null
}

export type Unread = 'notNumber' | 'grouping' | 'satang' | 'negative' | 'tooLarge'
export type Parsed = { budget: Budget; why?: undefined } | { budget?: undefined; why: Unread }

export const UNSTATED: Budget = { state: 'UNSTATED', amount: null }
export const NONE: Budget = { state: 'NONE', amount: null }

const SPACES = /[\s\u00a0\u2000-\u200b\u202f\u3000\ufeff]/g
const UNIT = /(บาทถ้วน|บาท|บ\.|฿|baht|thb)/gi
/** As the server has it: 999,999,999,999.99 baht is the most. */
const MOST_DIGITS = 12
const DASH = /^[-‐‑‒–—−－]$/

export function parseBudget(typed: string): Parsed {
  const bare = toArabic(typed)
    .replace(SPACES, '')
    .replace(UNIT, '')
    .replace(/，/g, ',')
    .replace(/．/g, '.')
  if (bare === '') return { budget: UNSTATED }
  if (DASH.test(bare)) return { budget: NONE }
  // "15,000.-" is how an office writes a whole amount.
  const figure = bare.replace(/\.[-–—]$/, '')
  if (/^[-–—−－(]/.test(figure)) return { why: 'negative' }
  if (!/^[\d,]+(\.\d*)?$/.test(figure)) return { why: 'notNumber' }
  const [whole = '', satang = ''] = figure.split('.')
  if (whole.includes(',') && !/^\d{1,3}(,\d{3})+$/.test(whole)) return { why: 'grouping' }
  if (satang.length > 2) return { why: 'satang' }
  const baht = whole.replace(/,/g, '').replace(/^0+(?=\d)/, '')
  if (baht.length > MOST_DIGITS) return { why: 'tooLarge' }
  const amount = /^0*$/.test(satang) ? baht : `${baht}.${satang.padEnd(2, '0')}`
  return { budget: { state: 'AMOUNT', amount } }
}

/** "15000.00" → "15,000"; satang only when there are some. */
export function writeBaht(amount: string, digits: Digits): string {
  const [whole = '0', satang = ''] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  const tail = /^0*$/.test(satang) ? '' : `.${satang.padEnd(2, '0')}`
  return inDigits(grouped + tail, digits)
}

export function writeBudget(budget: Budget, digits: Digits): string {
  if (budget.state === 'AMOUNT') return writeBaht(budget.amount ?? '0', digits)
  return budget.state === 'NONE' ? '-' : ''
}

/** For a spreadsheet's clipboard: no commas, Arabic digits, so that it stays a number there. */
export function writeForClipboard(budget: Budget): string {
  if (budget.state === 'AMOUNT') return (budget.amount ?? '0').replace(/\.0+$/, '')
  return budget.state === 'NONE' ? '-' : ''
}

export function isSameBudget(a: Budget, b: Budget): boolean {
  return a.state === b.state && (a.state !== 'AMOUNT' || toSatang(a.amount) === toSatang(b.amount))
}

export function toSatang(amount: string | null | undefined): number {
  return amount == null ? 0 : Math.round(Number(amount) * 100)
}

export function fromSatang(satang: number): string {
  return satang % 100 === 0 ? String(satang / 100) : (satang / 100).toFixed(2)
}

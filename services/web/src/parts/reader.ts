/** How this reader reads: words, digits, money, years and dates in one place. */
import { texts, type Language } from '../text'
import { writeBaht, writeBudget, type Budget } from './budget'
import { inDigits, type Digits } from './digits'
import { usePreferences } from './preferences'

/** Plans are submitted by Thai clocks, wherever the reader sits. */
const timeZone = 'Asia/Bangkok'

export type Reader = ReturnType<typeof readerFor>

/** One for each choice, shared by every component: formats of dates are dear to make. */
const readers = new Map<string, Reader>()

export function useReader(): Reader {
  const { language, digits } = usePreferences()
  const key = `${language} ${digits}`
  const reader = readers.get(key) ?? readerFor(language, digits)
  readers.set(key, reader)
  return reader
}

function readerFor(language: Language, digits: Digits) {
  const locale = language === 'th' ? 'th-TH-u-ca-buddhist' : 'en-GB-u-ca-gregory'
  const day = new Intl.DateTimeFormat(`${locale}-nu-latn`, { dateStyle: 'long', timeZone })
  const shortDay = new Intl.DateTimeFormat(`${locale}-nu-latn`, { dateStyle: 'medium', timeZone })
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone })
  /** As Thai offices write it, and as the mails do. */
  const hour = (at: Date) => {
    const told = clock.format(at)
    return language === 'th' ? `${told.replace(':', '.')} น.` : told
  }
  const n = (value: string | number) => inDigits(String(value), digits)
  return {
    language,
    digits,
    t: texts[language],
    /** Any figure or text with figures, in the digits chosen. */
    n,
    baht: (amount: string | null | undefined) => writeBaht(amount ?? '0', digits),
    budget: (budget: Budget) => writeBudget(budget, digits),
    date: (iso: string) => n(day.format(new Date(iso)).replace(/ พ\.ศ\./, '')),
    /** The hour and minute alone, where the day is said already. */
    time: (iso: string) => n(hour(new Date(iso))),
    moment: (iso: string) => n(`${shortDay.format(new Date(iso))} ${hour(new Date(iso))}`),
    /** The server's own words in the reader's language. */
    told: (said: { messageTh: string; messageEn: string }) =>
      n(language === 'th' ? said.messageTh : said.messageEn),
    name: (named: { nameTh: string; nameEn: string }) =>
      language === 'th' ? named.nameTh : named.nameEn,
  }
}

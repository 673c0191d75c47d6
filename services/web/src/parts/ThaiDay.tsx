/** A day as officials write it: day, month by name, Buddhist-era year; the value is ISO or "". */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { toArabic } from './digits'
import { useReader } from './reader'

const BE = 543

interface ThaiDayProps {
  label: string
  value: string
  /** "" while it is no day yet; `isEmpty` tells that from a day that was taken away. */
  onChange: (iso: string, isEmpty: boolean) => void
  /** Said below the field, which keeps its own error above it. */
  hint?: string | undefined
  /** It may stay empty; half a day keeps the form from being sent all the same. */
  isOptional?: boolean
}

export function ThaiDay({ label, value, onChange, hint, isOptional = false }: ThaiDayProps) {
  const { t, n, language } = useReader()
  const [year0, month0, day0] = value ? value.split('-') : ['', '', '']
  const [day, setDay] = useState(day0 ? String(Number(day0)) : '')
  const [month, setMonth] = useState(month0 ? String(Number(month0)) : '')
  const [year, setYear] = useState(year0 ? String(Number(year0) + BE) : '')
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    // Changed by somebody else than the typing hand: a colleague's day, or a choice between two.
    setSeen(value)
    if (value !== isoOf(day, month, year)) {
      setDay(day0 ? String(Number(day0)) : '')
      setMonth(month0 ? String(Number(month0)) : '')
      setYear(year0 ? String(Number(year0) + BE) : '')
    }
  }
  const put = (next: { day?: string; month?: string; year?: string }) => {
    const now = { day, month, year, ...next }
    setDay(now.day)
    setMonth(now.month)
    setYear(now.year)
    onChange(isoOf(now.day, now.month, now.year), !now.day && !now.month && !now.year)
  }
  const isNeeded = !isOptional || Boolean(day || month || year)
  const isNoDay = Boolean(day && month && year && !isoOf(day, month, year))
  const isWrong = isNoDay && year.length >= 4
  const months = new Intl.DateTimeFormat(language === 'th' ? 'th-TH' : 'en-GB', { month: 'long' })
  return (
    <fieldset className="thai-day">
      <legend>{label}</legend>
      <div className="row">
        <TextInput
          aria-label={t.day.day}
          placeholder={t.day.day}
          inputMode="numeric"
          maxLength={2}
          value={n(day)}
          onChange={(event) => put({ day: toArabic(event.currentTarget.value) })}
          required={isNeeded}
        />
        <NativeSelect
          aria-label={t.day.month}
          value={month}
          onChange={(event) => put({ month: event.currentTarget.value })}
          data={[
            { value: '', label: t.day.month },
            ...Array.from({ length: 12 }, (_, index) => ({
              value: String(index + 1),
              label: months.format(new Date(2001, index, 1)),
            })),
          ]}
          required={isNeeded}
        />
        <TextInput
          ref={(field) => field?.setCustomValidity(isNoDay ? t.day.wrong : '')}
          aria-label={t.day.year}
          placeholder={t.day.year}
          inputMode="numeric"
          maxLength={4}
          value={n(year)}
          onChange={(event) => put({ year: toArabic(event.currentTarget.value) })}
          error={isWrong ? t.day.wrong : undefined}
          required={isNeeded}
        />
      </div>
      {hint && <p className="soft small">{hint}</p>}
    </fieldset>
  )
}

/** "" for what is no day of a Buddhist-era year of our time; a CE year is refused, not shifted. */
export function isoOf(day: string, month: string, be: string): string {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^2[5-6]\d\d$/.test(be)) return ''
  const [y, m, d] = [Number(be) - BE, Number(month), Number(day)]
  const date = new Date(Date.UTC(y, m - 1, d))
  const isReal = date.getUTCMonth() === m - 1 && date.getUTCDate() === d
  return isReal ? date.toISOString().slice(0, 10) : ''
}

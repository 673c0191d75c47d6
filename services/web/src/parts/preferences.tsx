/** What the reader chose once and finds again everywhere: the language and the digits. */
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Language } from '../text'
import type { Digits } from './digits'
import { useIsPaper } from './paper'

interface Preferences {
  language: Language
  digits: Digits
  setLanguage: (language: Language) => void
  setDigits: (digits: Digits) => void
}

const Chosen = createContext<Preferences | null>(null)

/** Kept in this browser once chosen; null until then. */
function useRemembered<Value extends string>(key: string, values: readonly Value[]) {
  const [value, setValue] = useState<Value | null>(() => {
    const kept = localStorage.getItem(key)
    return values.find((one) => one === kept) ?? null
  })
  useEffect(() => {
    if (value) localStorage.setItem(key, value)
  }, [key, value])
  return [value, setValue] as const
}

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [chosen, setLanguage] = useRemembered<Language>('simiti.language', ['th', 'en'])
  const [kept, setDigits] = useRemembered<Digits>('simiti.digits', ['thai', 'arabic'])
  const language = chosen ?? 'th'
  const digits = kept ?? (language === 'th' ? 'thai' : 'arabic')
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const value = useMemo(
    () => ({ language, digits, setLanguage, setDigits }),
    [language, digits, setLanguage, setDigits],
  )
  return <Chosen value={value}>{children}</Chosen>
}

/**
 * An official document: read on the screen as the reader likes, printed in Thai with Thai numerals.
 */
export function OfficialDocument({ children }: { children: ReactNode }) {
  const chosen = usePreferences()
  const isPaper = useIsPaper()
  const value = useMemo(
    () => (isPaper ? { ...chosen, language: 'th' as const, digits: 'thai' as const } : chosen),
    [chosen, isPaper],
  )
  return <Chosen value={value}>{children}</Chosen>
}

export function usePreferences(): Preferences {
  const chosen = use(Chosen)
  if (!chosen) throw new Error('PreferencesProvider is missing')
  return chosen
}

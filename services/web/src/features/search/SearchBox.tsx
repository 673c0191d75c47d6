/** The way to searching from every page; the key / leads here. */
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { Icon } from '../../parts/Icon'
import { useReader } from '../../parts/reader'

export function SearchBox() {
  const { t } = useReader()
  const [, go] = useLocation()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement
      const isTyping = at.isContentEditable || at.closest('input, textarea, select, [role=grid]')
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      event.preventDefault()
      field.current?.focus()
    }
    window.addEventListener('keydown', jump)
    return () => window.removeEventListener('keydown', jump)
  }, [])
  return (
    <form
      className="head-search"
      onSubmit={(event) => {
        event.preventDefault()
        const text = field.current?.value.trim()
        go(text ? `/search?q=${encodeURIComponent(text)}` : '/search')
        field.current?.blur()
      }}
    >
      <input
        ref={field}
        type="search"
        lang="th"
        maxLength={100}
        aria-label={t.search.box}
        aria-keyshortcuts="/"
        placeholder={t.search.box}
      />
      <button type="submit" aria-label={t.search.go}>
        <Icon name="search" />
      </button>
    </form>
  )
}

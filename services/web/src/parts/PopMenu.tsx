/** A menu beside the button that opened it: arrows walk, Enter chooses, Escape goes back. */
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Icon, type IconName } from './Icon'

export interface MenuChoice {
  words: string
  icon?: IconName
  isOff?: boolean
  /** A line above: another kind of choice begins. */
  isApart?: boolean
  onChoose: () => void
}

interface PopMenuProps {
  label: string
  button: HTMLElement
  choices: MenuChoice[]
  onClose: () => void
}

const GAP = 4

export function PopMenu({ label, button, choices, onClose }: PopMenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ top: 0, left: 0 })

  useLayoutEffect(() => {
    const size = menu.current?.getBoundingClientRect()
    const from = button.getBoundingClientRect()
    if (!size) return
    const isBelow = from.bottom + GAP + size.height < window.innerHeight
    setPlace({
      top: isBelow ? from.bottom + GAP : Math.max(GAP, from.top - size.height - GAP),
      left: Math.max(GAP, Math.min(from.right, window.innerWidth - GAP) - size.width),
    })
    items(menu.current)[0]?.focus()
  }, [button])

  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as Node)) onClose()
    }
    document.addEventListener('pointerdown', onPress)
    window.addEventListener('resize', onClose)
    return () => {
      document.removeEventListener('pointerdown', onPress)
      window.removeEventListener('resize', onClose)
    }
  }, [onClose])

  const leave = () => {
    onClose()
    button.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    const all = items(menu.current)
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (to !== undefined) all[(to + all.length) % all.length]?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') leave()
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={menu}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="pop-menu"
      style={place}
      onKeyDown={onKeyDown}
    >
      {choices.map(({ words, icon, isOff, isApart, onChoose }) => (
        <button
          key={words}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={isApart ? 'apart' : undefined}
          aria-disabled={isOff}
          onClick={() => {
            if (isOff) return
            leave()
            onChoose()
          }}
        >
          {icon && <Icon name={icon} />}
          <span>{words}</span>
        </button>
      ))}
    </div>
  )
}

function items(menu: HTMLElement | null): HTMLButtonElement[] {
  return [...(menu?.querySelectorAll<HTMLButtonElement>('[role=menuitem]') ?? [])]
}

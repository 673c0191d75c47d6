/** The field inside a cell while it is typed in; Enter, Tab and arrows leave it as in a spreadsheet. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'

export type Leave = 'stay' | 'down' | 'up' | 'right' | 'left'

export interface Editing {
  line: number
  column: number
  text: string
  /** "over": typed over, arrows leave the cell; "inside": F2, arrows move the caret. */
  mode: 'over' | 'inside'
  /** The version of what stood there when typing began. */
  seen: number | undefined
}

interface CellEditorProps {
  editing: Editing
  label: string
  isLong?: boolean
  onType: (text: string) => void
  onCommit: (text: string, leave: Leave) => void
  onCancel: () => void
}

const ARROWS: Record<string, Leave> = {
  ArrowDown: 'down',
  ArrowUp: 'up',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

export function CellEditor(props: CellEditorProps) {
  const { editing, label, isLong, onType, onCommit, onCancel } = props
  const [text, setText] = useState(editing.text)
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null)
  const isLeft = useRef(false)

  useLayoutEffect(() => {
    const element = field.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])

  const type = (typed: string) => {
    setText(typed)
    onType(typed)
  }

  const leave = (how: Leave) => {
    if (isLeft.current) return
    isLeft.current = true
    onCommit(text, how)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    const arrow = editing.mode === 'over' && !isLong ? ARROWS[event.key] : undefined
    const how =
      event.key === 'Enter'
        ? event.shiftKey
          ? 'up'
          : 'down'
        : event.key === 'Tab'
          ? event.shiftKey
            ? 'left'
            : 'right'
          : arrow
    if (event.key === 'Escape') {
      isLeft.current = true
      onCancel()
    } else if (how) leave(how)
    else return
    event.preventDefault()
  }

  const shared = {
    ref: field,
    className: 'cell-editor',
    value: text,
    'aria-label': label,
    onKeyDown,
    onBlur: () => leave('stay'),
    onPointerDown: (event: { stopPropagation: () => void }) => event.stopPropagation(),
    onCopy: (event: { stopPropagation: () => void }) => event.stopPropagation(),
    onCut: (event: { stopPropagation: () => void }) => event.stopPropagation(),
    onPaste: (event: { stopPropagation: () => void }) => event.stopPropagation(),
  }
  return isLong ? (
    <textarea
      {...shared}
      rows={3}
      onChange={(event) => type(event.currentTarget.value.replace(/\n/g, ' '))}
    />
  ) : (
    <input {...shared} autoComplete="off" onChange={(event) => type(event.currentTarget.value)} />
  )
}

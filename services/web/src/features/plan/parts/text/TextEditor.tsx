/** The editor of a section: a labelled toolbar, and a field that holds the stored form and no more. */
import { baseKeymap, toggleMark } from 'prosemirror-commands'
import { history, redo, undo } from 'prosemirror-history'
import { InputRule, inputRules, textblockTypeInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import { Fragment, Slice } from 'prosemirror-model'
import { EditorState, type Command } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { useEffect, useRef, useState } from 'react'
import { useReader } from '../../../../parts/reader'
import {
  backspace,
  breakLine,
  enter,
  isBold,
  isHeading,
  isItem,
  shift,
  toggleHeading,
  toggleList,
} from './commands'
import { read, type Block } from './form'
import { fromHtml } from './paste'
import { schema, textOf, toDoc, toNodes } from './schema'

const bold = toggleMark(schema.marks.bold)
const KEYS: Record<string, Command> = {
  'Mod-z': undo,
  'Mod-y': redo,
  'Mod-Shift-z': redo,
  'Mod-b': bold,
  'Mod-Alt-1': toggleHeading(1),
  'Mod-Alt-2': toggleHeading(2),
  'Mod-Shift-7': toggleList(true),
  'Mod-Shift-8': toggleList(false),
  'Mod-]': shift(1),
  'Mod-[': shift(-1),
  Enter: enter,
  'Shift-Enter': breakLine,
  Backspace: backspace,
}

/** Typing a mark of the form at the beginning of a line does what the mark means. */
const listRule = (mark: RegExp, isNumbered: boolean) =>
  new InputRule(mark, (state, _match, start, end) => {
    const { $from } = state.selection
    if ($from.parent.type !== schema.nodes.paragraph || start !== $from.start()) return null
    const look = { isNumbered, depth: 1, isFirst: isNumbered }
    return state.tr.delete(start, end).setBlockType(start, start, schema.nodes.item, look)
  })

const plugins = [
  inputRules({
    rules: [
      textblockTypeInputRule(/^(##?) $/, schema.nodes.heading, ([, mark]) => ({
        level: mark?.length ?? 1,
      })),
      listRule(/^- $/, false),
      listRule(/^[1๑]\. $/, true),
    ],
  }),
  keymap(KEYS),
  keymap(baseKeymap),
  history(),
]

/** What a colleague saved is shown, not sent back. */
const FROM_OUTSIDE = 'fromOutside'

const stateOf = (text: string) => EditorState.create({ doc: toDoc(read(text)), plugins })

interface TextEditorProps {
  label: string
  value: string
  /** Opened by a press that meant to write: the cursor goes in. */
  isEntered?: boolean
  onChange: (text: string) => void
  onLeave?: () => void
}

export default function TextEditor({
  label,
  value,
  isEntered,
  onChange,
  onLeave,
}: TextEditorProps) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  /** The text that the editor stands for: opening one writes nothing. */
  const known = useRef(value)
  const act = useRef({ onChange, onLeave })
  const [state, setState] = useState(() => stateOf(value))
  const first = useRef(state)
  const enters = useRef(isEntered)
  useEffect(() => {
    act.current = { onChange, onLeave }
  })

  useEffect(() => {
    const editor = new EditorView(box.current, {
      state: first.current,
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        lang: 'th',
        class: 'text-field',
      },
      dispatchTransaction: (tr) => {
        const next = editor.state.apply(tr)
        editor.updateState(next)
        setState(next)
        if (!tr.docChanged || tr.getMeta(FROM_OUTSIDE)) return
        known.current = textOf(next.doc)
        act.current.onChange(known.current)
      },
      handlePaste: (_view, event) => paste(editor, event),
      clipboardTextSerializer: (slice) =>
        textOf(schema.node('doc', null, wholeBlocks(slice.content))),
      handleDOMEvents: { blur: () => void act.current.onLeave?.() },
    })
    view.current = editor
    if (enters.current) editor.focus()
    enters.current = false
    return () => editor.destroy()
  }, [label])

  useEffect(() => {
    const editor = view.current
    if (!editor || value === known.current) return
    known.current = value
    const { tr } = editor.state
    tr.replaceWith(0, tr.doc.content.size, toDoc(read(value)).content)
    editor.dispatch(tr.setMeta(FROM_OUTSIDE, true).setMeta('addToHistory', false))
  }, [value])

  const run = (command: Command) => {
    const editor = view.current
    if (!editor) return
    command(editor.state, editor.dispatch)
    editor.focus()
  }
  return (
    <div className="text-editor">
      <Bar state={state} onRun={run} label={label} />
      <div ref={box} />
    </div>
  )
}

interface BarProps {
  state: EditorState
  label: string
  onRun: (command: Command) => void
}

function Bar({ state, label, onRun }: BarProps) {
  const { t } = useReader()
  const bar = useRef<HTMLDivElement>(null)
  const words = t.parts.editor
  const tools: { words: string; keys: string; sign: string; isOn?: boolean; command: Command }[] = [
    { words: words.bold, keys: 'Ctrl+B', sign: 'B', isOn: isBold(state), command: bold },
    {
      words: words.heading,
      keys: 'Ctrl+Alt+1',
      sign: words.heading,
      isOn: isHeading(state, 1),
      command: toggleHeading(1),
    },
    {
      words: words.subheading,
      keys: 'Ctrl+Alt+2',
      sign: words.subheading,
      isOn: isHeading(state, 2),
      command: toggleHeading(2),
    },
    {
      words: words.bullets,
      keys: 'Ctrl+Shift+8',
      sign: '•',
      isOn: isItem(state, false),
      command: toggleList(false),
    },
    {
      words: words.numbers,
      keys: 'Ctrl+Shift+7',
      sign: '1.',
      isOn: isItem(state, true),
      command: toggleList(true),
    },
    { words: words.deeper, keys: 'Ctrl+]', sign: '→', command: shift(1) },
    { words: words.higher, keys: 'Ctrl+[', sign: '←', command: shift(-1) },
    { words: t.undo, keys: 'Ctrl+Z', sign: '↶', command: undo },
    { words: t.redo, keys: 'Ctrl+Y', sign: '↷', command: redo },
  ]
  /** One stop of Tab; arrows walk inside, as in every toolbar. */
  const walk = (event: React.KeyboardEvent) => {
    const all = [...(bar.current?.querySelectorAll('button') ?? [])]
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    all[(to + all.length) % all.length]?.focus()
  }
  return (
    <div
      ref={bar}
      className="text-bar no-print"
      role="toolbar"
      aria-label={words.toolbar(label)}
      tabIndex={-1}
      onKeyDown={walk}
    >
      {tools.map((tool, at) => (
        <button
          key={tool.keys}
          type="button"
          tabIndex={at ? -1 : 0}
          aria-label={tool.words}
          title={`${tool.words} (${tool.keys})`}
          {...(tool.isOn !== undefined && { 'aria-pressed': tool.isOn })}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onRun(tool.command)}
        >
          <span aria-hidden="true">{tool.sign}</span>
        </button>
      ))}
    </div>
  )
}

/** Pasted HTML is read for its structure, plain text for its marks; our own copies come as text. */
function paste(editor: EditorView, event: ClipboardEvent): boolean {
  const html = event.clipboardData?.getData('text/html') ?? ''
  const text = event.clipboardData?.getData('text/plain') ?? ''
  const isOwn = html.includes('data-pm-slice')
  const blocks = html && !isOwn ? fromHtml(html) : read(text)
  if (!blocks.length) return false
  editor.dispatch(editor.state.tr.replaceSelection(sliceOf(blocks)).scrollIntoView())
  return true
}

/** Text at an edge joins the line it is pasted into; a heading or an item stays its own. */
function sliceOf(blocks: readonly Block[]): Slice {
  const isText = (block: Block | undefined) => Number(block?.kind === 'PARAGRAPH')
  return new Slice(Fragment.from(toNodes(blocks)), isText(blocks[0]), isText(blocks.at(-1)))
}

function wholeBlocks(content: Fragment) {
  return content.firstChild?.isBlock ? content : schema.node('paragraph', null, content)
}

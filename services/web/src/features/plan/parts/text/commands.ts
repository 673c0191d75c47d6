/** What the toolbar and the keys do to blocks: turn into headings and items, change levels. */
import { chainCommands } from 'prosemirror-commands'
import { Fragment, type Node } from 'prosemirror-model'
import { TextSelection, type Command, type EditorState } from 'prosemirror-state'
import { schema, type ItemLook } from './schema'

const { paragraph, heading, item, line_break: lineBreak } = schema.nodes

/** The blocks that the selection touches, from the first one's start to the last one's end. */
function touched(state: EditorState) {
  const { $from, $to } = state.selection
  const range = $from.blockRange($to, (node) => node.type === schema.nodes.doc)
  if (!range) return null
  const blocks: Node[] = []
  for (let at = range.startIndex; at < range.endIndex; at += 1) blocks.push(range.parent.child(at))
  return { start: range.start, end: range.end, blocks }
}

/** Each line of a block becomes a block of its own: an item or a heading has one line only. */
function linesOf(block: Node): Fragment[] {
  const lines: Node[][] = [[]]
  block.content.forEach((node) => {
    if (node.type === lineBreak) lines.push([])
    else lines.at(-1)!.push(node)
  })
  return lines.map((line) => Fragment.from(line))
}

function turn(make: (content: Fragment, at: number) => Node): Command {
  return (state, dispatch) => {
    const found = touched(state)
    if (!found) return false
    const nodes = found.blocks.flatMap(linesOf).map(make)
    const { from, to } = state.selection
    const tr = state.tr.replaceWith(found.start, found.end, nodes)
    const last = tr.doc.content.size - 1
    dispatch?.(
      tr.setSelection(
        TextSelection.between(
          tr.doc.resolve(Math.min(from, last)),
          tr.doc.resolve(Math.min(to, last)),
        ),
      ),
    )
    return true
  }
}

export const isHeading = (state: EditorState, level: number): boolean =>
  state.selection.$from.parent.type === heading &&
  state.selection.$from.parent.attrs['level'] === level

export const isItem = (state: EditorState, isNumbered: boolean): boolean => {
  const { parent } = state.selection.$from
  return parent.type === item && parent.attrs['isNumbered'] === isNumbered
}

export const isBold = (state: EditorState): boolean => {
  const { from, to, empty, $from } = state.selection
  const { bold } = schema.marks
  return empty
    ? !!bold.isInSet(state.storedMarks ?? $from.marks())
    : state.doc.rangeHasMark(from, to, bold)
}

export const toParagraph: Command = turn((content) => paragraph.create(null, content))

export const toggleHeading = (level: number): Command => {
  const into = turn((content) => heading.create({ level }, content))
  return (state, dispatch) => (isHeading(state, level) ? toParagraph : into)(state, dispatch)
}

export const toggleList = (isNumbered: boolean): Command => {
  const into = turn((content, at) =>
    item.create({ isNumbered, depth: 1, isFirst: isNumbered && at === 0 }, content),
  )
  return (state, dispatch) => (isItem(state, isNumbered) ? toParagraph : into)(state, dispatch)
}

/** One level deeper or higher; a level without an item above it does not exist. */
export const shift = (by: 1 | -1): Command => {
  return (state, dispatch) => {
    const found = touched(state)
    if (!found?.blocks.some((block) => block.type === item)) return false
    let { tr } = state
    let at = found.start
    let above = found.start > 0 ? state.doc.resolve(found.start).nodeBefore : null
    for (const block of found.blocks) {
      const depth = Math.min((block.attrs['depth'] as number) + by, above?.type === item ? 2 : 1)
      if (block.type === item && depth >= 1) {
        const isBelow = above?.attrs['depth'] === 2 && above.attrs['isNumbered'] === true
        tr = tr.setNodeMarkup(at, null, { ...block.attrs, depth, isFirst: depth === 2 && !isBelow })
      }
      above = tr.doc.nodeAt(at)
      at += block.nodeSize
    }
    if (!tr.docChanged) return false
    dispatch?.(tr)
    return true
  }
}

const hereItem = (state: EditorState): ItemLook | null => {
  const { $from, empty } = state.selection
  return empty && $from.parent.type === item ? ($from.parent.attrs as ItemLook) : null
}

/** An item that is empty, or whose beginning is deleted, goes one level up, and then out. */
const leaveItem: Command = (state, dispatch) => {
  const look = hereItem(state)
  if (!look) return false
  return (look.depth > 1 ? shift(-1) : toParagraph)(state, dispatch)
}

export const enter: Command = (state, dispatch) => {
  const look = hereItem(state)
  if (!look) return false
  const { $from } = state.selection
  if ($from.parent.content.size === 0) return leaveItem(state, dispatch)
  const next = { ...look, isFirst: false }
  dispatch?.(state.tr.split($from.pos, 1, [{ type: item, attrs: next }]).scrollIntoView())
  return true
}

export const backspace: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0) return false
  if ($from.parent.type === heading) return toParagraph(state, dispatch)
  return leaveItem(state, dispatch)
}

/** A break inside a paragraph; elsewhere one line is all there is. */
export const breakLine: Command = chainCommands(
  (state) => state.selection.$from.parent.type !== paragraph,
  (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(lineBreak.create()).scrollIntoView())
    return true
  },
)

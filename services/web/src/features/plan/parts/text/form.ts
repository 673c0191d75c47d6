/**
 * The stored form of a section's text, read into blocks and written from them.
 *
 * The form itself is explained in one place, `plan_core/plans/rich_text.py`; both sides are tested
 * with the same examples (`tests/rules/plans/rich_text_examples.json`).
 */

export interface Span {
  text: string
  isBold: boolean
}

export type Line = Span[]
export type BlockKind = 'PARAGRAPH' | 'HEADING' | 'SUBHEADING' | 'BULLET' | 'NUMBER'

/** Only a paragraph has several lines; an item has a depth of 1 or 2, else 0. */
export interface Block {
  kind: BlockKind
  lines: Line[]
  depth: number
  number: number
}

const DEEPEST = 2
const INDENT = '    '
const MARKS = { PARAGRAPH: '', HEADING: '# ', SUBHEADING: '## ', BULLET: '- ' } as const

export const paragraph = (lines: Line[]): Block => ({
  kind: 'PARAGRAPH',
  lines,
  depth: 0,
  number: 0,
})

/** One sort of line break, one sort of space, no control characters. */
export function plain(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      .replace(/[\t\u000b\f\u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
      // oxlint-disable-next-line no-control-regex -- the same
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
  )
}

/** What stands above a line: the numbers reached at both levels, and whether it is an item. */
class Counting {
  private numbers = Array.from({ length: DEEPEST }, () => 0)
  private isBelowItem = false

  /** What a line's mark makes of it, and the rest of the line. */
  read(line: string): { block: Block; rest: string } {
    const bare = trim(line)
    const heading = /^(##?) +(.+)$/.exec(bare)
    if (heading) {
      const kind = heading[1] === '#' ? 'HEADING' : 'SUBHEADING'
      return { block: { kind, lines: [], depth: 0, number: 0 }, rest: heading[2]! }
    }
    const item = /^(-|[1-9][0-9]{0,4}\.) +(.+)$/.exec(bare)
    if (item) {
      const indent = line.length - line.replace(/^ +/, '').length
      const depth = indent > 1 && this.isBelowItem ? DEEPEST : 1
      const rest = item[2]!
      if (item[1] === '-') return { block: { kind: 'BULLET', lines: [], depth, number: 0 }, rest }
      const number = Number.parseInt(item[1]!, 10)
      if (number === 1 || number === this.numbers[depth - 1]! + 1) {
        return { block: { kind: 'NUMBER', lines: [], depth, number }, rest }
      }
    }
    return { block: paragraph([]), rest: bare }
  }

  /** The block where it really stands; the next line is read below it. */
  note(block: Block): Block {
    const depth = Math.min(block.depth, this.isBelowItem ? DEEPEST : 1)
    const level = Math.max(depth - 1, 0)
    const isNext = block.kind === 'NUMBER' && block.number !== 1
    const number = isNext ? this.numbers[level]! + 1 : block.number
    this.numbers.fill(0, level)
    if (depth) this.numbers[level] = number
    this.isBelowItem = depth > 0
    return { ...block, depth, number }
  }

  /** A line of text whose beginning would be read as a mark. */
  escape(line: string): string {
    if (this.read(line).block.kind === 'PARAGRAPH') return line
    const at = /^\d/.test(line) ? line.indexOf('.') : 0
    return `${line.slice(0, at)}\\${line.slice(at)}`
  }
}

export function read(text: string): Block[] {
  const counting = new Counting()
  const blocks: Block[] = []
  let isApart = true
  for (const line of plain(text).split('\n')) {
    if (!trim(line)) {
      isApart = true
      continue
    }
    const found = counting.read(line)
    const block = { ...counting.note(found.block), lines: [spansOf(found.rest)] }
    const above = blocks.at(-1)
    if (!isApart && above?.kind === 'PARAGRAPH' && block.kind === 'PARAGRAPH') {
      above.lines.push(...block.lines)
    } else blocks.push(block)
    isApart = false
  }
  return blocks
}

/** The stored form; a block without words leaves nothing behind. */
export function write(blocks: readonly Block[]): string {
  const counting = new Counting()
  let text = ''
  let wasItem = false
  for (const block of blocks) {
    let lines = block.lines.map(written).filter((line) => line !== '')
    if (!lines.length) continue
    const kept = counting.note(block)
    const isText = kept.kind === 'PARAGRAPH'
    if (isText) lines = lines.map((line) => counting.escape(line))
    const mark = kept.kind === 'NUMBER' ? `${kept.number}. ` : MARKS[kept.kind]
    const indent = INDENT.repeat(Math.max(kept.depth - 1, 0))
    if (text) text += wasItem && kept.depth ? '\n' : '\n\n'
    text += indent + mark + lines.join(isText ? '\n' : ' ')
    wasItem = kept.depth > 0
  }
  return text
}

/** Numbered blocks as they would be read again: one out of turn becomes text with its number. */
export function settled(blocks: readonly Block[]): Block[] {
  const counting = new Counting()
  return blocks.map((block) => {
    if (block.kind !== 'NUMBER') return counting.note(block)
    const deep = block.depth > 1 ? INDENT : ''
    const isRead = counting.read(`${deep}${block.number}. x`).block.kind === 'NUMBER'
    if (isRead) return counting.note(block)
    const [first = [], ...more] = block.lines
    const numbered = [{ text: `${block.number}. `, isBold: false }, ...first]
    return counting.note(paragraph([tidy(numbered), ...more]))
  })
}

const BOLD = '**'

/** Single characters, freed of their backslashes, and `**`. */
function tokensOf(text: string): string[] {
  const tokens: string[] = []
  for (let at = 0; at < text.length; at += 1) {
    const next = text[at + 1]
    if (text[at] === '\\' && next !== undefined && '\\*#.-'.includes(next)) {
      tokens.push(next)
      at += 1
    } else if (text[at] === '*' && next === '*') {
      tokens.push(BOLD)
      at += 1
    } else tokens.push(text[at]!)
  }
  return tokens
}

/** The looks of one line; a `**` without its fellow is text. */
function spansOf(text: string): Line {
  const tokens = tokensOf(text)
  const spans = tokens.map((token): Span => ({ text: token, isBold: false }))
  let opened = -1
  tokens.forEach((token, at) => {
    if (token !== BOLD) return
    const next = tokens[at + 1]
    if (opened < 0) {
      if (next !== undefined && next !== ' ' && next !== BOLD) opened = at
    } else if (tokens[at - 1] !== ' ') {
      for (const span of spans.slice(opened + 1, at)) span.isBold = true
      spans[opened]!.text = ''
      spans[at]!.text = ''
      opened = -1
    }
  })
  return tidy(spans)
}

/** Spans of one look put together; spaces at the edges of bold text are not bold. */
export function tidy(spans: readonly Span[]): Line {
  return merged(
    merged(spans).flatMap((span) => {
      const bare = trim(span.text)
      if (!span.isBold) return [span]
      if (!bare) return [{ text: span.text, isBold: false }]
      const at = span.text.indexOf(bare)
      return [
        { text: span.text.slice(0, at), isBold: false },
        { text: bare, isBold: true },
        { text: span.text.slice(at + bare.length), isBold: false },
      ]
    }),
  )
}

function merged(spans: readonly Span[]): Line {
  const found: Line = []
  for (const span of spans) {
    const last = found.at(-1)
    if (!span.text) continue
    if (last && last.isBold === span.isBold) last.text += span.text
    else found.push({ ...span })
  }
  return found
}

function written(line: Line): string {
  const spans = tidy(line)
  const hasEdges = spans.length > 1 || spans.some((span) => span.isBold)
  return trim(
    spans
      .map((span) => {
        const text = escaped(span.text, hasEdges)
        return span.isBold ? `${BOLD}${text}${BOLD}` : text
      })
      .join(''),
  )
}

/** Backslashes before what would mean something. */
function escaped(text: string, hasEdges: boolean): string {
  return [...text]
    .map((sign, at, all) => {
      const next = all[at + 1]
      const isEdge = hasEdges && (at === 0 || next === undefined)
      const isMeant =
        (sign === '*' && (isEdge || all[at - 1] === '*' || next === '*')) ||
        (sign === '\\' && (next === undefined || '\\*#.-'.includes(next)))
      return isMeant ? `\\${sign}` : sign
    })
    .join('')
}

/** Spaces only: what else JavaScript calls white was made a space before. */
const trim = (text: string) => text.replace(/^ +| +$/g, '')

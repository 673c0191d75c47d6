/** Pasted HTML, as Word, Excel and browsers write it, into blocks: structure stays, looks go. */
import { plain, settled, tidy, type Block, type BlockKind, type Line } from './form'

const SKIPPED = new Set(['style', 'script', 'head', 'title', 'xml', 'meta', 'link', 'o:p', 'img'])
const HEADINGS: Record<string, BlockKind> = {
  h1: 'HEADING',
  h2: 'HEADING',
  h3: 'SUBHEADING',
  h4: 'SUBHEADING',
  h5: 'SUBHEADING',
  h6: 'SUBHEADING',
}
const APART = new Set(
  'p,div,section,article,header,footer,main,blockquote,pre,table,ul,ol,li,dl,dt,dd,body'.split(','),
)
/** Cells of one row of a table become one line. */
const BETWEEN_CELLS = ' | '

export function fromHtml(html: string): Block[] {
  const body = new DOMParser().parseFromString(html, 'text/html').body
  const reading = new Reading()
  reading.inside(body)
  return settled(reading.done())
}

interface Look {
  kind: BlockKind
  depth: number
  number: number
}

const TEXT: Look = { kind: 'PARAGRAPH', depth: 0, number: 0 }

class Reading {
  private blocks: Block[] = []
  private lines: Line[] = [[]]
  private look: Look = TEXT
  private isBold = false
  private lists: { isNumbered: boolean; next: number }[] = []

  done(): Block[] {
    this.end()
    return this.blocks
  }

  inside(element: Element) {
    for (const child of element.childNodes) {
      if (child.nodeType === 3) this.text(child.textContent ?? '')
      else if (child.nodeType === 1) this.element(child as Element)
    }
  }

  private text(text: string) {
    const words = plain(text).replace(/[ \n]+/g, ' ')
    const line = this.lines.at(-1)!
    if (words && (words !== ' ' || line.length)) line.push({ text: words, isBold: this.isBold })
  }

  private element(element: Element) {
    const name = element.tagName.toLowerCase()
    const style = (element.getAttribute('style') ?? '').toLowerCase().replace(/\s/g, '')
    if (SKIPPED.has(name) || style.includes('mso-list:ignore') || style.includes('display:none')) {
      return
    }
    if (name === 'br') return void this.lines.push([])
    if (name === 'table') return this.table(element)
    if (name === 'ul' || name === 'ol') return this.list(element, name === 'ol')
    if (HEADINGS[name]) return this.block(element, { ...TEXT, kind: HEADINGS[name] })
    if (name === 'li') return this.block(element, this.itemLook(element))
    const level = /mso-list:l\d+level(\d+)/.exec(style)
    if (name === 'p' && level) return this.wordItem(element, Number(level[1]))
    if (APART.has(name)) return this.block(element, null)
    this.inline(element, name, style)
  }

  private inline(element: Element, name: string, style: string) {
    const before = this.isBold
    const weight = /(?:^|;)font-weight:(\w+)/.exec(style)?.[1]
    if (weight) this.isBold = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600
    else if (name === 'b' || name === 'strong') this.isBold = true
    this.inside(element)
    this.isBold = before
  }

  private block(element: Element, look: Look | null) {
    this.end()
    const before = this.look
    if (look) this.look = look
    this.inside(element)
    this.end()
    this.look = before
  }

  private list(element: Element, isNumbered: boolean) {
    this.end()
    const start = Number(element.getAttribute('start') ?? 1)
    this.lists.push({ isNumbered, next: Number.isInteger(start) ? start : 1 })
    this.inside(element)
    this.end()
    this.lists.pop()
  }

  private itemLook(_item: Element): Look {
    const list = this.lists.at(-1)
    const depth = Math.max(1, Math.min(this.lists.length, 2))
    if (!list?.isNumbered) return { kind: 'BULLET', depth, number: 0 }
    list.next += 1
    return { kind: 'NUMBER', depth, number: list.next - 1 }
  }

  /** Word writes a list as paragraphs, each with its printed mark inside. */
  private wordItem(element: Element, level: number) {
    const ignored = [...element.querySelectorAll('span')].find((span) =>
      /mso-list:\s*ignore/i.test(span.getAttribute('style') ?? ''),
    )
    const mark = plain(ignored?.textContent ?? '').replace(/\s/g, '')
    const depth = Math.min(level, 2)
    const number = /^(\d{1,5})[.)]$/.exec(mark)
    if (number) return this.block(element, { kind: 'NUMBER', depth, number: Number(number[1]) })
    if (!/[\p{L}\p{N}]/u.test(mark) || mark === 'o' || mark === '§') {
      return this.block(element, { kind: 'BULLET', depth, number: 0 })
    }
    // A letter or a Thai digit is a mark of its own: it stays as text.
    this.end()
    this.text(`${mark} `)
    this.inside(element)
    this.end()
  }

  private table(element: Element) {
    this.end()
    const lines = [...element.querySelectorAll('tr')].map((row) => {
      const cells = [...row.children].map((cell) =>
        plain(cell.textContent ?? '')
          .replace(/[ \n]+/g, ' ')
          .trim(),
      )
      return cells.some(Boolean) ? cells.join(BETWEEN_CELLS) : ''
    })
    this.lines = lines.filter(Boolean).map((text) => [{ text, isBold: false }])
    this.end()
    this.lines = [[]]
  }

  /** What was gathered becomes a block; an item or a heading keeps to one line. */
  private end() {
    const lines = this.lines.map(trimmed).filter((line) => line.length)
    this.lines = [[]]
    if (!lines.length) return
    const { kind } = this.look
    const one = tidy(lines.flatMap((line, at) => (at ? [SPACE, ...line] : line)))
    this.blocks.push({ ...this.look, lines: kind === 'PARAGRAPH' ? lines : [one] })
    // What follows inside the same item, after a list in it, is text.
    if (kind === 'NUMBER' || kind === 'BULLET') this.look = TEXT
  }
}

const SPACE = { text: ' ', isBold: false }

function trimmed(line: Line): Line {
  const spans = tidy(line).map((span) => ({ ...span, text: span.text.replace(/ {2,}/g, ' ') }))
  const first = spans[0]
  const last = spans.at(-1)
  if (first) first.text = first.text.replace(/^ +/, '')
  if (last) last.text = last.text.replace(/ +$/, '')
  return tidy(spans)
}

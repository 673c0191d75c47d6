/** What the editor can hold: exactly the stored form, so that nothing else can be typed or pasted. */
import { Fragment, Schema, type Mark, type Node } from 'prosemirror-model'
import { tidy, write, type Block, type Line } from './form'

/**
 * Items are blocks of their own beside paragraphs, not lists in lists: what is written is a line
 * each, and a level is a number. `isFirst` begins a numbered list anew.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'inline*', toDOM: () => ['p', 0] },
    heading: {
      group: 'block',
      content: 'inline*',
      attrs: { level: { default: 1 } },
      defining: true,
      toDOM: ({ attrs }) => [attrs['level'] === 1 ? 'h3' : 'h4', 0],
    },
    item: {
      group: 'block',
      content: 'inline*',
      attrs: { isNumbered: { default: false }, depth: { default: 1 }, isFirst: { default: false } },
      defining: true,
      toDOM: ({ attrs }) => ['p', { class: itemClass(attrs as ItemLook) }, 0],
    },
    text: { group: 'inline' },
    line_break: { group: 'inline', inline: true, selectable: false, toDOM: () => ['br'] },
  },
  marks: { bold: { toDOM: () => ['strong', 0] } },
})

export interface ItemLook {
  isNumbered: boolean
  depth: number
  isFirst: boolean
}

export function itemClass({ isNumbered, depth, isFirst }: ItemLook): string {
  const kind = isNumbered ? 'number' : 'bullet'
  return `item ${kind} depth-${depth}${isFirst ? ' first' : ''}`
}

export function toDoc(blocks: readonly Block[]): Node {
  const nodes = toNodes(blocks)
  return schema.node('doc', null, nodes.length ? nodes : [schema.node('paragraph')])
}

export function toNodes(blocks: readonly Block[]): Node[] {
  return blocks.map((block) => {
    const content = block.lines.flatMap((line, at) => [
      ...(at ? [schema.node('line_break')] : []),
      ...line.map((span) => schema.text(span.text, span.isBold ? [schema.mark('bold')] : [])),
    ])
    if (block.kind === 'PARAGRAPH') return schema.node('paragraph', null, content)
    if (block.kind === 'HEADING' || block.kind === 'SUBHEADING') {
      return schema.node('heading', { level: block.kind === 'HEADING' ? 1 : 2 }, content)
    }
    const look: ItemLook = {
      isNumbered: block.kind === 'NUMBER',
      depth: block.depth,
      isFirst: block.number === 1,
    }
    return schema.node('item', look, content)
  })
}

export function toBlocks(doc: Node): Block[] {
  const blocks: Block[] = []
  doc.forEach((node) => blocks.push(blockOf(node)))
  return blocks
}

function blockOf(node: Node): Block {
  const lines = linesOf(node.content)
  if (node.type.name === 'heading') {
    const kind = node.attrs['level'] === 1 ? 'HEADING' : 'SUBHEADING'
    return { kind, lines, depth: 0, number: 0 }
  }
  if (node.type.name !== 'item') return { kind: 'PARAGRAPH', lines, depth: 0, number: 0 }
  const { isNumbered, depth, isFirst } = node.attrs as ItemLook
  // The number itself is counted when it is written: 2 says "the next".
  const number = isNumbered ? (isFirst ? 1 : 2) : 0
  return { kind: isNumbered ? 'NUMBER' : 'BULLET', lines, depth, number }
}

export function linesOf(content: Fragment): Line[] {
  const lines: Line[] = [[]]
  content.forEach((node) => {
    if (node.isText) lines.at(-1)!.push({ text: node.text ?? '', isBold: isBold(node.marks) })
    else lines.push([])
  })
  return lines.map((line) => tidy(line))
}

const isBold = (marks: readonly Mark[]) => marks.some((mark) => mark.type.name === 'bold')

export const textOf = (doc: Node): string => write(toBlocks(doc))

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { read, write, type Block } from './form'
import { textOf, toDoc } from './schema'

interface Example {
  about: string
  text: string
  stored: string
  blocks: string[]
}

/** The same examples as the server's. */
const file = new URL(
  '../../../../../../../tests/rules/plans/rich_text_examples.json',
  import.meta.url,
)
const examples = JSON.parse(readFileSync(file, 'utf8')) as Example[]

const marks = { PARAGRAPH: 'p', HEADING: 'h1', SUBHEADING: 'h2' } as const
const shown = ({ kind, depth, number, lines }: Block) => {
  const mark =
    kind === 'BULLET' ? `-${depth}` : kind === 'NUMBER' ? `${number}.${depth}` : marks[kind]
  const words = lines.map((line) =>
    line.map((span) => (span.isBold ? `[${span.text}]` : span.text)).join(''),
  )
  return `${mark} ${words.join(' / ')}`
}

test.each(examples)('$about', ({ text, stored, blocks }) => {
  expect(write(read(text))).toBe(stored)
  expect(read(text).map(shown)).toEqual(blocks)
})

/** Numbers that look random and are the same in every run. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * sides)
  }
}
const SIGNS = [
  'ก',
  'ข',
  '1',
  '2',
  '.',
  ' ',
  '#',
  '-',
  '*',
  '**',
  '\\',
  '\n',
  '\n\n',
  '1. ',
  '- ',
  '    ',
]

test('opening a text in the editor and saving it without an edit changes nothing', () => {
  const throwDice = dice(7)
  for (let run = 0; run < 400; run += 1) {
    const typed = Array.from({ length: throwDice(30) }, () => SIGNS[throwDice(SIGNS.length)]).join(
      '',
    )
    const stored = write(read(typed))
    expect(textOf(toDoc(read(stored)))).toBe(stored)
    expect(write(read(stored))).toBe(stored)
    expect(read(stored)).toEqual(read(typed))
  }
})

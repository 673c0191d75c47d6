/** A text in its stored form, to be read: headings, paragraphs with their lines, lists. */
import { Fragment } from 'react'
import { read, type Block, type Line } from './form'

export function TextView({ text }: { text: string }) {
  return (
    <>
      {groupsOf(read(text)).map((group, at) => {
        const key = `${at} ${group[0]!.kind}`
        return group[0]!.depth ? (
          <List key={key} items={group} />
        ) : (
          <One key={key} block={group[0]!} />
        )
      })}
    </>
  )
}

/** Items that follow one another are one list. */
function groupsOf(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = []
  for (const block of blocks) {
    const last = groups.at(-1)
    const above = last?.find((one) => one.depth === 1)
    const isSame = block.depth > 1 || (above?.kind === block.kind && block.number !== 1)
    if (last && last[0]!.depth && block.depth && isSame) last.push(block)
    else groups.push([block])
  }
  return groups
}

function List({ items }: { items: readonly Block[] }) {
  const Tag = items[0]!.kind === 'NUMBER' ? 'ol' : 'ul'
  const own: { item: Block; below: Block[] }[] = []
  for (const item of items) {
    const last = own.at(-1)
    if (item.depth > items[0]!.depth && last) last.below.push(item)
    else own.push({ item, below: [] })
  }
  return (
    <Tag>
      {own.map(({ item, below }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a text that is read keeps its order
        <li key={at}>
          <Words line={item.lines[0] ?? []} />
          {groupsOf(below.map((one) => ({ ...one, depth: 1 }))).map((group, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- the same
            <List key={index} items={group} />
          ))}
        </li>
      ))}
    </Tag>
  )
}

function One({ block }: { block: Block }) {
  const words = block.lines.map((line, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- the same
    <Fragment key={at}>
      {at > 0 && <br />}
      <Words line={line} />
    </Fragment>
  ))
  if (block.kind === 'HEADING') return <h3>{words}</h3>
  return block.kind === 'SUBHEADING' ? <h4>{words}</h4> : <p>{words}</p>
}

function Words({ line }: { line: Line }) {
  return (
    <>
      {line.map((span, at) =>
        span.isBold ? (
          // oxlint-disable-next-line react/no-array-index-key -- the same
          <strong key={at}>{span.text}</strong>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- the same
          <Fragment key={at}>{span.text}</Fragment>
        ),
      )}
    </>
  )
}

/** Example documents of a Markdown file, compiled by Relay's compiler: relay.js SCHEMA MARKDOWN. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kind, parse, print } from 'graphql'
import compiler from 'relay-compiler'

const ENDINGS = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }
const [schema, markdown] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'relay-'))
try {
  let count = 0
  for (const [, text] of readFileSync(markdown, 'utf8').matchAll(/```graphql\n([^]*?)```/g)) {
    for (const one of parse(text).definitions) {
      if (one.kind !== Kind.OPERATION_DEFINITION) throw new Error(`a ${one.kind} in an example`)
      count += 1
      // Relay wants each operation named after its file.
      const name = { kind: Kind.NAME, value: `Example${count}${ENDINGS[one.operation]}` }
      const source = `export const example = graphql\`\n${print({ ...one, name })}\n\`\n`
      writeFileSync(join(folder, `Example${count}.js`), source)
    }
  }
  writeFileSync(join(folder, 'schema.graphql'), readFileSync(schema))
  const config = { src: '.', schema: 'schema.graphql', language: 'javascript' }
  writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(config))
  const done = spawnSync(compiler, ['relay.config.json'], { cwd: folder, encoding: 'utf8' })
  if (done.status === 0) console.log(`${count} documents`)
  else console.log(done.stdout + done.stderr)
  process.exitCode = done.status ?? 1
} finally {
  rmSync(folder, { recursive: true })
}

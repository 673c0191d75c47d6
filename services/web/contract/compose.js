/** Our subgraph composed with another one that adds to its entities: compose.js SUBGRAPH OTHER. */
import { readFileSync } from 'node:fs'
import { compositionHasErrors, composeServices } from '@theguild/federation-composition'
import { Kind, parse } from 'graphql'

const [own, other] = process.argv.slice(2)
const composed = composeServices([
  { name: 'simiti', typeDefs: parse(readFileSync(own, 'utf8')), url: 'https://simiti.example' },
  { name: 'other', typeDefs: parse(readFileSync(other, 'utf8')), url: 'https://other.example' },
])
if (compositionHasErrors(composed)) {
  for (const error of composed.errors) console.log(error.message)
  process.exitCode = 1
} else {
  // What a gateway looks up by which key, and where.
  for (const one of parse(composed.supergraphSdl).definitions) {
    if (one.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    for (const { name, arguments: given } of one.directives) {
      const told = Object.fromEntries(given.map((pair) => [pair.name.value, pair.value.value]))
      if (name.value === 'join__type' && told.key)
        console.log(`${one.name.value} ${told.graph} ${told.key}`)
    }
  }
}

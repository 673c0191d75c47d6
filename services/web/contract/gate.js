/**
 * The policy of changes, between the schema of the last release and the one of now.
 *
 *   node gate.js RELEASED NOW DATE     a line for each change that the policy refuses
 *   node gate.js RELEASED NOW          every change since the release, as Markdown
 *
 * What is additive may come any day. What is to go is first deprecated with a reason like
 * "Use `x`. Removed on 2027-10-01.", half a year or more before, on 1 April or 1 October.
 */
import { readFileSync } from 'node:fs'
import { CriticalityLevel, diff } from '@graphql-inspector/core'
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'

const REASON = /Use `[^`]+`.* Removed on (\d{4}-(?:04|10)-01)\.$/
const DAYS_OF_NOTICE = 180

/** Path → reason, of all that is deprecated. */
function deprecatedIn(schema) {
  const found = new Map()
  const note = (path, one) => {
    if (one.deprecationReason != null) found.set(path, one.deprecationReason)
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isEnumType(type)) type.getValues().forEach((one) => note(`${type.name}.${one.name}`, one))
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field)
        field.args?.forEach((one) => note(`${type.name}.${field.name}.${one.name}`, one))
      }
    }
  }
  return found
}

const dateIn = (reason) => REASON.exec(reason)?.[1]
const daysAfter = (date, days) =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

function wrongReasons(released, now, today) {
  const before = deprecatedIn(released)
  const wrong = []
  for (const [path, reason] of deprecatedIn(now)) {
    const date = dateIn(reason)
    if (date === undefined) {
      wrong.push(
        `${path}: a deprecation names what to use and when it goes: Use \`x\`. Removed on YYYY-10-01.`,
      )
    } else if (before.get(path) === undefined && date < daysAfter(today, DAYS_OF_NOTICE)) {
      wrong.push(`${path}: ${date} is less than half a year away`)
    } else if (before.has(path) && date < (dateIn(before.get(path)) ?? date)) {
      wrong.push(`${path}: the date that was told, ${dateIn(before.get(path))}, comes no sooner`)
    }
  }
  return wrong
}

const [released, now] = process.argv
  .slice(2, 4)
  .map((path) => buildSchema(readFileSync(path, 'utf8')))
const today = process.argv[4]
const changes = await diff(released, now)
if (today === undefined) {
  const named = { BREAKING: 'Removed or changed', DANGEROUS: 'Take note', NON_BREAKING: 'Added' }
  console.log('# What changed in the schema since the last release')
  for (const [level, title] of Object.entries(named)) {
    const lines = changes.filter((one) => one.criticality.level === level)
    if (lines.length) console.log(`\n## ${title}\n`)
    for (const one of lines) console.log(`- ${one.message}`)
  }
  if (!changes.length) console.log('\nNothing.')
} else {
  const before = deprecatedIn(released)
  const isDue = ({ type, path }) => {
    const date = dateIn(before.get(path) ?? '')
    return type.endsWith('_REMOVED') && date !== undefined && date <= today
  }
  const refused = changes
    .filter((one) => one.criticality.level === CriticalityLevel.Breaking && !isDue(one))
    .map((one) => `${one.path}: ${one.message}`)
  const lines = [...refused, ...wrongReasons(released, now, today)]
  for (const line of lines) console.log(line)
  process.exitCode = lines.length ? 1 : 0
}

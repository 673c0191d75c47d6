/**
 * Writes a page of a municipality's own site from its published plan: run it each night.
 *
 *     npm install && npm run build
 *     SIMITI_URL=… SIMITI_TOKEN=simiti_… node built/site.js site/plan.html
 *
 * The token's only scope is PLAN_READ, and its only documents are those of
 * src/simiti/persisted-documents.json: it can ask nothing that this page does not show.
 * docs/guides/show-a-plan-on-a-site.md tells more.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  PublicationsDocument,
  PublishedPlanDocument,
  PublishedRevisionDocument,
  type PublicationsQuery,
  type PublishedPlanQuery,
  type PublishedRevisionQuery,
  type TypedDocumentString,
} from './simiti/graphql.js'
import texts from './simiti/persisted-documents.json' with { type: 'json' }

const url = process.env['SIMITI_URL'] ?? ''
const token = process.env['SIMITI_TOKEN'] ?? ''
const PATIENCE = 5

type Publication = PublicationsQuery['publications'][number]
type Plan = NonNullable<PublishedPlanQuery['plan']>
type Revision = Extract<PublishedRevisionQuery['node'], { __typename: 'Revision' }>
type Budget = Revision['initiatives'][number]['budgets'][number]['budget']

/** The data of an answer; waits when the server says so. */
async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const documentId = document.__meta__?.['hash'] as keyof typeof texts
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ documentId, query: texts[documentId], variables }),
      signal: AbortSignal.timeout(60_000),
    })
    if ([429, 503].includes(answer.status) && attempt < PATIENCE) {
      await setTimeout(1_000 * Number(answer.headers.get('retry-after') ?? 2 ** attempt))
      continue
    }
    const body = (await answer.json()) as { data?: Data; errors?: unknown; error?: unknown }
    if (!answer.ok || !body.data || body.errors) {
      throw new Error(`${answer.status}: ${JSON.stringify(body.errors ?? body.error)}`)
    }
    return body.data
  }
}

/** The newest plan that everybody may read; acts come newest first. */
function newestPlan(acts: Publication[]): Publication | undefined {
  const seen = new Set<string>()
  return acts
    .filter((act) => act.kind === 'PLAN')
    .filter((act) => !seen.has(act.period) && seen.add(act.period))
    .filter((act) => !act.isWithdrawn)
    .sort((one, other) => other.period.localeCompare(one.period))[0]
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** Titles are other people's texts: none of them becomes a part of the page's own markup. */
const text = (value: string | number) =>
  String(value).replace(/[&<>"]/g, (mark) => MARKS[mark] ?? '')

/** An amount, `-` for no budget, and nothing where the plan says nothing: three things. */
function shown(budget: Budget | undefined): string {
  if (budget?.state === 'NONE') return '-'
  if (budget?.state !== 'AMOUNT') return ''
  return String(budget.amount).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')
}

function page(act: Publication, plan: Plan, revision: Revision): string {
  const years = revision.totals.years.map((one) => one.fiscalYear.be)
  const cells = (of: { fiscalYear: { be: number }; budget: Budget }[]) =>
    years
      .map(
        (year) => `<td>${text(shown(of.find((one) => one.fiscalYear.be === year)?.budget))}</td>`,
      )
      .join('')
  const row = (one: Revision['initiatives'][number]) =>
    `<tr><td>${text(one.number)}</td><th scope="row">${text(one.title)}</th>${cells(one.budgets)}</tr>`
  const body = plan.edition.dimensions
    .flatMap((dimension) => dimension.missions)
    .map((mission) => ({
      mission,
      rows: revision.initiatives.filter((one) => one.missionCode === mission.code),
    }))
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ mission, rows }) =>
        `<tbody><tr><th scope="rowgroup" colspan="${years.length + 2}">` +
        `${text(mission.code)} ${text(mission.titleTh)}</th></tr>${rows.map(row).join('')}</tbody>`,
    )
  return `<!doctype html>
<html lang="th">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(plan.organisation.nameTh)}</title>
<style>td { text-align: right } th { text-align: left } table { border-collapse: collapse }
td, th { border: 1px solid #bbb; padding: .2em .5em; vertical-align: top }</style>
<h1>${text(plan.organisation.nameTh)}</h1>
<p>${text(plan.edition.titleTh)} ฉบับที่ ${text(act.number)}
<a href="${text(new URL(act.newestAddress, url).href)}">ฉบับเต็มและข้อมูลเปิด</a></p>
<table data-sha256="${text(revision.sha256)}">
<thead><tr><th scope="col">ที่</th><th scope="col">โครงการ</th>
${years.map((year) => `<th scope="col">${year}</th>`).join('')}</tr></thead>
${body.join('\n')}
<tfoot><tr><th scope="row" colspan="2">รวม ${text(shown({ state: 'AMOUNT', amount: revision.totals.grandTotal }))} บาท</th>
${cells(revision.totals.years)}</tr></tfoot>
</table>
</html>
`
}

async function main(path: string): Promise<void> {
  const act = newestPlan((await ask(PublicationsDocument, {})).publications)
  if (!act) {
    await rm(path, { force: true })
    console.log('nothing is published')
    return
  }
  const { plan } = await ask(PublishedPlanDocument, { edition: act.period })
  const found = plan?.revisions.find((one) => one.number === act.number)
  const { node } = await ask(PublishedRevisionDocument, { id: found?.id ?? '' })
  if (!plan || !node || node.__typename !== 'Revision')
    throw new Error('what was published is gone')
  await mkdir(dirname(path), { recursive: true })
  // Whoever reads the site meanwhile has the page of before or this one, never half of one.
  await writeFile(`${path}.new`, page(act, plan, node))
  await rename(`${path}.new`, path)
  console.log(`no. ${act.number} of ${act.period}: ${node.initiatives.length} rows`)
}

await main(process.argv[2] ?? 'plan.html')

// Node 22 or newer: node read_plan.ts
import process from 'node:process'

const query = '{ plan { stage initiatives { title budgets { state amount fiscalYear { be } } } } }'

interface Cell {
  state: 'AMOUNT' | 'NONE' | 'UNSTATED'
  /** A decimal number as text; null unless AMOUNT. */
  amount: string | null
  fiscalYear: { be: number }
}

const answer = await fetch(`${process.env['SIMITI_URL']}/graphql`, {
  method: 'POST',
  headers: {
    authorization: `Bearer ${process.env['SIMITI_TOKEN']}`,
    'content-type': 'application/json',
  },
  body: JSON.stringify({ query }),
})
const body = await answer.json()
if (!answer.ok || body.errors) throw new Error(`${answer.status}: ${JSON.stringify(body)}`)
for (const row of body.data.plan.initiatives as { title: string; budgets: Cell[] }[]) {
  for (const cell of row.budgets) {
    console.log(row.title, cell.fiscalYear.be, cell.state, cell.amount)
  }
}

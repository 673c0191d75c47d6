/** Batches the server refused: what stands there now, what was typed, and the officer's choice. */
import { Button } from '@mantine/core'
import { Notice } from '../../parts/Notice'
import { BudgetFigure } from '../../parts/Marks'
import { useReader } from '../../parts/reader'
import { keyOf, type Batch, type Edit, type Wanted } from './edits/queue'
import { standing, type Edits } from './edits/useEdits'
import type { Plan } from './plan'

interface RefusalsProps {
  plan: Plan
  edits: Edits
  onGo: (initiativeId: string) => void
}

export function Refusals({ plan, edits, onGo }: RefusalsProps) {
  const { t } = useReader()
  const { refused } = edits.picture
  if (!refused.length) return null
  return (
    <Notice title={t.plan.refused.title} icon="alert" attention announce>
      <ul className="plain stack">
        {refused.map((batch) => (
          <li key={batch.id}>
            <RefusedBatch batch={batch} plan={plan} edits={edits} onGo={onGo} />
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function RefusedBatch({ batch, plan, edits, onGo }: RefusalsProps & { batch: Batch }) {
  const { t, n, told } = useReader()
  const isConflict = batch.refusals?.every((one) => one.code === 'CONFLICT')
  return (
    <div className="stack" style={{ gap: '0.5rem' }}>
      {isConflict && <p>{t.plan.refused.conflict}</p>}
      {batch.edits.length > 1 && <p>{t.plan.refused.batch(n(batch.edits.length))}</p>}
      <ul className="plain">
        {batch.refusals?.map((refusal) => {
          const edit = batch.edits.find(({ wanted }) => keyOf(wanted) === refusal.key)
          const place = edit && placeOf(plan, edit)
          if (!edit) return null
          return (
            <li key={refusal.key} className="refused-cell">
              {place && (
                <button type="button" className="quiet-button" onClick={() => onGo(place.row.id)}>
                  {place.be === null
                    ? place.row.title
                    : t.plan.refused.cell(place.row.title, n(place.be))}
                </button>
              )}
              {!isConflict && <p>{told(refusal)}</p>}
              <span>
                {t.plan.refused.current}:{' '}
                <strong>
                  {refusal.current?.budget ? (
                    <BudgetFigure budget={refusal.current.budget} />
                  ) : (
                    (refusal.current?.text ?? <Value wanted={standing(plan, edit.wanted)} />)
                  )}
                </strong>
              </span>{' '}
              <span>
                {t.plan.refused.mine}:{' '}
                <strong>
                  <Value wanted={edit.wanted} />
                </strong>
              </span>
            </li>
          )
        })}
      </ul>
      <div className="row">
        <Button size="sm" variant="default" onClick={() => edits.queue.keepTheirs(batch)}>
          {isConflict ? t.plan.refused.keepTheirs : t.plan.refused.drop}
        </Button>
        {isConflict && (
          <Button size="sm" onClick={() => edits.queue.putMine(batch)}>
            {t.plan.refused.putMine}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Never a dash for nothing known: in a plan a dash says that no budget is needed. */
function Value({ wanted }: { wanted: Wanted | null }) {
  const { t } = useReader()
  if (!wanted) return t.plan.stale.gone
  if (wanted.of === 'budget') return <BudgetFigure budget={wanted.budget} />
  return wanted.of === 'kind' ? t.kinds[wanted.kind] : wanted.text
}

function placeOf(plan: Plan, { wanted }: Edit) {
  for (const row of plan.initiatives) {
    if (wanted.of !== 'budget' && row.id === wanted.id) return { row, be: null }
    const cell = row.budgets.find((one) => one.id === wanted.id)
    if (cell) return { row, be: cell.fiscalYear.be }
  }
  return null
}

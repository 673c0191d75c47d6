/** Rows and risks that were taken out, each with a way back that can be undone. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RemoveRiskDocument } from '../../../gql/graphql'
import { ask, AskError } from '../../../parts/ask'
import { BudgetFigure, KindMark } from '../../../parts/Marks'
import { Failed, Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import type { History } from '../edits/history'
import { BESIDE_KEY } from '../parts/beside'
import { RowsFailed } from '../Toolbar'
import type { Rows } from '../useRows'
import { More } from './EntryList'
import {
  useRemovedRisks,
  useRemovedRows,
  useRestoreRisk,
  type RemovedRisk,
  type RemovedRow,
} from './history'

interface RemovedRowsProps {
  rows: Rows
  history: History
  mayRestore: boolean
}

export function RemovedRows({ rows, history, mayRestore }: RemovedRowsProps) {
  const { t } = useReader()
  const { query, nodes } = useRemovedRows()
  const [restored, setRestored] = useState<RemovedRow | null>(null)
  const { mutation } = rows
  const restore = (row: RemovedRow) =>
    rows.run({ do: 'restore', ids: [row.id] }).then(
      () => setRestored(row),
      () => undefined,
    )
  return (
    <>
      {mutation.isError && <RowsFailed error={mutation.error} />}
      {restored && (
        <Restored
          what={restored.title}
          onUndo={() => void history.undo().then(() => setRestored(null))}
        />
      )}
      {query.isError && <Failed error={query.error} onAgain={() => void query.refetch()} />}
      {nodes.length > 0 && (
        <Folded title={t.history.removedRows} count={nodes.length} isMore={query.hasNextPage}>
          <p className="soft">{t.history.removedNote}</p>
          <ul className="plain lines">
            {nodes.map((row) => (
              <RemovedLine
                key={row.id}
                title={row.title}
                about={<RowFacts row={row} />}
                removed={row}
                isBusy={mutation.isPending}
                onRestore={mayRestore ? () => void restore(row) : null}
              />
            ))}
          </ul>
          <More query={query} />
        </Folded>
      )}
    </>
  )
}

function RowFacts({ row }: { row: RemovedRow }) {
  const { t, n } = useReader()
  return (
    <span className="soft small removed-facts">
      <KindMark kind={row.kind} /> {t.history.inMission(n(row.missionCode))}
      {row.budgets.map(({ fiscalYear, budget }) => (
        <span key={fiscalYear.be}>
          {n(fiscalYear.be)}: <BudgetFigure budget={budget} />
        </span>
      ))}
    </span>
  )
}

export function RemovedRisks({ mayRestore }: { mayRestore: boolean }) {
  const { t } = useReader()
  const { query, nodes } = useRemovedRisks()
  const restore = useRestoreRisk()
  const [restored, setRestored] = useState<(RemovedRisk & { version: number }) | null>(null)
  const undo = useTakeOut(() => setRestored(null))
  return (
    <>
      {restore.isError && <Failed error={restore.error} />}
      {undo.isError && <Failed error={undo.error} />}
      {restored && <Restored what={restored.text} onUndo={() => undo.mutate(restored)} />}
      {nodes.length > 0 && (
        <Folded title={t.history.removedRisks} count={nodes.length} isMore={query.hasNextPage}>
          <ul className="plain lines">
            {nodes.map((risk) => (
              <RemovedLine
                key={risk.id}
                title={risk.text}
                about={<span className="soft small">{t.risks[risk.category]}</span>}
                removed={risk}
                isBusy={restore.isPending}
                onRestore={
                  mayRestore
                    ? () =>
                        restore.mutate(risk.id, {
                          onSuccess: (version) => setRestored({ ...risk, version }),
                        })
                    : null
                }
              />
            ))}
          </ul>
          <More query={query} />
        </Folded>
      )}
    </>
  )
}

/** Takes a risk out again; refused when a colleague has changed it since. */
function useTakeOut(onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, version }: { id: string; version: number }) => {
      const { removeRisk } = await ask(RemoveRiskDocument, { input: { id, version } })
      if (removeRisk.problems[0]) throw new AskError(removeRisk.problems[0])
      await client.invalidateQueries({ queryKey: BESIDE_KEY })
      await client.invalidateQueries({ queryKey: ['planHistory'] })
    },
    onSuccess: onDone,
  })
}

interface FoldedProps {
  title: (count: string) => string
  count: number
  isMore: boolean
  children: React.ReactNode
}

function Folded({ title, count, isMore, children }: FoldedProps) {
  const { t, n } = useReader()
  return (
    <details className="card removed">
      <summary>{title(isMore ? t.history.orMore(n(count)) : n(count))}</summary>
      <div className="stack">{children}</div>
    </details>
  )
}

interface RemovedLineProps {
  title: string
  about: React.ReactNode
  removed: { removedAt: string; removedBy: string; actingFor: string }
  isBusy: boolean
  onRestore: (() => void) | null
}

function RemovedLine({ title, about, removed, isBusy, onRestore }: RemovedLineProps) {
  const { t, moment } = useReader()
  const by = [removed.removedBy, removed.actingFor]
  return (
    <li className="row spread removed-line">
      <span className="stack removed-words">
        <strong lang="th">{title}</strong>
        {about}
        <span className="soft small">
          {t.history.removedBy(by.filter(Boolean).join(' '), moment(removed.removedAt))}
        </span>
      </span>
      {onRestore && (
        <Button size="sm" variant="default" loading={isBusy} onClick={onRestore}>
          {t.history.restore}
          <span className="unseen"> {title}</span>
        </Button>
      )}
    </li>
  )
}

function Restored({ what, onUndo }: { what: string; onUndo: () => void }) {
  const { t } = useReader()
  return (
    <Notice title={t.history.restored(what)} icon="check" announce>
      <div>
        <Button size="sm" variant="default" onClick={onUndo}>
          {t.undo}
        </Button>
      </div>
    </Notice>
  )
}

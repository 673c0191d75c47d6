/** Rows that other organisations publish in a mission: looked at, chosen, added to the own plan. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState, type FormEvent } from 'react'
import { PeerRowsDocument, type PeerRowsQuery } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Dialog } from '../../../parts/Dialog'
import { BudgetFigure, KindMark } from '../../../parts/Marks'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { MissionSelect } from '../MissionSelect'
import type { Plan } from '../plan'
import type { NewRow } from '../rowActions'

type PeerRow = PeerRowsQuery['peerRows'][number]

interface PeersDialogProps {
  plan: Plan
  missionCode: string
  onMission: (missionCode: string) => void
  onAdd: (missionCode: string, rows: NewRow[]) => Promise<unknown>
  onClose: () => void
}

export function PeersDialog({ plan, missionCode, onMission, onAdd, onClose }: PeersDialogProps) {
  const { t, n } = useReader()
  const words = t.plan.peers
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ReadonlyMap<string, PeerRow>>(new Map())
  const [withBudgets, setWithBudgets] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const rows = usePeerRows(plan, missionCode, useDeferredValue(text.trim()))
  const titles = new Set(plan.initiatives.map((row) => row.title))

  const choose = (row: PeerRow, isChosen: boolean) => {
    const next = new Map(chosen)
    if (isChosen) next.set(row.title, row)
    else next.delete(row.title)
    setChosen(next)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!chosen.size) return
    setAdding(true)
    setError(null)
    try {
      await onAdd(
        missionCode,
        [...chosen.values()].map((row) => newRow(row, withBudgets)),
      )
      onClose()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setAdding(false)
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.title} look="wide">
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <p className="soft">{words.lead}</p>
        <div className="fields">
          <MissionSelect
            dimensions={plan.edition.dimensions}
            label={t.plan.columns.mission}
            value={missionCode}
            onChange={(code) => {
              setChosen(new Map())
              onMission(code)
            }}
          />
          <TextInput
            type="search"
            label={words.search}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        {rows.isPending && <Loading />}
        {rows.isError && <Failed error={rows.error} onAgain={() => void rows.refetch()} />}
        {rows.data && !rows.data.length && <p role="status">{words.none}</p>}
        {rows.data && rows.data.length > 0 && (
          <ul className="plain peer-rows" aria-label={words.title}>
            {rows.data.map((row) => (
              <PeerLine
                key={row.title}
                row={row}
                isThere={titles.has(row.title)}
                isChosen={chosen.has(row.title)}
                onChoose={(isChosen) => choose(row, isChosen)}
              />
            ))}
          </ul>
        )}
        <Checkbox
          label={words.withBudgets}
          description={words.withBudgetsNote}
          checked={withBudgets}
          onChange={(event) => setWithBudgets(event.currentTarget.checked)}
        />
        {error !== null && <Failed error={error} />}
        <div className="row">
          <Button type="submit" disabled={!chosen.size} loading={isAdding}>
            {words.add(n(chosen.size))}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface PeerLineProps {
  row: PeerRow
  isThere: boolean
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
}

function PeerLine({ row, isThere, isChosen, onChoose }: PeerLineProps) {
  const { t, n } = useReader()
  const words = t.plan.peers
  return (
    <li>
      <Checkbox
        checked={isChosen}
        disabled={isThere}
        onChange={(event) => onChoose(event.currentTarget.checked)}
        label={<span lang="th">{row.title}</span>}
        description={isThere ? words.isThere : words.found(n(row.organisations))}
      />
      <div className="peer-facts soft small">
        <KindMark kind={row.kind} />
        <span lang="th">{words.example(row.example)}</span>
        {row.budgets.map(({ fiscalYear, budget }) => (
          <span key={fiscalYear.be} className="figure">
            {n(fiscalYear.be)}: <BudgetFigure budget={budget} />
          </span>
        ))}
      </div>
    </li>
  )
}

function usePeerRows(plan: Plan, missionCode: string, text: string) {
  const editionCode = plan.edition.code
  return useQuery({
    queryKey: ['peerRows', editionCode, missionCode, text],
    queryFn: async () => (await ask(PeerRowsDocument, { editionCode, missionCode, text })).peerRows,
    enabled: missionCode !== '',
  })
}

/** Another organisation's money is taken only when that was asked for. */
function newRow({ kind, title, budgets }: PeerRow, withBudgets: boolean): NewRow {
  return {
    kind,
    title,
    ...(withBudgets && {
      budgets: budgets.map(({ fiscalYear, budget: { state, amount } }) => ({
        fiscalYear: fiscalYear.be,
        state,
        amount,
      })),
    }),
  }
}

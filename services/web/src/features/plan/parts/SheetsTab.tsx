/** Part 3: the rows with what their sheets lack, and the sheet of one row at a time. */
import { Button } from '@mantine/core'
import { useSearchParams } from 'wouter'
import { Failed, Loading } from '../../../parts/Notice'
import { Icon } from '../../../parts/Icon'
import { KindMark } from '../../../parts/Marks'
import { useReader } from '../../../parts/reader'
import type { Plan } from '../plan'
import { useGate, useSheets, type Sheet } from './beside'
import { LockNote } from './DraftMark'
import { useRowName } from './RiskForm'
import { SheetForm } from './SheetForm'

interface TabProps {
  plan: Plan
  username: string
}

/** How many fields a sheet needs, so that the list can say how far it is. */
const NEEDED = 10

export default function SheetsTab({ plan, username }: TabProps) {
  const { t, n } = useReader()
  const sheets = useSheets(plan)
  const gateFor = useGate(sheets.data ?? null)
  const [search, setSearch] = useSearchParams()
  const wanted = search.get('sheet')
  if (!sheets.data) {
    return sheets.isError ? (
      <Failed error={sheets.error} onAgain={() => void sheets.refetch()} />
    ) : (
      <Loading />
    )
  }
  const byRow = new Map(sheets.data.initiatives.map((row) => [row.id, row.sheet ?? null]))
  const open = (id: string | null) =>
    setSearch({ tab: 'sheets', ...(id && { sheet: id }) }, { replace: !!wanted && !!id })
  const at = plan.initiatives.findIndex((row) => row.id === wanted)
  const row = plan.initiatives[at]
  if (row) {
    const gate = gateFor({ kind: 'ROW', initiativeId: row.id })
    return (
      <div className="part-tab">
        <nav className="row spread" aria-label={t.parts.sheetNav}>
          <Button variant="default" size="sm" onClick={() => open(null)}>
            {t.parts.allSheets}
          </Button>
          <span className="soft">{t.parts.sheetAt(n(at + 1), n(plan.initiatives.length))}</span>
          <span className="row">
            <Step to={plan.initiatives[at - 1]?.id} words={t.parts.before} onGo={open} />
            <Step to={plan.initiatives[at + 1]?.id} words={t.parts.next} onGo={open} />
          </span>
        </nav>
        <LockNote gate={gate} />
        <SheetForm
          key={row.id}
          plan={plan}
          row={row}
          sheet={byRow.get(row.id) ?? null}
          username={username}
          isOpen={gate.isOpen}
        />
      </div>
    )
  }
  return (
    <div className="part-tab">
      <p className="soft">{t.parts.sheetsLead}</p>
      {!plan.initiatives.length && <p>{t.parts.noRows}</p>}
      <ul className="plain lines">
        {plan.initiatives.map((one) => (
          <li key={one.id}>
            <button type="button" className="line-link" onClick={() => open(one.id)}>
              <KindMark kind={one.kind} />
              <RowName row={one} />
              <Progress sheet={byRow.get(one.id) ?? null} />
              <Icon name="arrow" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function RowName({ row }: { row: Plan['initiatives'][number] }) {
  const name = useRowName()
  return (
    <span className="line-title" lang="th">
      {name(row)}
    </span>
  )
}

function Progress({ sheet }: { sheet: Sheet | null }) {
  const { t, n } = useReader()
  if (!sheet) return <span className="tag">{t.parts.notBegun}</span>
  const left = sheet.missing.length
  if (!left) {
    return (
      <span className="tag">
        <Icon name="check" size={16} />
        {t.parts.complete}
      </span>
    )
  }
  return <span className="tag attention">{t.parts.filledN(n(NEEDED - left), n(NEEDED))}</span>
}

interface StepProps {
  to: string | undefined
  words: string
  onGo: (id: string) => void
}

function Step({ to, words, onGo }: StepProps) {
  return (
    <Button variant="default" size="sm" disabled={!to} onClick={() => to && onGo(to)}>
      {words}
    </Button>
  )
}

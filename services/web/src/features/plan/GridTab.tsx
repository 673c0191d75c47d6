/** The tab of the grid: what is saved, the tools, the grid, and the dialogs of its rows. */
import { Button } from '@mantine/core'
import { useCallback, useRef, useState } from 'react'
import { Icon } from '../../parts/Icon'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useMay } from '../session/viewer'
import { BulkDialog } from './BulkDialog'
import type { History } from './edits/history'
import type { Edits } from './edits/useEdits'
import { FilterBar } from './FilterBar'
import { placeOf, type Line } from './grid/layout'
import { PlanGrid, type GridHandle } from './grid/PlanGrid'
import type { PastedBlock } from './grid/useClipboard'
import { GridTools, HistoryTool } from './GridTools'
import { ROW_FIELDS } from './history/fields'
import { useOpenHistory } from './history/HistoryPanel'
import { LiveNote } from './live/LiveNote'
import type { Live } from './live/useLive'
import { MissionsLeft } from './MissionsLeft'
import { PastePreview, type Confirmed } from './PastePreview'
import type { Initiative, Plan } from './plan'
import { PeersDialog } from './peers/PeersDialog'
import { usePeers } from './peers/usePeers'
import { Refusals } from './Refusals'
import type { RowAction } from './rowActions'
import { AddDialog, MoveDialog, SubMissionDialog } from './RowDialogs'
import { RowMenu, type OpenMenu } from './RowMenu'
import { SaveStatus } from './SaveStatus'
import { useGate } from './steps/gate'
import { RowsFailed } from './Toolbar'
import { useFilter } from './useFilter'
import { useReorder } from './useReorder'
import { useResponsible } from './useResponsible'
import { useRows } from './useRows'
import { useWantedRow } from './useWantedRow'

interface GridTabProps {
  plan: Plan
  edits: Edits
  live: Live
  history: History
}

export function GridTab({ plan, edits, live, history }: GridTabProps) {
  const { t, n } = useReader()
  const gate = useGate()
  const isEditor = useMay('PLAN_EDIT')
  const mayEdit = isEditor && gate.isAny
  const rows = useRows(edits, history)
  const responsible = useResponsible(history)
  const { filter, setFilter, hidden, shown } = useFilter(plan)
  const grid = useRef<GridHandle>(null)
  const { goToRow, follow } = useWantedRow(plan, grid)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [addTo, setAddTo] = useState<string | null>(null)
  const [moving, setMoving] = useState<Initiative | null>(null)
  const [placing, setPlacing] = useState<Initiative | null>(null)
  const [pasted, setPasted] = useState<PastedBlock | null>(null)
  const [bulk, setBulk] = useState<Initiative[] | null>(null)
  const [said, setSaid] = useState('')
  const peers = usePeers(plan)
  const reorder = useReorder(rows, hidden !== null, setSaid)

  const openMenu = useCallback((line: Line, button: HTMLElement) => setMenu({ line, button }), [])
  const openHistory = useOpenHistory()
  const showHistory = useCallback(
    (row: Initiative, year?: number) =>
      openHistory({
        title: row.title,
        filter: { initiativeId: row.id },
        year,
        fields: ROW_FIELDS,
      }),
    [openHistory],
  )
  /** Where a filter hides the row, the address takes it away first. */
  const goToKey = (key: string) => {
    if (grid.current?.goToKey(key)) return
    const row = plan.initiatives.find((one) => placeOf(one, key) !== null)
    if (row) goToRow(row.id)
  }
  const askHistory = () => grid.current?.grid.ask(showHistory)
  const closeMenu = useCallback(() => setMenu(null), [])
  /** The focus stays in the grid when its row is gone. */
  const nextTo = (removed: Initiative) => {
    const at = plan.initiatives.findIndex((one) => one.id === removed.id)
    return (plan.initiatives[at + 1] ?? plan.initiatives[at - 1])?.id
  }
  const { mutation } = rows
  const lastAction = mutation.isSuccess ? mutation.variables.action : null
  const unadded = () => {
    const action = mutation.isError ? mutation.variables.action : null
    if (action?.do !== 'add' || action.rows.length !== 1 || pasted) return null
    return { title: action.rows[0]!.title, onAgain: () => addRows(action) }
  }
  const addRows = (action: RowAction) => {
    const goOn = follow()
    void rows.run(action).then(({ initiatives }) => goOn(initiatives?.[0]?.id), ignore)
  }
  const removed = lastAction?.do === 'remove' ? lastAction.rows[0] : undefined
  const paste = async ({ set, add }: Confirmed) => {
    if (add) {
      const { initiatives } = await rows.run({ do: 'add', ...add, also: set })
      const first = initiatives?.[0]
      if (first) goToRow(first.id)
    } else edits.setMany(set)
    setPasted(null)
    setSaid(t.plan.pasted(n(set.length), n(add?.rows.length ?? 0)))
  }

  return (
    <>
      {mutation.isError && <RowsFailed error={mutation.error} unadded={unadded()} />}
      {responsible.mutation.isError && <RowsFailed error={responsible.mutation.error} />}
      {removed && (
        <Notice title={t.plan.removed(removed.title)} icon="remove" announce>
          <div>
            <Button size="sm" variant="default" onClick={() => void history.undo()}>
              {t.undo}
            </Button>
          </div>
        </Notice>
      )}
      {isEditor && !gate.isWhole && plan.stage !== 'DRAFT' && (
        <p className="lock-line soft">
          <Icon name="lock" />
          {t.steps.locked[plan.stage]}
        </p>
      )}
      <div className="toolbar no-print">
        {mayEdit && (
          <>
            <SaveStatus edits={edits} onGo={goToKey} />
            <GridTools
              history={history}
              grid={grid}
              onBulk={() => setBulk(grid.current?.grid.chosenRows() ?? [])}
              onHistory={askHistory}
            />
          </>
        )}
        <LiveNote live={live} />
        {!mayEdit && <HistoryTool onUse={askHistory} />}
        <div className="row toolbar-end">
          {plan.totals.cells.unstated > 0 && (
            <span className="soft">{t.plan.cellsLeft(n(plan.totals.cells.unstated))}</span>
          )}
          <Button variant="default" size="sm" onClick={() => window.print()}>
            {t.plan.print}
          </Button>
        </div>
        <Refusals plan={plan} edits={edits} onGo={goToRow} />
        <div className="toolbar-line">
          <FilterBar plan={plan} filter={filter} shown={shown} onChange={setFilter} />
          <MissionsLeft plan={plan} onAdd={mayEdit && gate.isWhole ? setAddTo : null} />
        </div>
      </div>
      <p className={said ? 'said no-print' : 'said'} role="status">
        {said}
      </p>
      <PlanGrid
        ref={grid}
        plan={plan}
        hand={edits.hand}
        fresh={live.marks}
        hidden={hidden}
        history={history.stack}
        mayEdit={mayEdit}
        onAdd={setAddTo}
        onMenu={openMenu}
        onHistory={showHistory}
        onShift={reorder.shift}
        onDrop={reorder.drop}
        onPasted={setPasted}
      />
      <RowMenu
        plan={plan}
        open={menu}
        onClose={closeMenu}
        onEditTitle={(row) => setTimeout(() => grid.current?.editTitle(row.id), 80)}
        onKind={(row, kind) => edits.setRow(row, { of: 'kind', kind })}
        onMove={(row, missionCode, position) => reorder.drop(row, { missionCode, position })}
        onMoveTo={setMoving}
        onSubMission={setPlacing}
        onHistory={showHistory}
        onRemove={(row) => {
          const goOn = follow()
          void rows.run({ do: 'remove', rows: [row] }).then(() => goOn(nextTo(row)), ignore)
        }}
      />
      {addTo && (
        <AddDialog
          plan={plan}
          missionCode={addTo}
          onClose={() => setAddTo(null)}
          onPeers={() => {
            peers.open(addTo)
            setAddTo(null)
          }}
          onAdd={(given) => {
            addRows({ do: 'add', missionCode: addTo, rows: [given] })
            setAddTo(null)
          }}
        />
      )}
      {peers.missionCode !== null && mayEdit && gate.isWhole && (
        <PeersDialog
          plan={plan}
          missionCode={peers.missionCode}
          onMission={peers.open}
          onClose={peers.close}
          onAdd={async (missionCode, chosen) => {
            const { initiatives } = await rows.run({ do: 'add', missionCode, rows: chosen })
            setSaid(t.plan.peers.added(n(chosen.length), n(missionCode)))
            if (initiatives?.[0]) goToRow(initiatives[0].id)
          }}
        />
      )}
      <MoveDialog
        plan={plan}
        row={moving}
        onClose={() => setMoving(null)}
        onMove={(row, missionCode) => {
          const goOn = follow()
          void rows.run({ do: 'move', row, missionCode }).then(() => goOn(row.id), ignore)
        }}
      />
      {placing && (
        <SubMissionDialog
          plan={plan}
          row={placing}
          onSet={(text) => edits.setRow(placing, { of: 'subMission', text })}
          onClose={() => setPlacing(null)}
        />
      )}
      {pasted && (
        <PastePreview
          pasted={pasted}
          edits={edits.hand}
          onConfirm={(confirmed) => void paste(confirmed).catch(ignore)}
          failed={mutation.isError ? mutation.error : null}
          onClose={() => setPasted(null)}
        />
      )}
      {bulk && (
        <BulkDialog
          plan={plan}
          rows={bulk}
          years={plan.fiscalYears.map((year) => year.be)}
          onClose={() => setBulk(null)}
          onSet={(wanted, unit) => {
            const changed = edits.setMany(wanted)
            setBulk(null)
            setSaid(t.plan.bulk.done(n(bulk.length), n(changed)))
            if (unit !== null) {
              void responsible
                .run(bulk, unit)
                .then((isDone) => isDone && setSaid(t.plan.bulk.unitDone(n(bulk.length), unit)))
            }
          }}
        />
      )}
    </>
  )
}

/** The refusal is shown by the mutation itself. */
const ignore = () => undefined

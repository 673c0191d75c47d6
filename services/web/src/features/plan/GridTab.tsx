/** The tab of the grid: what is saved, the tools, the grid, and the dialogs of its rows. */
import { Button } from '@mantine/core'
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { useSearchParams } from 'wouter'
import { Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useMay } from '../session/viewer'
import type { History } from './edits/history'
import type { Edits } from './edits/useEdits'
import type { Line } from './grid/layout'
import { PlanGrid, type GridHandle } from './grid/PlanGrid'
import { KeyList } from './KeyList'
import { LiveNote } from './live/LiveNote'
import type { Live } from './live/useLive'
import { RowsFailed, Tool } from './Toolbar'
import type { Initiative, Plan } from './plan'
import { Refusals } from './Refusals'
import { AddDialog, MoveDialog } from './RowDialogs'
import { RowMenu, type OpenMenu } from './RowMenu'
import { SaveStatus } from './SaveStatus'
import { useRows } from './useRows'

interface GridTabProps {
  plan: Plan
  edits: Edits
  live: Live
  history: History
}

export function GridTab({ plan, edits, live, history }: GridTabProps) {
  const { t, n } = useReader()
  const mayEdit = useMay('PLAN_EDIT')
  const rows = useRows(plan, edits, history)
  const grid = useRef<GridHandle>(null)
  const goToRow = useWantedRow(plan, grid)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [addTo, setAddTo] = useState<string | null>(null)
  const [moving, setMoving] = useState<Initiative | null>(null)

  const openMenu = useCallback((line: Line, button: HTMLElement) => setMenu({ line, button }), [])
  const closeMenu = useCallback(() => setMenu(null), [])
  /** The focus stays in the grid when its row is gone. */
  const goToNext = (removed: Initiative) => {
    const at = plan.initiatives.findIndex((one) => one.id === removed.id)
    const next = plan.initiatives[at + 1] ?? plan.initiatives[at - 1]
    if (next) goToRow(next.id)
  }
  const removed = rows.isSuccess && rows.variables?.do === 'remove' ? rows.variables.row : null

  return (
    <>
      {rows.isError && <RowsFailed error={rows.error} />}
      {removed && (
        <Notice title={t.plan.removed(removed.title)} icon="remove" announce>
          <div>
            <Button
              size="sm"
              variant="default"
              onClick={() =>
                rows.mutate(
                  { do: 'restore', id: removed.id },
                  { onSuccess: () => goToRow(removed.id) },
                )
              }
            >
              {t.undo}
            </Button>
          </div>
        </Notice>
      )}
      <div className="toolbar no-print">
        {mayEdit && (
          <>
            <SaveStatus edits={edits} />
            <div className="row tools">
              <Tool icon="undo" label={t.undo} isOn={history.canUndo} onUse={history.undo} />
              <Tool icon="redo" label={t.redo} isOn={history.canRedo} onUse={history.redo} />
              <KeyList />
            </div>
          </>
        )}
        <LiveNote live={live} />
        <div className="row toolbar-end">
          {plan.totals.cells.unstated > 0 && (
            <span className="soft">{t.plan.cellsLeft(n(plan.totals.cells.unstated))}</span>
          )}
          <Button variant="default" size="sm" onClick={() => window.print()}>
            {t.plan.print}
          </Button>
        </div>
        <Refusals plan={plan} edits={edits} onGo={goToRow} />
      </div>
      <PlanGrid
        ref={grid}
        plan={plan}
        edits={edits}
        fresh={live.marks}
        history={history}
        mayEdit={mayEdit}
        onAdd={setAddTo}
        onMenu={openMenu}
      />
      <RowMenu
        plan={plan}
        open={menu}
        onClose={closeMenu}
        onEditTitle={(row) => setTimeout(() => grid.current?.editTitle(row.id), 80)}
        onKind={(row, kind) => edits.setRow(row, { of: 'kind', kind })}
        onMove={(row, missionCode, position) =>
          rows.mutate(
            { do: 'move', row, missionCode, position },
            { onSuccess: () => goToRow(row.id) },
          )
        }
        onMoveTo={setMoving}
        onRemove={(row) => rows.mutate({ do: 'remove', row }, { onSuccess: () => goToNext(row) })}
      />
      <AddDialog
        missionCode={addTo}
        onClose={() => setAddTo(null)}
        onAdd={(given) => {
          if (addTo) {
            rows.mutate(
              { do: 'add', missionCode: addTo, ...given },
              { onSuccess: ({ initiative }) => initiative && goToRow(initiative.id) },
            )
          }
          setAddTo(null)
        }}
      />
      <MoveDialog
        plan={plan}
        row={moving}
        onClose={() => setMoving(null)}
        onMove={(row, missionCode) =>
          rows.mutate({ do: 'move', row, missionCode }, { onSuccess: () => goToRow(row.id) })
        }
      />
    </>
  )
}

/**
 * A row named in the address (/plan?row=…) gets the focus, and leaves the address again, so that
 * the same link works a second time. A row that is not there yet is waited for.
 */
function useWantedRow(plan: Plan, grid: RefObject<GridHandle | null>) {
  const [search, setSearch] = useSearchParams()
  const wanted = search.get('row')
  const isThere = plan.initiatives.some((row) => row.id === wanted)
  useEffect(() => {
    if (!wanted || !isThere) return
    // A dialog that closes gives the focus back to its button first.
    const timer = setTimeout(() => {
      grid.current?.goToRow(wanted)
      setSearch(
        (now) => {
          now.delete('row')
          return now
        },
        { replace: true },
      )
    }, 80)
    return () => clearTimeout(timer)
  }, [wanted, isThere, grid, setSearch])
  return useCallback((row: string) => setSearch({ row }, { replace: true }), [setSearch])
}

/** The plan of the organisation: the grid, Part 1, and what was submitted. */
import { Button, Tabs } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import '../../styles/inner'
import '../../styles/plan.css'
import { Icon } from '../../parts/Icon'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useMay, useViewer } from '../session/viewer'
import { useHistory } from './edits/history'
import { useEdits } from './edits/useEdits'
import type { Line } from './grid/layout'
import { PlanGrid, type GridHandle } from './grid/PlanGrid'
import { KeyList } from './KeyList'
import { RowsFailed, Tool } from './Toolbar'
import { usePlan, usePlanStatus, type Initiative, type Plan } from './plan'
import { Refusals } from './Refusals'
import { Revisions } from './Revisions'
import { AddDialog, MoveDialog } from './RowDialogs'
import { RowMenu, type OpenMenu } from './RowMenu'
import { SaveStatus } from './SaveStatus'
import { Sections } from './Sections'
import { SubmitDialog } from './SubmitDialog'
import { useRows } from './useRows'

export default function PlanPage() {
  const { t } = useReader()
  const plan = usePlan()
  const viewer = useViewer().data
  if (plan.data && viewer) {
    return <OpenPlan key={plan.data.id} plan={plan.data} username={viewer.person.username} />
  }
  return (
    <Page narrow title={t.plan.title} tabTitle={t.nav.plan}>
      {plan.isPending && <Loading />}
      {plan.isError && <Failed error={plan.error} onAgain={() => void plan.refetch()} />}
      {plan.data === null && (
        <div className="empty">
          <h2>{t.plan.none}</h2>
          <p>{t.plan.noneNote}</p>
          <Button component={Link} href="/">
            {t.plan.goHome}
          </Button>
        </div>
      )}
    </Page>
  )
}

function OpenPlan({ plan, username }: { plan: Plan; username: string }) {
  const { t, n, date } = useReader()
  const client = useQueryClient()
  const mayEdit = useMay('PLAN_EDIT')
  const maySubmit = useMay('PLAN_SUBMIT')
  const [search, setSearch] = useSearchParams()
  const history = useHistory()
  const edits = useEdits(plan, username, history)
  const rows = useRows(plan, edits, history)
  const grid = useRef<GridHandle>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [addTo, setAddTo] = useState<string | null>(null)
  const [moving, setMoving] = useState<Initiative | null>(null)
  const [openedAt] = useState(() => Date.now())
  const [isSubmitting, setSubmitting] = useState(false)
  usePlanStatus(true)

  const openMenu = useCallback((line: Line, button: HTMLElement) => setMenu({ line, button }), [])
  const closeMenu = useCallback(() => setMenu(null), [])
  const tab = search.get('tab') ?? 'grid'
  const setTab = (next: string | null) =>
    setSearch(next && next !== 'grid' ? { tab: next } : {}, { replace: true })
  const goToRow = (id: string) => {
    setSubmitting(false)
    setTab('grid')
    setTimeout(() => grid.current?.goToRow(id), 80)
  }
  /** The focus stays in the grid when its row is gone. */
  const goToNext = (removed: Initiative) => {
    const at = plan.initiatives.findIndex((one) => one.id === removed.id)
    const next = plan.initiatives[at + 1] ?? plan.initiatives[at - 1]
    if (next) goToRow(next.id)
  }
  const wanted = search.get('row')
  useEffect(() => {
    if (wanted) grid.current?.goToRow(wanted)
  }, [wanted])

  const removed = rows.isSuccess && rows.variables?.do === 'remove' ? rows.variables.row : null
  const isChanged = plan.state === 'DRAFT' && plan.revisions.length > 0
  const isOverdue =
    plan.dueOn != null && !plan.revisions.length && Date.parse(plan.dueOn) < openedAt
  const place = [plan.organisation.nameTh, plan.organisation.province.nameTh].join(' จังหวัด')

  return (
    <Page
      title={
        <>
          {t.plan.title} <span className="year-span">{n(plan.edition.code)}</span>
        </>
      }
      tabTitle={t.nav.plan}
      lead={
        <>
          <strong lang="th">{place}</strong>
          <br />
          {mayEdit ? t.plan.lead : t.plan.leadReader}
          {mayEdit && !maySubmit && ` ${t.plan.submitOnlyApprover}`}
        </>
      }
      actions={
        <>
          <span className="tag">{t.plan.states[plan.state]}</span>
          {plan.dueOn && (
            <span className={isOverdue ? 'tag attention' : 'soft'}>
              {isOverdue ? t.plan.overdue(date(plan.dueOn)) : t.plan.dueOn(date(plan.dueOn))}
            </span>
          )}
          {maySubmit && (
            <Button
              leftSection={<Icon name="send" />}
              onClick={() => {
                void client.invalidateQueries({ queryKey: ['planStatus'] })
                setSubmitting(true)
              }}
            >
              {t.plan.submit}
            </Button>
          )}
        </>
      }
    >
      {isChanged && <Notice title={t.plan.changedSince} icon="clock" />}
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
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="grid">{t.plan.tabs.grid}</Tabs.Tab>
          <Tabs.Tab value="sections">{t.plan.tabs.sections}</Tabs.Tab>
          <Tabs.Tab value="revisions">
            {t.plan.tabs.revisions} ({n(plan.revisions.length)})
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="grid">
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
            history={history}
            mayEdit={mayEdit}
            onAdd={setAddTo}
            onMenu={openMenu}
          />
        </Tabs.Panel>
        <Tabs.Panel value="sections">
          <Sections sections={plan.sections} risks={plan.risks} />
        </Tabs.Panel>
        <Tabs.Panel value="revisions">
          <Revisions revisions={plan.revisions} />
        </Tabs.Panel>
      </Tabs>
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
      <SubmitDialog
        plan={plan}
        edits={edits}
        isOpen={isSubmitting}
        onClose={() => setSubmitting(false)}
        onGo={goToRow}
      />
    </Page>
  )
}

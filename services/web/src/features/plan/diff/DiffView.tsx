/** What differs between two contents of a plan: a summary, rows by mission, texts, totals. */
import { Checkbox } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import '../../../styles/diff.css'
import type { EditionPartsFragment } from '../../../gql/graphql'
import { groupBy } from '../../../parts/group'
import { Notice } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { Scroller } from '../../../parts/Scroller'
import { DiffTotals } from './DiffTotals'
import { ChangeMarks, FieldLine, YearLine } from './lines'
import { differenceWords, sideWords, sumOfYears, type Diff, type DiffRow } from './words'

interface DiffViewProps {
  diff: Diff
  edition: EditionPartsFragment
  /** All of it, for an annex that adds the totals up in its own way. */
  isAnnex?: boolean
  /** A further line of a row. */
  lineOf?: LineOf
}

type LineOf = (row: DiffRow, title: string) => ReactNode

export function DiffView({ diff, edition, isAnnex = false, lineOf }: DiffViewProps) {
  const { t, n } = useReader()
  const [onlyMoney, setOnlyMoney] = useState(false)
  if (diff.isEmpty) {
    return (
      <Notice title={t.diff.nothing} icon="check">
        <p>{t.diff.nothingNote}</p>
      </Notice>
    )
  }
  const rows = onlyMoney ? diff.rows.filter((row) => row.budgets.length > 0) : diff.rows
  return (
    <div className="stack diff">
      <DiffSummary diff={diff} />
      {!isAnnex && (
        <Checkbox
          className="no-print"
          label={t.diff.onlyMoney}
          checked={onlyMoney}
          onChange={(event) => setOnlyMoney(event.currentTarget.checked)}
        />
      )}
      {onlyMoney && !rows.length && <Notice title={t.diff.noMoney} />}
      {rows.length > 0 && <DiffRows rows={rows} edition={edition} lineOf={lineOf} />}
      {diff.renumbered > 0 && <p className="soft">{t.diff.renumbered(n(diff.renumbered))}</p>}
      {!onlyMoney && diff.texts.length > 0 && <DiffTexts texts={diff.texts} />}
      {!isAnnex && <DiffTotals totals={diff.totals} />}
    </div>
  )
}

/** One line that says how much happened, and what became of the money. */
export function DiffSummary({ diff }: { diff: Diff }) {
  const reader = useReader()
  const { t, n, baht } = reader
  const whole = diff.totals.find((total) => total.dimensionCode === '')
  return (
    <p className="diff-summary">
      <span className="soft">
        {t.diff.since(sideWords(reader, diff.before), sideWords(reader, diff.after))}:
      </span>{' '}
      <strong>
        {t.diff.summary(n(diff.added), n(diff.removed), n(diff.moved), n(diff.changed))}
        {diff.texts.length > 0 && ` · ${t.diff.texts(n(diff.texts.length))}`}
      </strong>
      <br />
      {whole &&
        t.diff.money(
          baht(sumOfYears(whole.budgets, 'before')),
          baht(sumOfYears(whole.budgets, 'after')),
          differenceWords(reader, whole.difference),
        )}
    </p>
  )
}

interface DiffRowsProps {
  rows: DiffRow[]
  edition: EditionPartsFragment
  lineOf: LineOf | undefined
}

function DiffRows({ rows, edition, lineOf }: DiffRowsProps) {
  const { t, n } = useReader()
  const byMission = groupBy(rows, (row) => placeOf(row).missionCode)
  return (
    <DiffTable label={t.diff.tableLabel}>
      {edition.dimensions.map((dimension) => {
        const missions = dimension.missions.filter((mission) => byMission.has(mission.code))
        if (!missions.length) return null
        return [
          <tbody key={dimension.code}>
            <tr className="diff-dimension">
              <th scope="rowgroup" colSpan={4}>
                {t.dimension(n(dimension.code))} {dimension.titleTh}
              </th>
            </tr>
          </tbody>,
          ...missions.flatMap((mission) => [
            <tbody key={mission.code}>
              <tr className="diff-mission">
                <th scope="rowgroup" colSpan={4}>
                  {n(mission.code)} {mission.titleTh}
                </th>
              </tr>
            </tbody>,
            ...(byMission.get(mission.code) ?? []).map((row, index) => (
              <OneRow
                key={row.initiativeId ?? `${mission.code} ${index}`}
                row={row}
                lineOf={lineOf}
              />
            )),
          ]),
        ]
      })}
    </DiffTable>
  )
}

function OneRow({ row, lineOf }: { row: DiffRow; lineOf: LineOf | undefined }) {
  const reader = useReader()
  const { t, n } = reader
  const place = placeOf(row)
  const from = row.kinds.includes('MOVED') ? row.before : null
  return (
    <tbody className="diff-one">
      <tr className="diff-row">
        <th scope="rowgroup" colSpan={3}>
          <ChangeMarks kinds={row.kinds} /> {n(place.number)}. {place.title}
          {from && (
            <span className="soft">
              {' '}
              ({t.diff.movedFrom(t.diff.place(n(from.missionCode), n(from.number)))})
            </span>
          )}
        </th>
        <td className="figure">
          {row.budgets.length > 0 && differenceWords(reader, row.difference)}
        </td>
      </tr>
      {row.fields.map((field) => (
        <FieldLine key={field.field} change={field} />
      ))}
      {row.budgets.map((budget) => (
        <YearLine key={budget.fiscalYear.be} change={budget} />
      ))}
      {lineOf?.(row, place.title)}
    </tbody>
  )
}

function placeOf(row: DiffRow) {
  const face = row.after ?? row.before
  if (!face) throw new Error('a change is about a row')
  return face
}

function DiffTexts({ texts }: { texts: Diff['texts'] }) {
  const { t } = useReader()
  return (
    <DiffTable label={t.diff.textsTitle}>
      {texts.map((text, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a difference never changes its order
        <tbody key={index}>
          <tr className="diff-row">
            <th scope="rowgroup" colSpan={4}>
              <ChangeMarks kinds={[text.kind]} /> {t.diff.textKinds[text.text]}: {text.title}
            </th>
          </tr>
          {text.fields.map((field) => (
            <FieldLine key={field.field} change={field} />
          ))}
        </tbody>
      ))}
    </DiffTable>
  )
}

export function DiffTable({ label, children }: { label: string; children: React.ReactNode }) {
  const { t } = useReader()
  return (
    <Scroller className="diff-box" label={label}>
      <table className="diff-table">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t.diff.columns.what}</th>
            <th scope="col">{t.diff.columns.before}</th>
            <th scope="col">{t.diff.columns.after}</th>
            <th scope="col" className="figure">
              {t.diff.columns.difference}
            </th>
          </tr>
        </thead>
        {children}
      </table>
    </Scroller>
  )
}

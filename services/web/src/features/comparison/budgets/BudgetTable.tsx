/** Organisations × years and dimensions: sticky head and first column, subtotals, changes. */
import type { BudgetMeasure } from '../../../gql/graphql'
import { Scroller } from '../../../parts/Scroller'
import { useReader, type Reader } from '../../../parts/reader'
import type { Behind } from '../comparison'
import { useCellKeys } from '../keys'
import type { ScreenProps } from '../screens'
import { ColumnHead, headOf, yearGroups } from './ColumnHead'
import {
  changeShown,
  makingOf,
  shownOf,
  toldOf,
  type Budgets,
  type Choice,
  type Column,
  type Figure,
  type Group,
  type Line,
} from './budgets'

interface BudgetTableProps extends ScreenProps {
  budgets: Budgets
  choice: Choice
  onBehind: (behind: Behind) => void
}

export function BudgetTable(props: BudgetTableProps) {
  const { budgets, choice, area, filters, change, onBehind } = props
  const reader = useReader()
  const { t, n, name } = reader
  const keys = useCellKeys()
  const columns = budgets.budgetColumns
  const isTwoRows = filters.view === 'both' && !filters.dimension
  const place = {
    editionCode: area.edition.code,
    provinceCode: area.province?.code ?? null,
    districtCode: area.district?.code ?? null,
    kind: filters.kind,
  }
  const placeName = area.district ?? area.province
  const opener =
    (title: string, where: Behind['where'], more: (figure: Figure) => Partial<Behind>) =>
    (column: Column, figure: Figure) =>
      onBehind({
        title: `${title} · ${headOf(reader, column)}`,
        years: column.be ? [column.be] : budgets.years,
        where: {
          ...where,
          dimensionCode: column.dimensionCode,
          // All rows were counted, also those without money in the year.
          fiscalYear: choice.measure === 'PER_INITIATIVE' ? null : column.be,
        },
        ...more(figure),
      })
  const told = (figure: Figure, before: string | null) => [
    ...makingOf(reader, choice.measure, figure),
    ...(figure.change && before
      ? [t.budgets.changed(before, changeShown(reader, choice.measure, figure.change))]
      : []),
  ]
  const beforeOf = (line: Line | null, figure: Figure) => {
    if (!figure.change) return null
    const was = toldOf(reader, choice.measure, {
      ...figure,
      look: figure.change.beforeLook,
      value: figure.change.before,
    })
    if (choice.against === 'YEAR_BEFORE') return t.budgets.yearBefore(was)
    return line?.earlierNumber
      ? t.budgets.revisionBefore(n(line.earlierNumber), was)
      : t.budgets.revisionsBefore(was)
  }
  const ofSum = (figure: Figure) => ({
    told: [...told(figure, beforeOf(null, figure)), t.budgets.newest],
  })
  const ofLine = (line: Line) => (figure: Figure) => ({
    told: [...told(figure, beforeOf(line, figure)), ...peopleOf(reader, choice, line)],
    links: linksOf(reader, line),
  })
  const allName = t.comparison.allTotal(n(budgets.organisations))
  const head = (column: Column, more: object = {}) => (
    <ColumnHead key={column.key} {...{ column, filters, change, isTwoRows }} {...more} />
  )
  return (
    <Scroller className="compare-box" label={t.comparison.tabs.budgets}>
      <table
        className={isTwoRows ? 'compare two-rows' : 'compare'}
        role="grid"
        aria-readonly="true"
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        <caption>
          {t.budgets.captions[choice.measure]}
          {choice.against && ` · ${t.budgets.against} ${t.budgets.againsts[choice.against]}`}
        </caption>
        <thead>
          <tr>
            <ColumnHead
              column={{ key: 'name', be: null, dimensionCode: null, hasChange: false }}
              {...{ filters, change }}
              label={t.comparison.organisation}
              rowSpan={isTwoRows ? 2 : 1}
              isFirst
            />
            {isTwoRows
              ? yearGroups(columns).map(({ key, be, own }) =>
                  be === null ? (
                    head(own[0]!, { rowSpan: 2 })
                  ) : (
                    <th key={key} scope="colgroup" colSpan={own.length} className="year-group">
                      {t.fiscalYear(n(be))}
                    </th>
                  ),
                )
              : columns.map((column) => head(column))}
          </tr>
          {isTwoRows && (
            <tr>{columns.filter((one) => one.be !== null).map((column) => head(column))}</tr>
          )}
          <FigureLine
            className="all"
            isFirst
            name={allName}
            figures={budgets.figures}
            {...{ columns, choice }}
            onOpen={opener(placeName ? name(placeName) : allName, place, ofSum)}
          />
        </thead>
        {budgets.budgetGroups.map((group) => (
          <tbody key={`${group.district?.code} ${group.kind} ${group.isOuter}`}>
            {!group.isOuter && choice.grouping !== 'NONE' && (
              <tr className="group">
                <th scope="rowgroup" colSpan={columns.length + 1}>
                  <span>{groupName(reader, group)}</span>
                </th>
              </tr>
            )}
            {group.budgetLines.map((line) => (
              <OrganisationLine
                key={line.organisation.code}
                {...{ line, columns, choice }}
                onOpen={opener(
                  line.organisation.nameShortTh,
                  { editionCode: place.editionCode, organisationCode: line.organisation.code },
                  ofLine(line),
                )}
              />
            ))}
            {choice.grouping !== 'NONE' && budgets.budgetGroups.length > 1 && (
              <FigureLine
                className={group.isOuter ? 'subtotal outer' : 'subtotal'}
                name={t.comparison.subtotal(groupName(reader, group))}
                figures={group.figures}
                {...{ columns, choice }}
                onOpen={
                  // Province-wide organisations have no district that rows could be asked by.
                  group.district || choice.grouping === 'KIND'
                    ? opener(
                        groupName(reader, group),
                        {
                          ...place,
                          districtCode: group.district?.code ?? place.districtCode,
                          kind: group.kind ?? place.kind,
                        },
                        ofSum,
                      )
                    : undefined
                }
              />
            )}
          </tbody>
        ))}
      </table>
    </Scroller>
  )
}

function groupName({ t, name }: Reader, { district, kind }: Group): string {
  const parts = [
    district && t.comparison.district(name(district)),
    kind && t.organisationKinds[kind],
  ].filter(Boolean)
  return parts.join(' · ') || t.submissions.provinceWide
}

/** To the revision itself, and to what is new in it against the one it is compared with. */
function linksOf({ t, n, date }: Reader, line: Line) {
  if (!line.revisionId) return []
  const href = `/plan/revisions/${encodeURIComponent(line.revisionId)}`
  const words = t.budgets.fromRevision(n(line.revisionNumber ?? ''), date(line.submittedAt ?? ''))
  if (!line.earlierId) return [{ href, words }]
  const from = `${href}/changes?from=${encodeURIComponent(line.earlierId)}`
  return [
    { href, words },
    { href: from, words: t.budgets.whatChanged(n(line.earlierNumber ?? '')) },
  ]
}

function peopleOf({ t, n }: Reader, { measure }: Choice, line: Line): string[] {
  if (measure !== 'PER_HEAD' || line.people == null) return []
  return [t.budgets.people(n(line.people), n(line.peopleYear ?? ''), line.peopleSource ?? '')]
}

interface LineProps {
  columns: readonly Column[]
  choice: Choice
  onOpen?: (column: Column, figure: Figure) => void
}

function OrganisationLine({ line, ...rest }: LineProps & { line: Line }) {
  const { t, n } = useReader()
  const { nameShortTh } = line.organisation
  if (line.revisionNumber == null) {
    return (
      <tr>
        <th scope="row" className="first" lang="th">
          {nameShortTh}
        </th>
        <td className="no-plan" colSpan={rest.columns.length} data-cell tabIndex={-1}>
          <span>{t.comparison.noPlan}</span>
        </td>
      </tr>
    )
  }
  const isOnlyOne =
    (rest.choice.against === 'REVISION_BEFORE' || rest.choice.against === 'FIRST_REVISION') &&
    line.earlierNumber == null
  return (
    <FigureLine
      name={nameShortTh}
      lang="th"
      figures={line.figures}
      {...rest}
      note={
        isOnlyOne
          ? t.budgets.onlyOne
          : line.earlierNumber
            ? t.budgets.revisions(n(line.earlierNumber), n(line.revisionNumber))
            : undefined
      }
    />
  )
}

interface FigureLineProps extends LineProps {
  className?: string
  /** It has the cell that Tab comes to first. */
  isFirst?: boolean
  name: string
  lang?: string
  note?: string
  figures: readonly Figure[]
}

function FigureLine(props: FigureLineProps) {
  const { className, isFirst = false, name, lang, note, figures, columns, choice, onOpen } = props
  return (
    <tr className={className}>
      <th scope="row" className="first" lang={lang}>
        {name}
        {note && <span className="soft small note">{note}</span>}
      </th>
      {columns.map((column, at) => (
        <td key={column.key} className="figure">
          <OneFigure
            name={name}
            figure={figures[at]!}
            measure={choice.measure}
            tabIndex={isFirst && at === 0 ? 0 : -1}
            onOpen={onOpen && (() => onOpen(column, figures[at]!))}
          />
        </td>
      ))}
    </tr>
  )
}

interface OneFigureProps {
  name: string
  figure: Figure
  measure: BudgetMeasure
  tabIndex: number
  onOpen?: () => void
}

function OneFigure({ name, figure, measure, tabIndex, onOpen }: OneFigureProps) {
  const reader = useReader()
  const { t } = reader
  const change = figure.change && changeShown(reader, measure, figure.change)
  const shown = (
    <>
      <span className={`shown ${figure.look}`}>{shownOf(reader, measure, figure)}</span>
      {change && <span className={`change ${figure.change!.look}`}>{change}</span>}
    </>
  )
  if (!onOpen || figure.look === 'NO_ROWS') {
    return (
      <span className="figure-still" data-cell tabIndex={tabIndex}>
        {shown}
        {/* An empty cell says what it is. */}
        {figure.look === 'UNSTATED' && <span className="unseen">{t.budgets.looks.UNSTATED}</span>}
      </span>
    )
  }
  return (
    <button
      type="button"
      className="figure-button"
      data-cell
      tabIndex={tabIndex}
      onClick={onOpen}
      aria-label={[toldOf(reader, measure, figure), change, t.comparison.rowsBehind(name)]
        .filter(Boolean)
        .join(' ')}
    >
      {shown}
    </button>
  )
}

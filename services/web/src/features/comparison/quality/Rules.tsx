/** What the checks noticed, organisations × rules; each figure opens the findings behind it. */
import { useState } from 'react'
import { useReader, type Reader } from '../../../parts/reader'
import type { ScreenProps } from '../screens'
import { ScreenTable, type TableColumn } from '../ScreenTable'
import { Noticed, type Wanted } from './Noticed'
import type { Quality } from './QualityScreen'

type Rule = Quality['rules'][number]
type Line = Quality['organisations'][number]

interface RulesProps extends ScreenProps {
  rules: readonly Rule[]
  lines: readonly Line[]
}

export function Rules({ rules, lines, filters, change }: RulesProps) {
  const reader = useReader()
  const { t, n } = reader
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const total = Object.fromEntries(
    rules.map((rule) => [
      rule.code,
      <span key={rule.code} title={t.quality.ruleSum(n(rule.organisationCount), n(rule.explained))}>
        {n(rule.count)}
      </span>,
    ]),
  )
  return (
    <div className="stack">
      <h2>{t.quality.rules}</h2>
      <p className="soft">{t.quality.rulesHow}</p>
      {rules.length === 0 ? (
        <p>{t.quality.noRules}</p>
      ) : (
        <>
          <ul className="plain row legend small">
            <li>✓ {t.quality.allExplained}</li>
            <li>
              {n(0)} {t.quality.nothingNoticed}
            </li>
            <li>? {t.quality.notChecked}</li>
            <li>– {t.quality.notSubmitted}</li>
          </ul>
          <ScreenTable
            label={t.quality.rules}
            rows={lines}
            keyOf={(line) => line.organisation.code}
            columns={columnsFor(reader, rules, setWanted)}
            filters={filters}
            change={change}
            total={{ name: t.quality.allPlans, ...total }}
          />
        </>
      )}
      <Noticed wanted={wanted} onClose={() => setWanted(null)} />
    </div>
  )
}

function columnsFor(
  { t, n, language }: Reader,
  rules: readonly Rule[],
  open: (wanted: Wanted) => void,
): TableColumn<Line>[] {
  const titleOf = (rule: Rule) => (language === 'th' ? rule.titleTh : rule.titleEn)
  return [
    {
      key: 'name',
      head: t.comparison.organisation,
      cell: (line) => <span lang="th">{line.organisation.nameShortTh}</span>,
    },
    ...rules.map((rule): TableColumn<Line> => ({
      key: rule.code,
      head: titleOf(rule),
      isFigure: true,
      value: (line) => countOf(line, rule).count,
      cell: (line) => {
        const { count, explained, severity } = countOf(line, rule)
        const { revisionId, isChecked, organisation } = line
        if (revisionId == null) return <Still shown="–" told={t.quality.notSubmitted} />
        if (!isChecked) return <Still shown="?" told={t.quality.notChecked} />
        if (count === 0) return <Still shown={n(0)} told={t.quality.nothingNoticed} />
        const title = `${organisation.nameShortTh} · ${titleOf(rule)}`
        const told = t.quality.ofThese(n(count), n(explained))
        return (
          <button
            type="button"
            className={`figure-button noticed ${severity}`}
            title={`${title} ${told}`}
            onClick={() => open({ title, revisionId, code: rule.code })}
          >
            {count === explained && <span aria-hidden="true">✓ </span>}
            {n(count)}
            <span className="unseen"> {`${title} ${told}`}</span>
          </button>
        )
      },
    })),
  ]
}

function Still({ shown, told }: { shown: string; told: string }) {
  return (
    <span className="soft" title={told}>
      <span aria-hidden="true">{shown}</span>
      <span className="unseen">{told}</span>
    </span>
  )
}

/** Over the severities in which the rule noticed something; the worst of them. */
function countOf(line: Line, rule: Rule) {
  const found = line.ruleCounts.filter((one) => one.code === rule.code)
  return {
    count: found.reduce((sum, one) => sum + one.count, 0),
    explained: found.reduce((sum, one) => sum + one.explained, 0),
    severity: found[0]?.severity ?? rule.severity,
  }
}

/** Reporting on the organisation's own plan: choose a year and a round, enter, submit. */
import { Button, NativeSelect, Tabs } from '@mantine/core'
import { Link } from 'wouter'
import '../../styles/inner'
import '../../styles/parts.css'
import '../../styles/reporting.css'
import { Choices } from '../../parts/Choices'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { useMay } from '../session/viewer'
import { CarryTab } from './CarryTab'
import { OwnersTab } from './OwnersTab'
import { SarTab } from './SarTab'
import { SentTab } from './SentTab'
import { SheetTab } from './SheetTab'
import { useChoice, useSheet, type Choice } from './reporting'
import { useEntries } from './useEntries'

export default function ReportPage() {
  const { t, n } = useReader()
  const { choice, years, known, choose } = useChoice()
  const mayEdit = useMay('REPORT_EDIT')
  const title = t.reporting.title(choice ? n(choice.year) : '')
  return (
    <Page title={title} tabTitle={title} lead={mayEdit ? t.reporting.lead : t.reporting.leadReader}>
      {years.isPending && <Loading />}
      {years.isError && <Failed error={years.error} onAgain={() => void years.refetch()} />}
      {choice && (
        <>
          <div className="row report-choice">
            <NativeSelect
              label={t.reporting.year}
              value={choice.year}
              data={known.map((be) => ({ value: String(be), label: n(be) }))}
              onChange={(event) => choose({ year: event.currentTarget.value })}
            />
            <Choices
              look="row"
              label={t.reporting.round}
              value={choice.round}
              onChange={(round) => choose({ round })}
              options={[
                ['SIX_MONTHS', n(t.reporting.rounds.SIX_MONTHS)],
                ['TWELVE_MONTHS', n(t.reporting.rounds.TWELVE_MONTHS)],
              ]}
            />
          </div>
          <Chosen key={`${choice.year} ${choice.round}`} choice={choice} choose={choose} />
        </>
      )}
    </Page>
  )
}

interface ChosenProps {
  choice: Choice
  choose: (changes: Record<string, string>) => void
}

function Chosen({ choice, choose }: ChosenProps) {
  const { t, n, date } = useReader()
  const { year, round, tab } = choice
  const sheet = useSheet(year, round)
  // Here and not in the tab: what is being saved goes on while another tab is looked at.
  const entries = useEntries(year, round, sheet.data)
  if (sheet.isPending) return <Loading />
  if (sheet.isError) return <Failed error={sheet.error} onAgain={() => void sheet.refetch()} />
  const { basis, dueOn, timeliness, daysLate } = sheet.data
  if (!basis) {
    return (
      <div className="empty">
        <h2>{t.reporting.nothing}</h2>
        <p>{t.reporting.nothingDo}</p>
        <Button component={Link} href="/plan">
          {t.reporting.toPlan}
        </Button>
      </div>
    )
  }
  const about = basis.isAdopted ? t.reporting.basisAdopted : t.reporting.basisSubmitted
  return (
    <>
      <p className="report-summary">
        <span>{t.reporting.period(date(sheet.data.startsOn), date(sheet.data.endsOn))}</span>
        <span className="soft">{about(n(basis.number))}</span>
        {dueOn && <span className="soft">{t.reporting.dueOn(date(dueOn))}</span>}
        <strong>{t.reporting.timeliness[timeliness]}</strong>
        {daysLate > 0 && <span>{t.reporting.late(n(daysLate))}</span>}
      </p>
      <Tabs value={tab} onChange={(next) => choose({ tab: next ?? 'sheet' })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="sheet">{t.reporting.tabs.sheet}</Tabs.Tab>
          <Tabs.Tab value="owners">{t.reporting.tabs.owners}</Tabs.Tab>
          <Tabs.Tab value="sar">{t.reporting.tabs.sar}</Tabs.Tab>
          <Tabs.Tab value="carry">{t.reporting.tabs.carry}</Tabs.Tab>
          <Tabs.Tab value="sent">{t.reporting.tabs.sent}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel className="report-tabs" value="sheet">
          <SheetTab sheet={sheet.data} entries={entries} />
        </Tabs.Panel>
        <Tabs.Panel className="report-tabs" value="owners">
          <OwnersTab year={year} round={round} />
        </Tabs.Panel>
        <Tabs.Panel className="report-tabs" value="sar">
          <SarTab year={year} />
        </Tabs.Panel>
        <Tabs.Panel className="report-tabs" value="carry">
          <CarryTab year={year} />
        </Tabs.Panel>
        <Tabs.Panel className="report-tabs" value="sent">
          <SentTab choice={choice} reports={sheet.data.reports} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

/** The national system's scores from a table: looked at first, then brought in with their source. */
import { Button, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { Dialog } from '../../parts/Dialog'
import { Icon } from '../../parts/Icon'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { ThaiDay } from '../../parts/ThaiDay'
import { RefusedCells } from './RefusedCells'
import { useBringIn, useLook, type CentralScore } from './central'

export function CentralImport({ year }: { year: number }) {
  const { t, n } = useReader()
  const field = useRef<HTMLInputElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [source, setSource] = useState('')
  const [scoredOn, setScoredOn] = useState('')
  const look = useLook(year)
  const bringIn = useBringIn()
  const close = () => {
    setOpen(false)
    look.reset()
    bringIn.reset()
  }
  const table = look.data
  const done = bringIn.data
  return (
    <>
      <Button variant="default" leftSection={<Icon name="upload" />} onClick={() => setOpen(true)}>
        {t.reporting.central.open}
      </Button>
      <Dialog
        isOpen={isOpen}
        look="wide"
        title={t.reporting.central.title(n(year))}
        onClose={close}
      >
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (table) bringIn.mutate({ scores: table.scores, source, scoredOn })
          }}
        >
          <p>{t.reporting.central.lead}</p>
          <div className="row">
            <Button
              component="a"
              variant="default"
              href={`/reports/central.xlsx?year=${year}`}
              leftSection={<Icon name="download" />}
              download
            >
              {t.reporting.central.table}
            </Button>
            <Button
              variant="default"
              leftSection={<Icon name="upload" />}
              loading={look.isPending}
              onClick={() => field.current?.click()}
            >
              {t.reporting.central.choose}
            </Button>
            <input
              ref={field}
              type="file"
              className="unseen"
              tabIndex={-1}
              aria-label={t.reporting.central.choose}
              accept=".xlsx,.csv"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0]
                bringIn.reset()
                if (file) look.mutate(file)
                event.currentTarget.value = ''
              }}
            />
          </div>
          {look.isError && <Failed error={look.error} />}
          {table && !done && (
            <>
              <p role="status">
                <strong>{t.reporting.central.found(n(table.scores.length))}</strong> ·{' '}
                {t.reporting.central.same(n(table.unchanged))} ·{' '}
                {t.reporting.central.blank(n(table.blank))}
              </p>
              <RefusedCells
                cells={table.refused}
                lead={t.reporting.central.refused(n(table.refused.length))}
              />
              <NewScores scores={table.scores} />
            </>
          )}
          {table && !done && table.scores.length > 0 && (
            <>
              <TextInput
                label={t.reporting.central.source}
                description={t.reporting.central.sourceNote}
                required
                maxLength={200}
                value={source}
                onChange={(event) => setSource(event.currentTarget.value)}
              />
              <ThaiDay label={t.reporting.central.on} value={scoredOn} onChange={setScoredOn} />
              <div>
                <Button
                  type="submit"
                  disabled={!source.trim() || !scoredOn}
                  loading={bringIn.isPending}
                >
                  {t.reporting.central.take(n(table.scores.length))}
                </Button>
              </div>
            </>
          )}
          {bringIn.isError && <Failed error={bringIn.error} />}
          {done && (
            <>
              <Notice
                title={t.reporting.central.done(n(done.organisations))}
                icon="check"
                announce
              />
              {done.refused.map((one) => (
                <Failed key={one.organisation} error={one.error} />
              ))}
            </>
          )}
        </form>
      </Dialog>
    </>
  )
}

function NewScores({ scores }: { scores: readonly CentralScore[] }) {
  const { t, n } = useReader()
  return (
    <ul className="plain lines">
      {scores.map((one) => (
        <li key={`${one.reportId} ${one.dimensionCode}`}>
          <span lang="th">{one.organisation}</span>{' '}
          <span>{t.reporting.dimension(n(one.dimensionCode))}</span> <strong>{n(one.score)}</strong>
          {one.before !== null && (
            <span className="soft"> {t.reporting.central.before(n(one.before))}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

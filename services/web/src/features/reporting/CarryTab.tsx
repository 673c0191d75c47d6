/** What the year's end found unfinished, and taking it into a plan of another edition. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CarryOverDocument, CarryOverRowsDocument } from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { useMay } from '../session/viewer'
import { useYears } from './reporting'

export function CarryTab({ year }: { year: number }) {
  const { t, n } = useReader()
  const client = useQueryClient()
  const mayEdit = useMay('PLAN_EDIT')
  const editions = useYears().data ?? []
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const found = useQuery({
    queryKey: ['carryOver', year],
    queryFn: async () => (await ask(CarryOverDocument, { fiscalYear: year })).carryOver,
  })
  const carry = useMutation({
    mutationFn: async (planId: string) => {
      const rows = Object.entries(chosen).map(([initiativeId, missionCode]) => ({
        initiativeId,
        missionCode,
      }))
      const input = { fiscalYear: year, planId, rows }
      const { carryOver } = await ask(CarryOverRowsDocument, { input })
      if (!carryOver.plan) throw new AskError(carryOver.problems[0]!)
    },
    onSuccess: () => {
      setChosen({})
      void client.invalidateQueries({ queryKey: ['plan'] })
    },
  })
  if (found.isPending) return <Loading />
  if (found.isError) return <Failed error={found.error} onAgain={() => void found.refetch()} />
  const { rows, targets } = found.data
  if (!rows.length) return <Notice title={t.reporting.carryNone} icon="check" />
  const target = targets[0]
  const missions = editions
    .find((one) => one.code === target?.editionCode)
    ?.dimensions.flatMap((one) => one.missions)
  const choose = (id: string, mission: string) =>
    setChosen(({ [id]: _gone, ...rest }) => (mission ? { ...rest, [id]: mission } : rest))
  const count = Object.keys(chosen).length
  return (
    <div className="stack">
      <p>{t.reporting.carryLead}</p>
      {!target && <Notice title={t.reporting.carryNoTarget} />}
      {carry.isError && <Failed error={carry.error} />}
      {carry.isSuccess && <Notice title={t.reporting.carryDone} icon="check" announce />}
      <ul className="plain card report-list">
        {rows.map((row) => (
          <li key={row.initiativeId} className="report-owed">
            <span lang="th">
              {n(row.missionCode)} · {n(row.number)} {row.title}
            </span>
            <strong className="small">{t.reporting.statuses[row.entry.status]}</strong>
            {target && mayEdit && (
              <select
                aria-label={`${t.reporting.carryMission}: ${row.title}`}
                value={chosen[row.initiativeId] ?? ''}
                onChange={(event) => choose(row.initiativeId, event.currentTarget.value)}
              >
                <option value="">-</option>
                {missions?.map((one) => (
                  <option key={one.code} value={one.code}>
                    {n(one.code)} {one.titleTh}
                  </option>
                ))}
              </select>
            )}
          </li>
        ))}
      </ul>
      {target && mayEdit && (
        <div>
          <Button
            disabled={!count}
            loading={carry.isPending}
            onClick={() => carry.mutate(target.planId)}
          >
            {t.reporting.carry(n(count), n(target.editionCode))}
          </Button>
        </div>
      )}
    </div>
  )
}

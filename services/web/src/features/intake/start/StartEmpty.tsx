/** An empty plan, to be written in the table or begun with rows of other organisations' plans. */
import { Button } from '@mantine/core'
import { Failed } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { useEditions } from './useEditions'
import { useStart } from './useStart'

export function StartEmpty() {
  const { t } = useReader()
  const start = useStart()
  const editions = useEditions()
  const editionCode = editions.data?.at(-1)?.code
  const begin = (opens: string) => editionCode && start.mutate({ editionCode, opens })
  return (
    <div>
      <div className="row">
        {(['/plan', '/plan?peers='] as const).map((opens) => (
          <Button
            key={opens}
            variant="default"
            disabled={!editionCode}
            loading={start.isPending && start.variables.opens === opens}
            onClick={() => begin(opens)}
          >
            {opens === '/plan' ? t.intake.startEmpty : t.intake.startFromPeers}
          </Button>
        ))}
      </div>
      <p className="soft">{t.intake.startEmptyNote}</p>
      {start.isError && <Failed error={start.error} />}
    </div>
  )
}

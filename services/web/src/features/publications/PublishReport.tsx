/** Making a submitted report readable for everybody, after a look at what that means. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../parts/Dialog'
import { Icon } from '../../parts/Icon'
import { Failed, Notice } from '../../parts/Notice'
import { useReader } from '../../parts/reader'
import { PublicLink } from './PublicLink'
import { usePublishReport } from './publications'

interface PublishReportProps {
  id: string
  number: number
  /** False once it is public: then there is no button, but the dialog may still be open. */
  isNeeded: boolean
}

export function PublishReport({ id, number, isNeeded }: PublishReportProps) {
  const { t, n } = useReader()
  const [isOpen, setOpen] = useState(false)
  const publish = usePublishReport()
  const close = () => {
    setOpen(false)
    publish.reset()
  }
  return (
    <>
      {isNeeded && (
        <Button size="sm" leftSection={<Icon name="send" />} onClick={() => setOpen(true)}>
          {t.publications.publishReport}
        </Button>
      )}
      <Dialog isOpen={isOpen} onClose={close} title={t.publications.publishReportOf(n(number))}>
        <div className="stack">
          {publish.data ? (
            <>
              <Notice title={t.publications.published} icon="check" announce>
                <p>
                  <PublicLink href={publish.data.address}>{t.publications.open}</PublicLink>
                </p>
              </Notice>
              <div>
                <Button onClick={close}>{t.close}</Button>
              </div>
            </>
          ) : (
            <>
              <p>{t.publications.publishLead}</p>
              {publish.isError && <Failed error={publish.error} />}
              <div className="row">
                <Button loading={publish.isPending} onClick={() => publish.mutate(id)}>
                  {t.publications.publish}
                </Button>
                <Button variant="default" onClick={close}>
                  {t.cancel}
                </Button>
              </div>
            </>
          )}
        </div>
      </Dialog>
    </>
  )
}

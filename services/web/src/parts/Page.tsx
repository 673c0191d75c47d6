/** A page's head: what it is, what it is for, what to do; and the tab's title. */
import { useEffect, type ReactNode } from 'react'
import { useReader } from './reader'

interface PageProps {
  title: ReactNode
  tabTitle: string
  lead?: ReactNode
  actions?: ReactNode
  narrow?: boolean
  children: ReactNode
}

export function Page({ title, tabTitle, lead, actions, narrow, children }: PageProps) {
  const { t } = useReader()
  useEffect(() => {
    document.title = `${tabTitle} · ${t.appName}`
  }, [tabTitle, t])
  return (
    <main className={narrow ? 'page narrow' : 'page'} id="content" tabIndex={-1}>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {actions && <div className="row no-print">{actions}</div>}
      </div>
      {children}
    </main>
  )
}

/** The last net: a page that breaks says so, keeps the frame and offers a way on. */
import { Component, type ReactNode } from 'react'
import { Button } from '@mantine/core'
import { AskError } from './ask'
import { Notice } from './Notice'
import { useReader } from './reader'

interface Props {
  children: ReactNode
  /** A new address is a new start. */
  at: string
}

export class ErrorBoundary extends Component<Props, { error: unknown; at: string }> {
  override state = { error: null, at: this.props.at }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  static getDerivedStateFromProps(props: Props, state: { error: unknown; at: string }) {
    return props.at === state.at ? null : { error: null, at: props.at }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <Broken error={this.state.error} />
  }
}

function Broken({ error }: { error: unknown }) {
  const { t } = useReader()
  const requestId = error instanceof AskError ? error.failure.requestId : undefined
  return (
    <main className="page narrow" id="content">
      <Notice title={t.wrong.crash} icon="alert" attention announce>
        <p>{t.wrong.crashNote}</p>
        {requestId && <p className="soft small">{t.reference(requestId)}</p>}
        <div>
          <Button onClick={() => location.reload()}>{t.wrong.reload}</Button>
        </div>
      </Notice>
    </main>
  )
}

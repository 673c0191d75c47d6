/** GraphiQL on our own files: no other origin is asked for anything. */
import '@fontsource/sarabun/latin-400.css'
import '@fontsource/sarabun/thai-400.css'
import 'graphiql/style.css'
import './graphiql.css'
import type { Fetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import { tabsFor } from './tabs'

const fetcher: Fetcher = async (parameters, options) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...options?.headers, 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return response.json()
}

/** Who asks may not be told names of the schema, and then nothing here would work. */
async function open(): Promise<void> {
  const query = '{ viewer { post { permissions } } }'
  const told = await fetcher({ query }, {})
  const viewer = (told as { data?: { viewer?: { post: { permissions: string[] } } } }).data?.viewer
  if (!viewer) {
    location.replace('/sign-in?next=/developers')
    return
  }
  createRoot(document.getElementById('root')!).render(
    <GraphiQL fetcher={fetcher} defaultTabs={tabsFor(viewer.post.permissions)} />,
  )
}

void open()

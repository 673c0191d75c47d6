/** GraphiQL on our own files: no other origin is asked for anything. */
import '@fontsource/sarabun/latin-400.css'
import '@fontsource/sarabun/thai-400.css'
import 'graphiql/style.css'
import './graphiql.css'
import type { Fetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'

const fetcher: Fetcher = async (parameters, options) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...options?.headers, 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return response.json()
}

const example = `# Sign in at / first. สี่มิติ: the API is complete; the pages use nothing else.
{
  viewer {
    person { displayName }
    post { role permissions organisation { nameTh } }
  }
}
`

createRoot(document.getElementById('root')!).render(
  <GraphiQL fetcher={fetcher} defaultQuery={example} />,
)

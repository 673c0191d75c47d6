import '@fontsource/sarabun/thai-400.css'
import '@fontsource/sarabun/thai-600.css'
import '@fontsource/sarabun/latin-400.css'
import '@fontsource/sarabun/latin-600.css'
import './styles'
import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { AskError } from './parts/ask'
import { PreferencesProvider } from './parts/preferences'
import { theme } from './theme'

/** A session that ended elsewhere shows the sign-in; typed work stays in this browser. */
function onError(error: unknown) {
  if (error instanceof AskError && error.failure.code === 'UNAUTHENTICATED') {
    client.setQueryData(['viewer'], null)
  }
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof AskError && error.isPassing,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <PreferencesProvider>
          <App />
        </PreferencesProvider>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
)

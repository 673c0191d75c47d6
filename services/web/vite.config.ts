import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const api = process.env['SIMITI_API'] ?? 'http://127.0.0.1:8000'
const served = [
  '/graphql',
  '/auth',
  '/attachments',
  '/documents/template.xlsx',
  '/comparison.xlsx',
  '/comparison/',
  '/health',
  '/public',
  '/developers.json',
  '/schema.graphql',
]

/** GraphiQL brings its fonts inside its sheet, where our content policy refuses them. */
const withoutInlineFonts: Plugin = {
  name: 'without-inline-fonts',
  enforce: 'pre',
  transform: (code, id) =>
    /graphiql.*\.css$/.test(id) ? code.replace(/@font-face\s*\{[^}]*\}/g, '') : null,
}

export default defineConfig({
  plugins: [withoutInlineFonts, react()],
  server: {
    // The page for developers shows the programs of docs/examples.
    fs: { allow: ['../..'] },
    proxy: {
      ...Object.fromEntries(served.map((path) => [path, { target: api }])),
      // The page of a document and its upload share an address: only the page is ours.
      '/documents': {
        target: api,
        bypass: (request) =>
          request.method === 'GET' && !request.url?.endsWith('/file') ? '/index.html' : undefined,
      },
    },
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // GraphiQL is a page of its own: nothing of it comes with the front end.
    rolldownOptions: { input: ['index.html', 'graphiql/index.html'] },
  },
  test: { include: ['src/**/*.test.ts'] },
})

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const api = process.env['SIMITI_API'] ?? 'http://127.0.0.1:8000'
const served = ['/graphql', '/auth', '/documents/template.xlsx', '/comparison.xlsx', '/health']

export default defineConfig({
  plugins: [react()],
  server: {
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
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0, reportCompressedSize: true },
  test: { include: ['src/**/*.test.ts'] },
})

// PostGraphile 5 over the same database: one process, the application's role, the reader's scope
// as settings of each transaction. BENCH_URL is the database, BENCH_PORT where to listen.
import { createServer } from 'node:http'

import { grafserv } from 'postgraphile/grafserv/node'
import { makePgService } from 'postgraphile/adaptors/pg'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { postgraphile } from 'postgraphile'

const SCOPES = { 'x-tenant': 'simiti.tenant_id', 'x-province': 'simiti.province_code', 'x-nation': 'simiti.nation' }

const scopeOf = (requestContext) => {
  const headers = requestContext?.node?.req?.headers ?? {}
  const settings = {}
  for (const [header, setting] of Object.entries(SCOPES)) {
    if (headers[header]) settings[setting] = headers[header]
  }
  return settings
}

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: process.env.BENCH_URL,
      schemas: ['bench', 'public'],
      poolConfig: { max: 16 },
    }),
  ],
  grafserv: { port: Number(process.env.BENCH_PORT), host: '127.0.0.1', graphiql: false, watch: false, maxRequestLength: 1000000 },
  grafast: { explain: false, context: (requestContext) => ({ pgSettings: scopeOf(requestContext) }) },
}

const instance = postgraphile(preset)
const serv = instance.createServ(grafserv)
const server = createServer()
await serv.addTo(server)
server.listen(Number(process.env.BENCH_PORT), '127.0.0.1', () => console.log('ready'))

/** The audits of npm's graphql-http against an address: a line for each that is not passed. */
import { serverAudits } from 'graphql-http'

const [url] = process.argv.slice(2)
const audits = serverAudits({ url, fetchFn: fetch })
for (const audit of audits) {
  const result = await audit.fn()
  if (result.status !== 'ok') console.log(`${result.status}: ${audit.name}: ${result.reason}`)
}
console.log(`${audits.length} audits`)

/** A message as it came (JSON with `secret`, `headers`, `body` on standard input), verified by npm. */
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

const { secret, headers, body } = JSON.parse(await text(process.stdin))
console.log(JSON.stringify(new Webhook(secret).verify(body, headers)))

/**
 * A real OpenID provider for tests: `oidc-provider`, with a door by which a test makes it lie.
 * Reads its set-up as JSON from the command line, prints its address when it listens.
 */
import { createServer } from 'node:http'
import { createHmac, createPublicKey } from 'node:crypto'
import { Provider } from 'oidc-provider'
import * as jose from 'jose'

const { clientId, secret, redirectUri, subjects } = JSON.parse(process.argv[2])
let keys
let next
let issuer
let handler

async function makeKeys() {
  const made = await jose.generateKeyPair('RS256', { extractable: true })
  const jwk = await jose.exportJWK(made.privateKey)
  return {
    private: made.privateKey,
    jwk: { ...jwk, alg: 'RS256', use: 'sig', kid: `k${Date.now()}` },
  }
}

function makeProvider() {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: secret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [keys.jwk] },
    cookies: { keys: ['of a test'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], pid: ['pid'] },
    scopes: ['openid', 'email', 'pid'],
    pkce: { required: () => true },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Grant: 600,
      Interaction: 600,
      Session: 600,
    },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...subjects[id] }),
    }),
  })
  provider.use(async (ctx, proceed) => {
    await proceed()
    if (ctx.path === '/token' && ctx.body?.id_token && next) {
      ctx.body = { ...ctx.body, id_token: await lie(ctx.body.id_token, next) }
      next = null
    }
    if (ctx.path.startsWith('/.well-known/') && next?.about) {
      ctx.body = { ...ctx.body, ...next.about }
    }
  })
  handler = provider.callback()
}

const coded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The same claims, but for what the test asked for, signed as it asked. */
async function lie(token, { claims = {}, signed = 'RS256' }) {
  const told = { ...jose.decodeJwt(token), ...claims }
  if (signed === 'none') return `${coded({ alg: 'none' })}.${coded(told)}.`
  if (signed === 'HS256') {
    // What a careless verifier takes for a shared secret: the public key's own text.
    const { kty, n, e } = keys.jwk
    const open = { kty, n, e }
    const text = createPublicKey({ key: open, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    })
    const head = `${coded({ alg: 'HS256', kid: keys.jwk.kid })}.${coded(told)}`
    return `${head}.${createHmac('sha256', text).update(head).digest('base64url')}`
  }
  const signer = signed === 'stranger' ? (await makeKeys()).private : keys.private
  return new jose.SignJWT(told).setProtectedHeader({ alg: 'RS256', kid: keys.jwk.kid }).sign(signer)
}

const server = createServer(async (request, response) => {
  if (request.url === '/test' && request.method === 'POST') {
    let text = ''
    for await (const part of request) text += part
    const asked = JSON.parse(text)
    if (asked.rotate) {
      keys = await makeKeys()
      makeProvider()
    }
    next = asked.next ?? null
    response.end('{}')
    return
  }
  handler(request, response)
})

server.listen(0, '127.0.0.1', async () => {
  issuer = `http://127.0.0.1:${server.address().port}`
  keys = await makeKeys()
  makeProvider()
  console.log(issuer)
})
process.stdin.resume().on('end', () => process.exit(0))

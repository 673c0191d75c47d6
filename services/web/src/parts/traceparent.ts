/** Each request begins a trace (W3C Trace Context); whether it is recorded, the server decides. */

/** Version, trace, the page's own part of it, flags: random numbers, the same for nobody twice. */
export function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-00`
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(random, (one) => one.toString(16).padStart(2, '0')).join('')
}

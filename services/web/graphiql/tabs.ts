/** Examples that open as tabs: for everybody, and for the kind of post that asks. */
const everybody = import.meta.glob<string>('../examples/everybody/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const organisation = import.meta.glob<string>('../examples/organisation/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const officer = import.meta.glob<string>('../examples/officer/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export function tabsFor(permissions: readonly string[]): { query: string }[] {
  const examples = [
    everybody,
    ...(permissions.includes('PLAN_READ') ? [organisation] : []),
    ...(permissions.includes('COMPARE') ? [officer] : []),
  ]
  return examples.flatMap((one) => Object.values(one)).map((query) => ({ query }))
}

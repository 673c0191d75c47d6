/** The page for developers: readable by everybody, whoever they are. */
import { useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { ViewerPartsFragment } from '../../gql/graphql'
import { Choices } from '../../parts/Choices'
import { Failed, Loading } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import { Scroller } from '../../parts/Scroller'
import '../../styles/fields.css'
import '../../styles/developers.css'
import { Copyable } from './Copyable'
import { GUIDES, SHORT } from './programs'
import { useReference } from './reference'
import { en, th } from './words'

const PARTS = [
  'start',
  'examples',
  'explore',
  'ways',
  'scopes',
  'limits',
  'errors',
  'guides',
] as const
const LANGUAGES = Object.keys(SHORT) as (keyof typeof SHORT)[]

export default function DevelopersPage({ viewer }: { viewer: ViewerPartsFragment | null }) {
  const { t, language } = useReader()
  const words = language === 'th' ? th : en
  const [chosen, setChosen] = useState<keyof typeof SHORT>('curl')
  const scopes = Object.keys(t.tokens.scopeNames) as (keyof typeof t.tokens.scopeNames)[]
  return (
    <Page narrow title={words.title} tabTitle={words.title} lead={words.lead}>
      <nav aria-label={words.inPage} className="developers-parts">
        {[...PARTS, 'changes' as const].map((part) => (
          <a key={part} href={`#${part}`}>
            {words[part]}
          </a>
        ))}
      </nav>
      <Part id="start" title={words.start}>
        <Steps of={words.startSteps} />
        <p>
          {words.address}: <code>{location.origin}</code>
        </p>
      </Part>
      <Part id="examples" title={words.examples}>
        <Choices
          look="row"
          label={words.language}
          value={chosen}
          onChange={setChosen}
          options={LANGUAGES.map((one) => [one, one] as const)}
        />
        <Copyable key={chosen} label={chosen} text={SHORT[chosen]} words={words} />
      </Part>
      <Part id="explore" title={words.explore}>
        <p>{viewer ? words.exploreNote : words.exploreClosed}</p>
        <p>
          {viewer ? (
            <a href="/graphiql/">GraphiQL</a>
          ) : (
            <Link href="/sign-in?next=/developers">{words.exploreSignIn}</Link>
          )}
        </p>
      </Part>
      <Part id="ways" title={words.ways}>
        <Table label={words.ways} heads={[words.where, words.what]}>
          {Object.entries(words.endpoints).map(([address, what]) => (
            <tr key={address}>
              <th scope="row">
                <code>{address}</code>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </Table>
      </Part>
      <Part id="scopes" title={words.scopes}>
        <p>{words.scopesNote}</p>
        <Table label={words.scopes} heads={[words.scope, words.what]}>
          {scopes.map((one) => (
            <tr key={one}>
              <th scope="row">
                <code>{one}</code>
              </th>
              <td>
                {t.tokens.scopeNames[one]} · {t.tokens.scopeNotes[one]}
              </td>
            </tr>
          ))}
        </Table>
        {viewer && (
          <p>
            <Link href="/tokens">{words.toTokens}</Link>
          </p>
        )}
      </Part>
      <FromTheServer words={words} />
      <Part id="guides" title={words.guides}>
        {(Object.keys(GUIDES) as (keyof typeof GUIDES)[]).map((guide) => (
          <section key={guide} className="developers-guide">
            <h3>{words.guideTexts[guide].title}</h3>
            <Steps of={words.guideTexts[guide].steps} />
            {Object.entries(GUIDES[guide]).map(([name, text]) => (
              <details key={name}>
                <summary>
                  {words.program} <code>{name}</code>
                </summary>
                <Copyable label={name} text={text} words={words} />
              </details>
            ))}
          </section>
        ))}
      </Part>
      <Part id="changes" title={words.changes}>
        <p>{words.changesNote}</p>
        <p className="row">
          <a href="/schema.graphql" download="schema.graphql">
            {words.schema}
          </a>
          <a href="/schema-changes.md">{words.schemaChanges}</a>
        </p>
      </Part>
    </Page>
  )
}

/** Codes and limits: what the server itself goes by. */
function FromTheServer({ words }: { words: typeof th }) {
  const { language, n } = useReader()
  const { data, isError, error, refetch } = useReference()
  if (!data) return isError ? <Failed error={error} onAgain={() => void refetch()} /> : <Loading />
  const names = Object.keys(words.limitNames) as (keyof typeof words.limitNames)[]
  return (
    <>
      <Part id="limits" title={words.limits}>
        <p>{words.limitsNote}</p>
        <Table label={words.limits} heads={[words.what, words.limit]}>
          {names.map((one) => (
            <tr key={one}>
              <th scope="row">{words.limitNames[one]}</th>
              <td className="number">{n(data.limits[one].toLocaleString('en-US'))}</td>
            </tr>
          ))}
        </Table>
      </Part>
      <Part id="errors" title={words.errors}>
        <p>{words.errorsNote}</p>
        <Table label={words.errors} heads={[words.code, words.status, words.means, words.todo]}>
          {data.codes.map((one) => (
            <tr key={one.code}>
              <th scope="row">
                <code>{one.code}</code>
              </th>
              <td>{one.statuses.join(', ')}</td>
              <td>{marked(language === 'th' ? one.meansTh : one.meansEn)}</td>
              <td>{marked(language === 'th' ? one.doTh : one.doEn)}</td>
            </tr>
          ))}
        </Table>
      </Part>
    </>
  )
}

/** What stands between backticks is a word of the API. */
function marked(text: string): ReactNode {
  return text.split('`').map((part, at) => (at % 2 ? <code key={part}>{part}</code> : part))
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} className="developers-part stack">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Steps({ of }: { of: readonly string[] }) {
  return (
    <ol>
      {of.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}

interface TableProps {
  label: string
  heads: readonly string[]
  children: ReactNode
}

function Table({ label, heads, children }: TableProps) {
  return (
    <Scroller label={label} className="developers-table">
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scroller>
  )
}

/** The bar on top: name, places to go, how to read, who is signed in. */
import { useMantineColorScheme } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import type { PostPartsFragment, ViewerPartsFragment } from '../gql/graphql'
import { Bell } from '../features/notifications/Bell'
import { SearchBox } from '../features/search/SearchBox'
import { useSignOut, useSwitchPost } from '../features/session/viewer'
import mark from '../mark.svg'
import { Choices } from './Choices'
import { Dropdown } from './Dropdown'
import { Icon } from './Icon'
import { usePreferences } from './preferences'
import { useReader, type Reader } from './reader'

export function Header({ viewer }: { viewer: ViewerPartsFragment | null }) {
  const { t } = useReader()
  return (
    <header className="head">
      <div className="head-in">
        <Link href="/" className="brand" aria-label={`${t.appName}: ${t.appTagline}`}>
          <img src={mark} alt="" width="30" height="30" />
          <span className="name">{t.appName}</span>
        </Link>
        {viewer && <Navigation viewer={viewer} />}
        <div className="head-end">
          {viewer?.post.permissions.includes('SUBMITTED_READ') && <SearchBox />}
          {viewer && <Bell />}
          <Reading />
          {viewer && <Account viewer={viewer} />}
        </div>
      </div>
    </header>
  )
}

function Navigation({ viewer }: { viewer: ViewerPartsFragment }) {
  const { t } = useReader()
  const [path] = useLocation()
  const may = viewer.post.permissions
  const places = [
    ...(may.includes('PLAN_READ')
      ? [
          { href: '/', label: t.nav.home, here: path === '/' || path.startsWith('/documents') },
          { href: '/plan', label: t.nav.plan, here: path.startsWith('/plan') },
          { href: '/report', label: t.nav.report, here: path.startsWith('/report') },
        ]
      : []),
    ...(may.includes('PLAN_REVIEW')
      ? [
          {
            href: '/inbox',
            label: t.nav.inbox,
            here: path.startsWith('/inbox') || path.startsWith('/plan/revisions'),
          },
        ]
      : []),
    ...(may.includes('COMPARE')
      ? [{ href: '/province', label: t.nav.province, here: path.startsWith('/province') }]
      : []),
  ]
  return (
    <nav className="nav" aria-label={t.nav.label}>
      {places.map(({ href, label, here }) => (
        <Link key={href} href={href} aria-current={here ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  )
}

const DIGITS = [
  ['thai', '๑๒๓'],
  ['arabic', '123'],
] as const
const LANGUAGES = [
  ['th', 'ไทย'],
  ['en', 'EN'],
] as const

/** Digits and language in sight where there is room; all three ways to read in the panel. */
function Reading() {
  const { t } = useReader()
  const { language, digits, setLanguage, setDigits } = usePreferences()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Choices
        className="wide-only"
        look="row"
        label={t.settings.digits}
        value={digits}
        onChange={setDigits}
        options={DIGITS}
      />
      <Choices
        className="wide-only"
        look="row"
        label={t.settings.language}
        value={language}
        onChange={setLanguage}
        options={LANGUAGES}
      />
      <Dropdown
        label={t.settings.label}
        button={<Icon name={colorScheme === 'dark' ? 'moon' : 'sun'} size={20} />}
      >
        <Choices
          className="narrow-only"
          label={t.settings.digits}
          value={digits}
          onChange={setDigits}
          options={[
            ['thai', t.settings.thai],
            ['arabic', t.settings.arabic],
          ]}
        />
        <Choices
          className="narrow-only"
          label={t.settings.language}
          value={language}
          onChange={setLanguage}
          options={[
            ['th', 'ภาษาไทย'],
            ['en', 'English'],
          ]}
        />
        <Choices
          label={t.settings.look}
          value={colorScheme}
          onChange={setColorScheme}
          options={[
            ['light', t.settings.light],
            ['dark', t.settings.dark],
            ['auto', t.settings.auto],
          ]}
        />
      </Dropdown>
    </>
  )
}

function Account({ viewer }: { viewer: ViewerPartsFragment }) {
  const reader = useReader()
  const { t } = reader
  const signOut = useSignOut()
  const switchPost = useSwitchPost()
  const { person, post, posts } = viewer
  return (
    <Dropdown
      label={`${t.session.account}: ${person.displayName}`}
      button={
        <>
          <Icon name="user" size={20} />
          <span className="who">{person.displayName}</span>
        </>
      }
    >
      {(close) => (
        <>
          <p>
            <strong>{person.displayName}</strong>
            <br />
            <span className="soft">{person.username}</span>
          </p>
          {posts.length > 1 ? (
            <Choices
              label={t.session.switchPost}
              value={post.id}
              onChange={(postId) => {
                switchPost.mutate(postId)
                close()
              }}
              options={posts.map((one) => [one.id, postName(reader, one)] as const)}
            />
          ) : (
            <p>
              {t.session.as}
              <br />
              {postName(reader, post)}
            </p>
          )}
          {post.permissions.includes('PLAN_READ') && (
            <p>
              <Link href="/signing" onClick={close}>
                {t.signing.title}
              </Link>
            </p>
          )}
          {post.permissions.includes('SUBMITTED_READ') && (
            <p>
              <Link href="/tokens" onClick={close}>
                {t.tokens.title}
              </Link>
            </p>
          )}
          {post.permissions.includes('INTEGRATION_EDIT') && (
            <p>
              <Link href="/integration" onClick={close}>
                {t.integration.title}
              </Link>
            </p>
          )}
          <p>
            <Link href="/developers" onClick={close}>
              {t.developers}
            </Link>
          </p>
          <p>
            <Link href="/sessions" onClick={close}>
              {t.sessions.title}
            </Link>
          </p>
          <button
            type="button"
            className="quiet-button"
            onClick={() => {
              close()
              signOut.mutate()
            }}
          >
            {t.session.signOut}
          </button>
        </>
      )}
    </Dropdown>
  )
}

function postName({ t, name }: Reader, post: PostPartsFragment): string {
  const area = post.district ?? post.province
  return `${t.roles[post.role]} ${post.organisation?.nameShortTh ?? (area ? name(area) : '')}`
}

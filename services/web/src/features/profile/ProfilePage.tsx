/** An organisation's figures beside anonymous quartiles of its peers. */
import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import '../../styles/inner'
import '../../styles/comparison.css'
import '../../styles/profile.css'
import { ProfileDocument, type ProfileQuery } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader, type Reader } from '../../parts/reader'
import { excelOf } from '../comparison/comparison'
import { ExcelButton } from '../comparison/WithComparison'
import { ProfileTable } from './ProfileTable'

export type Profile = ProfileQuery['organisationProfile']

/** Without a code the reader's own organisation. */
export default function ProfilePage({ code }: { code?: string }) {
  const reader = useReader()
  const { t, n, moment, digits, language } = reader
  const editionCode = useSearchParams()[0].get('edition')
  const asked = { organisationCode: code ?? null, editionCode }
  const found = useQuery({
    queryKey: ['profile', asked],
    queryFn: async () => (await ask(ProfileDocument, asked)).organisationProfile,
  })
  const profile = found.data
  const excel = excelOf(
    'profile',
    { editionCode },
    { digits, language },
    {
      organisation: code ?? null,
    },
  )
  return (
    <Page
      title={
        profile ? (
          <span lang="th">{t.profile.title(profile.organisation.nameTh)}</span>
        ) : (
          t.profile.tab
        )
      }
      tabTitle={t.profile.tab}
      lead={t.profile.lead}
      actions={profile && <ExcelButton href={excel} />}
    >
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} onAgain={() => void found.refetch()} />}
      {profile && (
        <div className="stack">
          <p className="summary">
            <strong>{groupOf(profile, reader) ?? t.profile.notYet}</strong>
            {profile.group && (
              <span className="soft">{t.profile.computed(moment(profile.group.computedAt))}</span>
            )}
            <span className="soft">{t.profile.made(moment(profile.madeAt))}</span>
            {profile.revisionId && (
              <Link href={`/plan/revisions/${encodeURIComponent(profile.revisionId)}`}>
                {t.profile.plan}
              </Link>
            )}
          </p>
          {!profile.revisionId && (
            <Notice title={t.profile.noPlan}>
              <p>{t.profile.noPlanNote}</p>
            </Notice>
          )}
          {!profile.group && <p>{t.profile.notYetNote}</p>}
          <ProfileTable figures={profile.profileFigures} areCounted={Boolean(profile.group)} />
          <section className="stack" aria-labelledby="how">
            <h2 id="how">{t.profile.how}</h2>
            <ul>
              {t.profile.hows.map((one) => (
                <li key={one}>{n(one)}</li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </Page>
  )
}

function groupOf({ group }: Profile, { t, n, name }: Reader): string | null {
  if (!group) return null
  const kind = t.organisationKinds[group.kind]
  const provinces = group.peerProvinces.map(name).join(', ')
  const districts = group.peerDistricts.map(name).join(', ')
  return districts
    ? t.profile.groupInDistricts(kind, districts, provinces, n(group.members))
    : t.profile.groupInProvinces(kind, provinces, n(group.members))
}

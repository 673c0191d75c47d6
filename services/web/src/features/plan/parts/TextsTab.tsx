/** Part 1: its sections in printed order, each with an editor that saves by itself. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { SetSectionDocument } from '../../../gql/graphql'
import { ask } from '../../../parts/ask'
import { Failed, Loading } from '../../../parts/Notice'
import { useReader } from '../../../parts/reader'
import { HistoryLink } from '../history/HistoryPanel'
import type { Plan } from '../plan'
import {
  BESIDE_KEY,
  raise,
  refusal,
  textOf,
  useBeside,
  useGate,
  type Beside,
  type Section,
} from './beside'
import { storeOf, type Held, type Send } from '../../../parts/draft'
import { DraftChoice, DraftMark, LockNote } from './DraftMark'
import { SECTION_ORDER, withMissing } from './sections'
import { TextView } from './text/TextView'
import { useDraft } from '../../../parts/useDraft'

const TextEditor = lazy(() => import('./text/TextEditor'))

interface TabProps {
  plan: Plan
  username: string
}

export default function TextsTab({ plan, username }: TabProps) {
  const { t } = useReader()
  const beside = useBeside(plan)
  if (!beside.data) {
    return beside.isError ? (
      <Failed error={beside.error} onAgain={() => void beside.refetch()} />
    ) : (
      <Loading />
    )
  }
  return (
    <div className="part-tab">
      <p className="soft">{t.parts.textsLead}</p>
      <Texts plan={plan} username={username} beside={beside.data} />
    </div>
  )
}

function Texts({ plan, username, beside }: TabProps & { beside: Beside }) {
  const gateFor = useGate(beside)
  const codes = withMissing(beside.sections.map((one) => one.code))
  const isLocked = !codes.some((sectionCode) => gateFor({ kind: 'SECTION', sectionCode }).isOpen)
  return (
    <div className="stack">
      {isLocked && <LockNote gate={gateFor({ kind: 'SECTION' })} />}
      {codes.map((code) => {
        const section = beside.sections.find((one) => one.code === code) ?? null
        const gate = gateFor({ kind: 'SECTION', sectionCode: code })
        if (!gate.isOpen && !section?.body) return null
        return gate.isOpen ? (
          <OpenSection key={code} code={code} section={section} plan={plan} username={username} />
        ) : (
          <ReadSection key={code} code={code} section={section} isLocked={!isLocked} />
        )
      })}
    </div>
  )
}

function useTitle(code: string, section: Section | null): string {
  const { t } = useReader()
  const known = SECTION_ORDER.find((one) => one === code)
  return section?.titleTh || (known ? t.parts.sections[known] : t.parts.otherSection)
}

interface SectionProps {
  code: string
  section: Section | null
}

function ReadSection({ code, section, isLocked }: SectionProps & { isLocked: boolean }) {
  const { t } = useReader()
  const title = useTitle(code, section)
  return (
    <section className="card prose">
      <div className="row spread">
        <h2 lang="th">{title}</h2>
        <HistoryLink title={title} filter={{ sectionCode: code }} />
      </div>
      {isLocked && <p className="soft small">{t.parts.notReturned}</p>}
      <div className="text-view" lang="th">
        <TextView text={section?.body ?? ''} />
      </div>
    </section>
  )
}

function OpenSection({ code, section, plan, username }: SectionProps & TabProps) {
  const { t } = useReader()
  const title = useTitle(code, section)
  const client = useQueryClient()
  const held = useMemo<Held<string>>(
    () => ({ value: section?.body ?? '', version: section?.version ?? 0 }),
    [section?.body, section?.version],
  )
  const send = useCallback<Send<string>>(
    async (body, version) => {
      const input = { planId: plan.id, code, version, body }
      const { setSection: answer } = await ask(SetSectionDocument, { input })
      const saved = answer.section
      const problem = answer.problems[0]
      if (problem || !saved) return refusal(problem!, (current) => textOf(current['body']))
      client.setQueryData<Beside | null>(BESIDE_KEY, (old) => old && withSection(old, saved))
      raise(client, answer.planVersion ?? 0)
      return { held: { value: saved.body, version: saved.version ?? 0 } }
    },
    [client, plan.id, code],
  )
  const draft = useDraft(storeOf(username, plan.id, `section.${code}`), held, send)
  const [isBegun, setBegun] = useState(false)
  const { value } = draft.picture
  if (!value && !section?.body && !isBegun && !draft.isUnsent) {
    return (
      <section className="card row spread">
        <h2 lang="th">{title}</h2>
        <Button variant="default" size="sm" onClick={() => setBegun(true)}>
          {t.parts.begin}
          <span className="unseen"> {title}</span>
        </Button>
      </section>
    )
  }
  return (
    <section className="card stack">
      <div className="row spread">
        <h2 lang="th">{title}</h2>
        <div className="row">
          <HistoryLink title={title} filter={{ sectionCode: code }} />
          <DraftMark draft={draft} />
        </div>
      </div>
      <DraftChoice draft={draft} inWords={(text) => text} />
      <Suspense fallback={<Loading />}>
        <TextEditor
          label={title}
          value={value}
          isEntered={isBegun}
          onChange={(text) => draft.set(text)}
          onLeave={draft.sendNow}
        />
      </Suspense>
    </section>
  )
}

function withSection(beside: Beside, saved: Section): Beside {
  const isThere = beside.sections.some((one) => one.code === saved.code)
  const sections = isThere
    ? beside.sections.map((one) => (one.code === saved.code ? saved : one))
    : withMissing(beside.sections.map((one) => one.code)).flatMap((code) =>
        code === saved.code ? [saved] : beside.sections.filter((one) => one.code === code),
      )
  return { ...beside, sections }
}

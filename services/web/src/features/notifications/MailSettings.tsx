/** When mails come, in which language, and to which address. */
import { Button, Radio, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import {
  ConfirmMailAddressDocument,
  MailSettingDocument,
  SetMailAddressDocument,
  SetMailSettingDocument,
  type Digest,
  type MailLanguage,
  type MailSettingPartsFragment,
} from '../../gql/graphql'
import { ask, AskError } from '../../parts/ask'
import { Failed, Loading, Notice } from '../../parts/Notice'
import { Page } from '../../parts/Page'
import { useReader } from '../../parts/reader'
import '../../styles/inner'
import '@mantine/core/styles/Radio.css'
import '../../styles/notifications.css'

type Setting = MailSettingPartsFragment
interface Payload {
  setting?: Setting | null
  problems: { code: string; messageTh: string; messageEn: string }[]
}

const KEY = ['mailSetting']
const DIGESTS: Digest[] = ['AT_ONCE', 'DAILY', 'WEEKLY', 'NONE']
const LANGUAGES: MailLanguage[] = ['TH', 'EN']

export default function MailSettings() {
  const { t } = useReader()
  const setting = useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(MailSettingDocument)).mailSetting,
  })
  const words = t.notifications
  return (
    <Page narrow title={words.settings} tabTitle={words.settings} lead={words.settingsLead}>
      {setting.isPending && <Loading />}
      {setting.isError && <Failed error={setting.error} onAgain={() => void setting.refetch()} />}
      {setting.data && <Address setting={setting.data} />}
      {setting.data && <When setting={setting.data} />}
    </Page>
  )
}

/** One change of the setting; the answer is the setting as it is from then on. */
function useChange<V>(change: (value: V) => Promise<Payload>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (value: V) => {
      const { setting, problems } = await change(value)
      if (problems[0]) throw new AskError(problems[0])
      return setting
    },
    onSuccess: (setting) => client.setQueryData(KEY, setting),
  })
}

function When({ setting }: { setting: Setting }) {
  const { t, n } = useReader()
  const words = t.notifications
  const change = useChange(
    async (input: { digest: Digest; language: MailLanguage }) =>
      (await ask(SetMailSettingDocument, { input })).setMailSetting,
  )
  const { digest, language } = setting
  return (
    <section className="card stack" aria-label={words.when}>
      <Radio.Group
        label={words.when}
        value={digest}
        onChange={(next) => change.mutate({ digest: next as Digest, language })}
      >
        <div className="stack radios">
          {DIGESTS.map((one) => (
            <Radio
              key={one}
              value={one}
              label={words.digests[one]}
              description={n(words.digestNotes[one])}
            />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group
        label={words.mailLanguage}
        value={language}
        onChange={(next) => change.mutate({ digest, language: next as MailLanguage })}
      >
        <div className="row radios">
          {LANGUAGES.map((one) => (
            <Radio key={one} value={one} label={words.languages[one]} />
          ))}
        </div>
      </Radio.Group>
      {change.isError && <Failed error={change.error} />}
      <p className="soft" role="status">
        {change.isPending ? words.saving : change.isSuccess ? words.saved : ''}
      </p>
    </section>
  )
}

function Address({ setting }: { setting: Setting }) {
  const { t } = useReader()
  const words = t.notifications
  const [typed, setTyped] = useState('')
  const set = useChange(
    async (address: string | null) =>
      (await ask(SetMailAddressDocument, { input: { address } })).setMailAddress,
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate(typed, { onSuccess: () => setTyped('') })
  }
  return (
    <section className="card stack" aria-labelledby="address">
      <h2 id="address">{words.address}</h2>
      {setting.address ? (
        <p>
          {words.goesTo} <strong>{setting.address}</strong>{' '}
          <button type="button" className="quiet-button" onClick={() => set.mutate(null)}>
            {words.removeAddress}
          </button>
        </p>
      ) : (
        <p>{words.noAddress}</p>
      )}
      {setting.wantedAddress && <Code key={setting.wantedAddress} to={setting.wantedAddress} />}
      <form className="row bottom" onSubmit={submit}>
        <TextInput
          className="mail-address"
          label={words.newAddress}
          type="email"
          autoComplete="email"
          required
          withAsterisk={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={set.isPending}>
          {words.sendCode}
        </Button>
      </form>
      {set.isError && <Failed error={set.error} />}
    </section>
  )
}

function Code({ to }: { to: string }) {
  const { t, n } = useReader()
  const words = t.notifications
  const [code, setCode] = useState('')
  const confirm = useChange(
    async (typed: string) =>
      (await ask(ConfirmMailAddressDocument, { input: { code: typed } })).confirmMailAddress,
  )
  return (
    <Notice title={words.codeSent(to)} icon="info">
      <form
        className="row bottom"
        onSubmit={(event) => {
          event.preventDefault()
          confirm.mutate(code)
        }}
      >
        <TextInput
          label={n(words.code)}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={confirm.isPending}>
          {words.confirm}
        </Button>
      </form>
      {confirm.isError && <Failed error={confirm.error} />}
    </Notice>
  )
}

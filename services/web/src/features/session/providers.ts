/** Sign-in providers of this installation, and the way to one of them. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { fetchJson, send, type Failure } from '../../parts/ask'
import { useReader } from '../../parts/reader'

export interface Provider {
  key: string
  nameTh: string
  nameEn: string
  issuer: string
}

interface Said {
  providers: Provider[]
  refusals: Record<string, Pick<Failure, 'messageTh' | 'messageEn'>>
}

interface Beginning {
  key: string
  /** Where to go afterwards. */
  next: string
  /** Of who links the own account. */
  password?: string
}

export function useProviders() {
  return useQuery({
    queryKey: ['providers'],
    queryFn: () => fetchJson<Said>('/auth/providers'),
    staleTime: Infinity,
  })
}

/** Leaves this page: the provider sends the browser back. */
export function useBegin() {
  return useMutation({
    mutationFn: ({ key, next, password }: Beginning) =>
      send<{ address: string }>(`/auth/oidc/${encodeURIComponent(key)}/begin`, {
        next,
        ...(password === undefined ? {} : { link: true, password }),
      }),
    onSuccess: ({ address }) => window.location.assign(address),
  })
}

/** What the callback brought back with it, as words; null when nothing was refused. */
export function useRefusal(search: URLSearchParams): string | null {
  const { t, n, told } = useReader()
  const words = useProviders().data?.refusals
  const code = search.get('refused')
  if (code === null || !words) return null
  const known = words[code]
  if (known) return told(known)
  const seconds = Number(search.get('retry'))
  if (code === 'SIGN_IN_LOCKED' && seconds > 0) {
    return `${t.session.locked} ${t.session.retryAfter(n(Math.ceil(seconds / 60)))}`
  }
  return code === 'NO_POST' ? t.session.noPost : t.session.refused
}

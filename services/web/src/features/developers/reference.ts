/** Codes and limits as the server has them. */
import { useQuery } from '@tanstack/react-query'
import type { th } from './words'

export interface ErrorCode {
  code: string
  statuses: number[]
  meansTh: string
  meansEn: string
  doTh: string
  doEn: string
}

export interface Reference {
  codes: ErrorCode[]
  limits: Record<keyof (typeof th)['limitNames'], number>
}

export function useReference() {
  return useQuery({
    queryKey: ['developers'],
    queryFn: async (): Promise<Reference> => {
      const answer = await fetch('/developers.json')
      if (!answer.ok) throw new Error(String(answer.status))
      return (await answer.json()) as Reference
    },
  })
}

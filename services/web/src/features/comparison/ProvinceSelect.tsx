/** Which province a national reader looks at. */
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ProvincesDocument } from '../../gql/graphql'
import { ask } from '../../parts/ask'
import { useReader } from '../../parts/reader'

interface ProvinceSelectProps {
  /** Null while none is chosen. */
  value: string | null
  onChange: (code: string) => void
  /** The whole nation is a choice too. */
  canBeAll?: boolean
}

export function ProvinceSelect({ value, onChange, canBeAll }: ProvinceSelectProps) {
  const { t, name } = useReader()
  const provinces = useQuery({
    queryKey: ['provinces'],
    queryFn: async () => (await ask(ProvincesDocument)).provinces,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <NativeSelect
      label={t.comparison.provinceLabel}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        ...(canBeAll || value === null
          ? [{ value: '', label: canBeAll ? t.comparison.nation : t.comparison.chooseProvince }]
          : []),
        ...(provinces.data ?? []).map((one) => ({ value: one.code, label: name(one) })),
      ]}
    />
  )
}

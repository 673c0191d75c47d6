/** A choice among the missions, under their dimensions. */
import { NativeSelect } from '@mantine/core'
import { useReader } from '../../parts/reader'
import type { Plan } from './plan'

interface MissionSelectProps {
  dimensions: Plan['edition']['dimensions']
  label: string
  value: string
  onChange: (missionCode: string) => void
}

export function MissionSelect({ dimensions, label, value, onChange }: MissionSelectProps) {
  const { t, n } = useReader()
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {!value && <option value="" />}
      {dimensions.map((dimension) => (
        <optgroup
          key={dimension.code}
          label={`${t.dimension(n(dimension.code))} ${dimension.titleTh}`}
        >
          {dimension.missions.map((mission) => (
            <option key={mission.code} value={mission.code}>
              {n(mission.code)} {mission.titleTh}
            </option>
          ))}
        </optgroup>
      ))}
    </NativeSelect>
  )
}

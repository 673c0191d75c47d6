/** One of a few: as a row of halves in sight, or as a list in a panel. Plain radio buttons. */
import { useId } from 'react'

interface ChoicesProps<Value extends string> {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
  look?: 'list' | 'row'
  className?: string
}

export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { label, value, options, onChange, look = 'list', className = '' } = props
  const name = useId()
  return (
    <fieldset className={`choices ${look} ${className}`}>
      <legend className={look === 'row' ? 'unseen' : undefined}>{label}</legend>
      {options.map(([option, words]) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Labelled fields of the forms: a line, running text, read-only words. */
interface FieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  wide?: boolean
  isMissing?: boolean
}

export function Line({ label, value, onChange, hint, wide, isMissing }: FieldProps) {
  return (
    <label className={fieldClass(wide, isMissing)}>
      <span>{label}</span>
      <input lang="th" value={value} onChange={(event) => onChange(event.target.value)} />
      {hint && <span className="soft small">{hint}</span>}
    </label>
  )
}

/** Running text; it grows with what is typed (`field-sizing`), so that nothing is out of sight. */
export function Long({ label, value, onChange, hint, wide, isMissing }: FieldProps) {
  return (
    <label className={fieldClass(wide, isMissing)}>
      <span>{label}</span>
      <textarea
        lang="th"
        rows={2}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint && <span className="soft small">{hint}</span>}
    </label>
  )
}

const fieldClass = (wide?: boolean, isMissing?: boolean) =>
  `field${wide ? ' wide' : ''}${isMissing ? ' missing' : ''}`

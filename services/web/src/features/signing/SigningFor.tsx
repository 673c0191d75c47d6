/** That one signs in another's place today, and until when. */
import { useReader } from '../../parts/reader'
import { useViewer } from '../session/viewer'
import '../../styles/signing.css'

export function SigningFor() {
  const { t, n, date } = useReader()
  const signing = useViewer().data?.post.signingFor
  if (!signing) return null
  return (
    <p className="signing-for no-print">
      {t.signing.signingFor(n(signing.words), date(signing.lastOn))}
    </p>
  )
}

/** Cells of a file that cannot be taken, each with its place and the reason. */
import type { Failure } from '../../parts/ask'
import { useReader } from '../../parts/reader'

export type RefusedCell = Failure & { cell: string }

export function RefusedCells({ cells, lead }: { cells: readonly RefusedCell[]; lead: string }) {
  const { t, told } = useReader()
  if (!cells.length) return null
  return (
    <>
      <p>{lead}</p>
      <ul className="plain stack">
        {cells.map((one) => (
          <li key={`${one.cell} ${one.code}`}>
            <strong>
              {t.reporting.cell} {one.cell}
            </strong>{' '}
            {told(one)}
          </li>
        ))}
      </ul>
    </>
  )
}

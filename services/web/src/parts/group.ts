/** Rows by a key, in the order in which they come. (Map.groupBy is too new for offices' browsers.) */
export function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** A sorted copy. */
export function sorted<Row>(rows: Iterable<Row>, compare: (a: Row, b: Row) => number): Row[] {
  return [...rows].sort(compare)
}

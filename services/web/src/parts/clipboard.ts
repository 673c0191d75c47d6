/** Blocks of cells as spreadsheets put them on the clipboard: tabs, line ends, quoted cells. */

export function parseBlock(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at]!
    const row = rows[rows.length - 1]!
    const cell = row[row.length - 1]!
    if (quoted) {
      if (char !== '"') row[row.length - 1] = cell + char
      else if (source[at + 1] === '"') {
        row[row.length - 1] = `${cell}"`
        at += 1
      } else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === '\t') row.push('')
    else if (char === '\n') rows.push([''])
    else row[row.length - 1] = cell + char
  }
  return rows
}

export function writeBlock(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/["\t\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)
  return rows.map((row) => row.map(cell).join('\t')).join('\n')
}

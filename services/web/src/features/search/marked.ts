/** A text in pieces, those that were found marked. */
export interface Piece {
  at: number
  text: string
  isFound: boolean
}

export function piecesOf(
  text: string,
  marks: readonly { start: number; length: number }[],
): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { start, length } of marks) {
    if (start > at) pieces.push({ at, text: text.slice(at, start), isFound: false })
    pieces.push({ at: start, text: text.slice(start, start + length), isFound: true })
    at = start + length
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at), isFound: false })
  return pieces
}

/** Where the keyboard goes on when what it was at is no longer there. */

/** A dialog that closes gives the focus back to its button first, which may be gone by then. */
export function focusAfterDialog(id: string) {
  setTimeout(() => document.getElementById(id)?.focus(), 80)
}

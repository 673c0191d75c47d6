/** What can be taken back and done again in this sitting, the last first. */
import { useCallback, useMemo, useRef, useState } from 'react'

export interface Step {
  undo: () => void | Promise<unknown>
  redo: () => void | Promise<unknown>
}

export function useHistory() {
  const done = useRef<Step[]>([])
  const undone = useRef<Step[]>([])
  const [depth, setDepth] = useState({ undo: 0, redo: 0 })
  const show = useCallback(
    () => setDepth({ undo: done.current.length, redo: undone.current.length }),
    [],
  )
  return useMemo(
    () => ({
      canUndo: depth.undo > 0,
      canRedo: depth.redo > 0,
      push: (step: Step) => {
        done.current.push(step)
        undone.current = []
        show()
      },
      undo: () => {
        const step = done.current.pop()
        if (!step) return
        undone.current.push(step)
        void step.undo()
        show()
      },
      redo: () => {
        const step = undone.current.pop()
        if (!step) return
        done.current.push(step)
        void step.redo()
        show()
      },
    }),
    [depth, show],
  )
}

export type History = ReturnType<typeof useHistory>

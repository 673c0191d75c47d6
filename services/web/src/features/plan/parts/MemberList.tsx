/** The members of one committee: a table of fields, moved by keyboard, filled by pasting a list. */
import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { Dialog } from '../../../parts/Dialog'
import { Icon } from '../../../parts/Icon'
import { Scroller } from '../../../parts/Scroller'
import { useReader } from '../../../parts/reader'
import { giveUp, useTyped } from '../../../parts/useTyped'
import { moved, NO_MEMBER, readMembers, type MemberValue } from './members'
import { Tool } from './RiskForm'

interface MemberListProps {
  /** Of which plan which committee. */
  asked: string
  name: string
  members: readonly MemberValue[]
  isOpen: boolean
  onChange: (members: MemberValue[]) => void
}

const FIELDS = ['name', 'post', 'duty'] as const

export function MemberList({ asked, name, members, isOpen, onChange }: MemberListProps) {
  const { t, n } = useReader()
  const table = useRef<HTMLTableElement>(null)
  const [isPasting, setPasting] = useState(false)
  const words = t.parts.member
  const set = (at: number, part: Partial<MemberValue>) =>
    onChange(members.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const focus = (at: number, field: (typeof FIELDS)[number]) =>
    setTimeout(() => {
      table.current?.querySelector<HTMLInputElement>(`[data-at="${at} ${field}"]`)?.focus()
    })
  const move = (from: number, to: number, field: (typeof FIELDS)[number] = 'name') => {
    if (to < 0 || to >= members.length) return
    onChange(moved(members, from, to))
    focus(to, field)
  }
  const add = () => {
    onChange([...members, NO_MEMBER])
    focus(members.length, 'name')
  }
  return (
    <>
      {!members.length && <p className="soft">{t.parts.noMembers}</p>}
      {members.length > 0 && (
        <Scroller className="scroll-x" label={name}>
          <table ref={table} className="members">
            <thead>
              <tr>
                <th scope="col">{t.parts.place}</th>
                {FIELDS.map((field) => (
                  <th key={field} scope="col">
                    {words[field]}
                  </th>
                ))}
                {isOpen && (
                  <th scope="col">
                    <span className="unseen">{t.plan.columns.menu}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {members.map((member, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
                <tr key={at}>
                  <th scope="row">{n(at + 1)}</th>
                  {FIELDS.map((field) => (
                    <td key={field} lang="th">
                      {isOpen ? (
                        <input
                          data-at={`${at} ${field}`}
                          aria-label={`${words[field]} ${n(at + 1)}`}
                          value={member[field]}
                          list={field === 'duty' ? 'committee-duties' : undefined}
                          onChange={(event) => set(at, { [field]: event.target.value })}
                          onKeyDown={(event) => {
                            if (!event.altKey) return
                            const to = { ArrowUp: at - 1, ArrowDown: at + 1 }[event.key]
                            if (to === undefined) return
                            event.preventDefault()
                            move(at, to, field)
                          }}
                        />
                      ) : (
                        member[field]
                      )}
                    </td>
                  ))}
                  {isOpen && (
                    <td className="row-tools">
                      <Tool
                        icon="up"
                        label={`${t.plan.moveUp} ${n(at + 1)}`}
                        onUse={at > 0 ? () => move(at, at - 1) : undefined}
                      />
                      <Tool
                        icon="down"
                        label={`${t.plan.moveDown} ${n(at + 1)}`}
                        onUse={at + 1 < members.length ? () => move(at, at + 1) : undefined}
                      />
                      <Tool
                        icon="remove"
                        label={`${t.parts.removeMember} ${n(at + 1)}`}
                        onUse={() => onChange(members.filter((_, index) => index !== at))}
                      />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {isOpen && (
        <div className="row">
          <Button variant="default" size="sm" leftSection={<Icon name="add" />} onClick={add}>
            {t.parts.addMember}
            <span className="unseen"> {name}</span>
          </Button>
          <Button variant="default" size="sm" onClick={() => setPasting(true)}>
            {t.parts.pasteMembers}
            <span className="unseen"> {name}</span>
          </Button>
          {members.length > 1 && <span className="soft small">{t.parts.moveHint}</span>}
          <datalist id="committee-duties">
            {t.parts.duties.map((duty) => (
              <option key={duty} value={duty} />
            ))}
          </datalist>
        </div>
      )}
      <Dialog
        isOpen={isPasting}
        look="wide"
        title={`${t.parts.pasteMembers}: ${name}`}
        onClose={() => setPasting(false)}
      >
        <PasteList
          asked={`members ${asked}`}
          onAdd={(pasted) => {
            onChange([...members, ...pasted])
            setPasting(false)
          }}
        />
      </Dialog>
    </>
  )
}

/** What was understood is shown before anything is added. */
interface PasteListProps {
  asked: string
  onAdd: (members: MemberValue[]) => void
}

function PasteList({ asked, onAdd }: PasteListProps) {
  const { t, n } = useReader()
  const typed = useTyped(asked, '')
  const members = readMembers(typed.value)
  const words = t.parts.member
  return (
    <div className="stack">
      <label className="field">
        <span>{t.parts.pasteHere}</span>
        <textarea
          rows={6}
          lang="th"
          autoFocus
          value={typed.value}
          onChange={(event) => typed.set(event.target.value)}
        />
      </label>
      {members.length > 0 && (
        <Scroller className="scroll-x paste-preview" label={t.parts.preview}>
          <table className="members">
            <caption>{t.parts.preview}</caption>
            <thead>
              <tr>
                <th scope="col">{t.parts.place}</th>
                {FIELDS.map((field) => (
                  <th key={field} scope="col">
                    {words[field]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody lang="th">
              {members.map((member, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
                <tr key={at}>
                  <th scope="row">{n(at + 1)}</th>
                  {FIELDS.map((field) => (
                    <td key={field}>{member[field]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      <div>
        <Button disabled={!members.length} onClick={() => giveUp(typed, () => onAdd(members))}>
          {t.parts.addMembersN(n(members.length))}
        </Button>
      </div>
    </div>
  )
}

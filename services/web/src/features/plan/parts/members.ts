/** Lines of a committee, and a pasted list (Excel, Word, plain) as such lines. Pure. */
export interface MemberValue {
  name: string
  post: string
  duty: string
}

export const NO_MEMBER: MemberValue = { name: '', post: '', duty: '' }

const NUMBER = /^\s*(?:\(?[0-9๐-๙]{1,3}[.)]|[-•*])\s*/
const ONLY_NUMBER = /^[(]?[0-9๐-๙]{1,3}[.)]?$/
const DUTY =
  /^(?:ที่ปรึกษา|รอง|ผู้ช่วย)?(?:ประธาน(?:กรรมการ)?|กรรมการ(?:และ(?:ผู้ช่วย)?เลขานุการ)?|เลขานุการ|ที่ปรึกษา)$/

/**
 * One line a person; columns are parted by tabs, or by two spaces and more as orders are printed.
 * A column of numbers is left out, the last column is the duty when it reads like one.
 */
export function readMembers(text: string): MemberValue[] {
  return text
    .replaceAll('\u00a0', ' ')
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map((line) => {
      const cells = line
        .replace(NUMBER, '')
        .split(line.includes('\t') ? '\t' : / {2,}/)
        .map((cell) => cell.trim().replace(/ +/g, ' '))
        .filter((cell) => cell && !ONLY_NUMBER.test(cell))
      const last = cells.at(-1) ?? ''
      const duty = cells.length > 1 && (cells.length > 2 || DUTY.test(last)) ? cells.pop()! : ''
      const [name = '', ...post] = cells
      return { name, post: post.join(' '), duty }
    })
    .filter((member) => member.name || member.post)
}

export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const rest = list.filter((_, at) => at !== from)
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)]
}

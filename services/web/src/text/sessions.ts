/** Words of where one is signed in. */
import { words } from './words'

export const th = words({
  title: 'อุปกรณ์ที่เข้าใช้งานอยู่',
  lead: 'หากไม่ใช่ท่าน หรือเลิกใช้อุปกรณ์นั้นแล้ว ให้ออกจากระบบที่นี่ และแจ้งผู้ดูแลระบบให้เปลี่ยนรหัสผ่าน',
  thisOne: 'เครื่องนี้',
  unknown: 'ไม่ทราบอุปกรณ์',
  seen: (when: string) => `ใช้ล่าสุด ${when}`,
  since: (when: string) => `เข้าเมื่อ ${when}`,
  from: (address: string) => `จาก ${address}`,
  end: 'ออกจากระบบ',
  endOf: (name: string) => `ออกจากระบบ ${name}`,
  endNote: 'อุปกรณ์นั้นต้องเข้าสู่ระบบใหม่ งานที่บันทึกแล้วไม่หาย',
  endOthers: 'ออกจากระบบที่อื่นทั้งหมด',
  endOthersNote: 'ทุกอุปกรณ์ยกเว้นเครื่องนี้ต้องเข้าสู่ระบบใหม่ งานที่บันทึกแล้วไม่หาย',
})

export const en: typeof th = {
  title: 'Where you are signed in',
  lead: 'Sign out here what is not yours or no longer used, and ask the operator for a new password.',
  thisOne: 'this one',
  unknown: 'Unknown device',
  seen: (when) => `last used ${when}`,
  since: (when) => `since ${when}`,
  from: (address) => `from ${address}`,
  end: 'Sign out',
  endOf: (name) => `Sign out: ${name}`,
  endNote: 'That device has to sign in again. What was saved stays.',
  endOthers: 'Sign out everywhere else',
  endOthersNote: 'Every device but this one has to sign in again. What was saved stays.',
}

/** Words of attached files. */
import { words } from './words'

export const th = words({
  tab: 'ภาคผนวก',
  appointment: 'คำสั่งแต่งตั้งคณะกรรมการ',
  annex: 'เอกสารแนบอื่น',
  none: 'ไม่มีไฟล์แนบ',
  drop: 'ลากไฟล์มาวางที่นี่ หรือ',
  choose: 'เลือกไฟล์',
  addTo: (title: string) => `แนบไฟล์: ${title}`,
  limits: (endings: string, file: string, left: string) =>
    `รับ ${endings} ไม่เกินไฟล์ละ ${file} เหลือพื้นที่ ${left}`,
  about: (size: string, day: string, by: string) => `${size} · แนบ ${day} โดย ${by}`,
  scan: {
    NOT_SCANNED: 'ไม่ได้ตรวจไวรัส',
    CLEAN: 'ตรวจไวรัสแล้ว',
    INFECTED: 'พบไวรัส ดาวน์โหลดไม่ได้',
  },
  shared: 'เจ้าหน้าที่เห็นแล้ว',
  removed: (name: string) => `นำ “${name}” ออกแล้ว`,
  removeNamed: (name: string) => `นำ “${name}” ออก`,
  undo: 'เลิกทำ',
})

export const en: typeof th = {
  tab: 'Appendix',
  appointment: 'Order appointing the committees',
  annex: 'Other annexes',
  none: 'No files',
  drop: 'Drop files here, or',
  choose: 'Choose files',
  addTo: (title: string) => `Attach files: ${title}`,
  limits: (endings: string, file: string, left: string) =>
    `Accepts ${endings}, each up to ${file}; room left: ${left}`,
  about: (size: string, day: string, by: string) => `${size} · added ${day} by ${by}`,
  scan: {
    NOT_SCANNED: 'not scanned for viruses',
    CLEAN: 'scanned for viruses',
    INFECTED: 'a virus was found; not downloadable',
  },
  shared: 'officers can see it',
  removed: (name: string) => `“${name}” was removed`,
  removeNamed: (name: string) => `Remove “${name}”`,
  undo: 'Undo',
}

/** Words of what is published: the list, publishing a report, taking something back. */
import { words } from './words'

export const th = words({
  title: 'เผยแพร่แล้ว',
  none: 'ยังไม่มีรายการที่เผยแพร่',
  ofOrganisation: 'หน้าเผยแพร่ของหน่วยงาน',
  directory: 'แผนและรายงานที่ อปท. เผยแพร่ (อ่านได้โดยไม่ต้องเข้าสู่ระบบ)',
  newTab: '(เปิดแท็บใหม่)',
  kinds: { PLAN: 'แผน', FOLLOW_UP: 'รายงานรอบ 6 เดือน', ANNUAL_RESULT: 'รายงานประจำปี' },
  item: (kind: string, number: string) => `${kind} ฉบับที่ ${number}`,
  since: (day: string) => `เผยแพร่ ${day}`,
  withdrawn: (day: string) => `ถอนการเผยแพร่ ${day} เพราะ`,
  publishReport: 'เผยแพร่รายงาน',
  publishReportOf: (number: string) => `เผยแพร่รายงานฉบับที่ ${number}`,
  publishLead: 'ทุกคนจะอ่านได้โดยไม่ต้องเข้าสู่ระบบ รวมทั้งหมายเหตุและลิงก์หลักฐาน โปรดตรวจว่าไม่มีข้อมูลส่วนบุคคล',
  publish: 'เผยแพร่',
  published: 'เผยแพร่แล้ว ทุกคนอ่านได้',
  open: 'เปิดหน้าที่เผยแพร่',
  withdraw: 'ถอนการเผยแพร่',
  withdrawTitle: 'ถอนการเผยแพร่',
  withdrawLead: 'ที่อยู่เดิมจะบอกว่าถอนแล้วพร้อมเหตุผลนี้ ทุกคนอ่านเหตุผลได้',
  reason: 'เหตุผลที่ถอน',
})

export const en: typeof th = words({
  title: 'Published',
  none: 'Nothing is published yet',
  ofOrganisation: "The organisation's public page",
  directory: 'Published plans and reports (no sign-in needed)',
  newTab: '(opens a new tab)',
  kinds: { PLAN: 'Plan', FOLLOW_UP: '6-month report', ANNUAL_RESULT: 'Annual report' },
  item: (kind: string, number: string) => `${kind}, no. ${number}`,
  since: (day: string) => `since ${day}`,
  withdrawn: (day: string) => `taken back ${day}:`,
  publishReport: 'Publish the report',
  publishReportOf: (number: string) => `Publish report ${number}`,
  publishLead:
    'Everybody will read it without signing in, remarks and links of evidence included. Check that it holds no personal data.',
  publish: 'Publish',
  published: 'It is published: everybody can read it',
  open: 'Open the public page',
  withdraw: 'Take back',
  withdrawTitle: 'Take back what was published',
  withdrawLead: 'Its address will say so, with this reason, for everybody to read.',
  reason: 'Why it is taken back',
})

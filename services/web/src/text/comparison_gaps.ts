/** Words of what an area leaves uncovered. */
import { words } from './words'

export const th = words({
  nobody: 'ภารกิจที่ไม่มีใครในอำเภอทำ',
  nobodyAtAll: 'ไม่มีหน่วยงานใดในพื้นที่ทำ',
  everyDistrict: 'ทุกอำเภอมีรายการครบทุกภารกิจ',
  ofPlans: (n: string) => `จาก ${n} แผน`,
  lacks: 'กลุ่มเดียวกันมี แต่ที่นี่ยังไม่มี',
  lacksNote: 'กลุ่มเดียวกัน คือแผนของ อปท. ประเภทเดียวกัน แสดงภารกิจที่มากกว่าครึ่งของกลุ่มมีรายการ',
  nothingLacks: 'ไม่มีหน่วยงานที่ขาดภารกิจซึ่งกลุ่มเดียวกันมี',
  ofDistrict: (n: string) => `เทียบกับ ${n} แผนในอำเภอเดียวกัน`,
  ofAll: (n: string) => `เทียบกับ ${n} แผนในพื้นที่`,
  having: (n: string, all: string) => `มี ${n} จาก ${all}`,
  by: 'แสดงตาม',
  byMission: 'ภารกิจ',
  bySubMission: 'ภารกิจย่อย',
  subCaption: 'จำนวนรายการในแต่ละภารกิจย่อยของกรอบ ตามแผนที่ส่งแล้ว',
  notCounted: 'ส่งก่อนเริ่มนับภารกิจย่อย',
  keys: 'เลื่อนระหว่างช่องด้วยปุ่มลูกศร Home และ End กด Enter เพื่อเปิดรายการ',
  ofDistrictPlans: (plans: string, all: string) => `แผนในอำเภอที่มีรายการ (ส่งแล้ว ${plans}/${all})`,
  coveredLabel: (place: string, mission: string, n: string, all: string) =>
    `${place} ภารกิจ ${mission}: มีรายการ ${n} จาก ${all} แผน`,
  rowsOf: (mission: string) => `รายการในภารกิจ ${mission}`,
})

export const en: typeof th = {
  nobody: 'Missions nobody in the district covers',
  nobodyAtAll: 'Nobody in the whole area covers',
  everyDistrict: 'Every district covers every mission',
  ofPlans: (n) => `of ${n} plans`,
  lacks: 'What peers have and this one lacks',
  lacksNote:
    'Peers are plans of the same kind. Shown are missions that more than half of them cover.',
  nothingLacks: 'Nobody lacks what the peers have',
  ofDistrict: (n) => `against ${n} plans of the district`,
  ofAll: (n) => `against ${n} plans of the area`,
  having: (n, all) => `${n} of ${all} have it`,
  by: 'Show by',
  byMission: 'mission',
  bySubMission: 'sub-mission',
  subCaption: 'Number of initiatives in each sub-mission of the framework, from submitted plans',
  notCounted: 'Submitted before sub-missions were counted',
  keys: 'Move between cells by the arrow keys, Home and End; Enter opens the rows.',
  ofDistrictPlans: (plans, all) => `Plans of the district with rows (${plans}/${all} submitted)`,
  coveredLabel: (place, mission, n, all) => `${place}, mission ${mission}: ${n} of ${all} plans`,
  rowsOf: (mission) => `Rows of mission ${mission}`,
}

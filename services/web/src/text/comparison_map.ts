/** Words of the map of tiles. */
import { words } from './words'

export const th = words({
  tab: 'แผนผัง',
  measure: 'สีแสดง',
  measures: { TIMELINESS: 'การส่งแผน', COVERAGE: 'ความครอบคลุม', TOTAL: 'งบประมาณรวม' },
  coveredOf: (n: string, all: string) => `${n} จาก ${all} ภารกิจ`,
  onTimeOf: (n: string, all: string) => `ส่งตรงเวลา ${n} จาก ${all} แห่ง`,
  baht: 'บาท',
  notSent: 'ยังไม่ส่ง',
  looks: {
    ON_TIME: 'ส่งตรงเวลา',
    LATE: 'ส่งช้า',
    AWAITED: 'ยังไม่ส่ง ยังไม่ถึงกำหนด',
    MISSING: 'ยังไม่ส่ง เลยกำหนดแล้ว',
    UNSTATED: 'มีแผน แต่ไม่ระบุงบประมาณ',
    NO_BUDGET: 'มีแผน ไม่ใช้งบประมาณ',
  },
  signs: {
    ON_TIME: '✓',
    LATE: 'ช้า',
    AWAITED: 'รอ',
    MISSING: 'ขาด',
    UNSTATED: 'ว่าง',
    NO_BUDGET: '-',
  },
  least: 'น้อย',
  most: 'มาก',
  fifths: 'แบ่งที่ระบุงบประมาณเป็นห้ากลุ่มเท่ากันตามงบประมาณรวม',
  table: 'หน่วยงานในแผนผัง',
})

export const en: typeof th = {
  tab: 'Map',
  measure: 'Colour shows',
  measures: { TIMELINESS: 'Submission', COVERAGE: 'Coverage', TOTAL: 'Total budget' },
  coveredOf: (n, all) => `${n} of ${all} missions`,
  onTimeOf: (n, all) => `${n} of ${all} on time`,
  baht: 'baht',
  notSent: 'Missing,',
  looks: {
    ON_TIME: 'On time',
    LATE: 'Late',
    AWAITED: 'Awaited, not yet due',
    MISSING: 'Missing, past the due date',
    UNSTATED: 'A plan, but no amount stated',
    NO_BUDGET: 'A plan, no budget needed',
  },
  signs: {
    ON_TIME: '✓',
    LATE: 'late',
    AWAITED: 'due',
    MISSING: '!',
    UNSTATED: 'n/s',
    NO_BUDGET: '-',
  },
  least: 'least',
  most: 'most',
  fifths: 'Those that state an amount in five equal groups by their total budget',
  table: 'Organisations of the map',
}

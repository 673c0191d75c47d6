/** Words of the map of tiles. */
import { words } from './words'

export const th = words({
  tab: 'แผนผัง',
  measure: 'สีแสดง',
  measures: { timeliness: 'การส่งแผน', coverage: 'ความครอบคลุม', total: 'งบประมาณรวม' },
  coveredOf: (n: string, all: string) => `${n} จาก ${all} ภารกิจ`,
  baht: 'บาท',
  lateSign: 'ช้า',
  least: 'น้อย',
  most: 'มาก',
  fifths: 'แบ่งหน่วยงานที่มีแผนเป็นห้ากลุ่มเท่ากันตามงบประมาณรวม',
  table: 'หน่วยงานในแผนผัง',
})

export const en: typeof th = {
  tab: 'Map',
  measure: 'Colour shows',
  measures: { timeliness: 'Submission', coverage: 'Coverage', total: 'Total budget' },
  coveredOf: (n, all) => `${n} of ${all} missions`,
  baht: 'baht',
  lateSign: 'late',
  least: 'least',
  most: 'most',
  fifths: 'Organisations with a plan in five equal groups by their total budget',
  table: 'Organisations of the map',
}

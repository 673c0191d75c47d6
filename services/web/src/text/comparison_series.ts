/** Words of the screen that goes on across editions of the framework. */
import { words } from './words'

export const th = words({
  tab: 'ต่อเนื่องหลายฉบับ',
  table: 'งบประมาณรายปีข้ามฉบับของกรอบแผน (หน่วย: บาท)',
  chart: 'งบประมาณรายมิติข้ามฉบับ (ล้านบาท)',
  what: 'มิติของฉบับล่าสุด',
  how: 'ภารกิจของฉบับก่อนนับรวมในมิติที่ตารางเทียบระบุ ภารกิจที่ไม่มีที่เทียบแสดงแยกไว้และยังนับในยอดรวม',
  editions: (count: string) => `กรอบแผน ${count} ฉบับ`,
  gap: 'ไม่มีกรอบแผน',
  covered: (edition: string, submitted: string, all: string) => `${edition} ส่ง ${submitted}/${all}`,
  unmapped: 'ไม่มีที่เทียบ',
  without: (mission: string, edition: string) => `ภารกิจ ${mission} ของฉบับ ${edition}`,
  unknown: 'ไม่มีข้อมูลของปีนี้',
  places: 'รายพื้นที่',
  crosswalk: (count: string, lost: string) =>
    `ตารางเทียบภารกิจ ${count} รายการ ไม่มีที่เทียบ ${lost} รายการ`,
  noLike: 'ไม่มีที่เทียบในฉบับล่าสุด',
})

export const en: typeof th = {
  tab: 'Across editions',
  table: 'Budgets by year across editions of the framework (unit: baht)',
  chart: 'Budgets by dimension across editions (million baht)',
  what: 'Dimension of the newest edition',
  how: 'Missions of earlier editions count in the dimension that the crosswalk names. What has no counterpart stands apart and still counts in the total.',
  editions: (count) => `Editions: ${count}`,
  gap: 'no edition',
  covered: (edition, submitted, all) => `${edition}, ${submitted} of ${all}`,
  unmapped: 'No counterpart',
  without: (mission, edition) => `Mission ${mission} of ${edition}`,
  unknown: 'nothing is known of this year',
  places: 'By place',
  crosswalk: (count, lost) => `Crosswalk of ${count} missions, ${lost} without a counterpart`,
  noLike: 'No counterpart in the newest edition',
}

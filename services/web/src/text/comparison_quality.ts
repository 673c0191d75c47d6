/** Words of the screen of quality: odd budgets, and rows that several organisations share. */
import { words } from './words'

export const th = words({
  tab: 'คุณภาพข้อมูล',
  looked: (plans: string) => `ตรวจแผนที่ส่งแล้ว ${plans} แผน`,
  outlierCount: (count: string) => `งบประมาณต่างจากกลุ่ม ${count} รายการ`,
  sharedCount: (count: string) => `รายการซ้ำข้ามหน่วยงาน ${count} กลุ่ม`,
  outliers: 'งบประมาณต่างจากหน่วยงานในกลุ่มเดียวกันมาก',
  outliersHow: (place: string, least: string) =>
    `กลุ่มเปรียบเทียบคือหน่วยงานอื่นประเภทเดียวกันใน${place} ที่ตั้งงบประมาณในมิติและปีเดียวกัน อย่างน้อย ${least} แห่ง ช่วงปกติคิดจากควอร์ไทล์บนสเกลลอการิทึม เป็นข้อที่ควรสอบถาม ไม่ใช่ข้อผิดพลาด`,
  noOutliers: 'ไม่มีงบประมาณที่ต่างจากกลุ่มมาก',
  what: 'มิติ',
  year: 'ปีงบประมาณ',
  amount: 'งบประมาณ (บาท)',
  against: 'เทียบกับค่ากลาง',
  above: (times: string) => `สูงกว่า ${times} เท่า`,
  below: (times: string) => `ต่ำกว่า ${times} เท่า`,
  because: 'ตัวเลขที่ใช้เทียบ',
  peers: (count: string, kind: string, median: string) =>
    `${kind} ${count} แห่ง ค่ากลาง ${median} บาท`,
  usual: (low: string, high: string) => `ช่วงปกติ ${low} ถึง ${high} บาท`,
  shared: 'รายการเดียวกันในหลายหน่วยงาน',
  sharedHow: 'ชื่อเหมือนหรือคล้ายกัน และงบประมาณเท่ากันทุกปี',
  noShared: 'ไม่พบรายการซ้ำข้ามหน่วยงาน',
  organisations: (count: string) => `${count} แห่ง`,
  sameTitle: 'ชื่อเหมือนกัน',
  alikeTitle: 'ชื่อคล้ายกัน',
  each: (baht: string) => `แห่งละ ${baht} บาท`,
  showAll: (count: string) => `แสดงทั้งหมด ${count} กลุ่ม`,
})

export const en: typeof th = {
  tab: 'Quality',
  looked: (plans) => `${plans} submitted plans were looked at`,
  outlierCount: (count) => `${count} budgets far from their peers’`,
  sharedCount: (count) => `${count} rows shared by several`,
  outliers: 'Budgets far from those of their peers',
  outliersHow: (place, least) =>
    `Peers are the other organisations of the same kind in ${place} with an amount for the same dimension and year, ${least} at least. What is usual follows from the quartiles on a logarithmic scale. It is something to ask about, not an error.`,
  noOutliers: 'No budget is far from its peers’',
  what: 'Dimension',
  year: 'Fiscal year',
  amount: 'Budget (baht)',
  against: 'Against the median',
  above: (times) => `${times} times more`,
  below: (times) => `${times} times less`,
  because: 'Judged by',
  peers: (count, kind, median) => `${count} × ${kind}, median ${median} baht.`,
  usual: (low, high) => `Usual: ${low} to ${high} baht`,
  shared: 'The same row in several organisations',
  sharedHow: 'Titles are the same or alike, and the amounts of every year are equal',
  noShared: 'No row is shared by several organisations',
  organisations: (count) => `${count} organisations`,
  sameTitle: 'same title',
  alikeTitle: 'titles alike',
  each: (baht) => `${baht} baht each`,
  showAll: (count) => `Show all ${count}`,
}

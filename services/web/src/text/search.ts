/** Words of searching. */
import { words } from './words'

export const th = words({
  title: 'ค้นหาในแผนที่ส่งแล้ว',
  lead: 'พิมพ์คำในชื่อรายการ ความเสี่ยง หรือเนื้อหา ไม่ต้องใส่วรรณยุกต์ให้ตรงก็ค้นพบ',
  words: 'คำที่ต้องการค้น',
  box: 'ค้นหา',
  go: 'ค้นหา',
  found: (n: string, isMore: boolean) => `พบ ${n} แห่ง${isMore ? ' และยังมีอีก' : ''}`,
  nothing: (text: string) => `ไม่พบ “${text}”`,
  suggest: 'ลองใช้คำที่สั้นลง ลดจำนวนคำ หรือล้างตัวกรอง แผนที่ยังเป็นร่างไม่อยู่ในผลการค้นหา',
  places: {
    TITLE: 'ชื่อรายการ',
    RISK: 'ความเสี่ยง',
    SECTION: 'ส่วนที่ ๑',
    REMARKS: 'หมายเหตุ',
    SHEET: 'ส่วนที่ ๓',
  },
})

export const en: typeof th = {
  title: 'Search submitted plans',
  lead: 'Words of titles, risks or texts. Tone marks, spaces and digits need not be exact.',
  words: 'Words to search for',
  box: 'Search',
  go: 'Search',
  found: (n, isMore) => `${n} places${isMore ? ', and more' : ''}`,
  nothing: (text) => `Nothing found for “${text}”`,
  suggest: 'Try a shorter word, fewer words, or clear the filters. Drafts are not searched.',
  places: {
    TITLE: 'Title',
    RISK: 'Risk',
    SECTION: 'Part 1',
    REMARKS: 'Remarks',
    SHEET: 'Part 3',
  },
}

/** Words of the screen of provinces. */
import { words } from './words'

export const th = words({
  tab: 'รายจังหวัด',
  table: 'งบประมาณและการส่งแผนรายจังหวัด (หน่วย: บาท)',
  all: (n: string) => `รวม ${n} จังหวัด`,
  organisations: 'อปท.',
  covered: 'ภารกิจที่มีรายการ',
  largest: (n: string) => `จังหวัดที่มีงบประมาณมากที่สุด ${n} จังหวัด (ล้านบาท)`,
})

export const en: typeof th = {
  tab: 'Provinces',
  table: 'Budgets and submissions by province (unit: baht)',
  all: (n) => `All ${n} provinces`,
  organisations: 'Organisations',
  covered: 'Missions covered',
  largest: (n) => `The ${n} provinces with the most money (million baht)`,
}

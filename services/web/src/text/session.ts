/** Words of signing in and out. */
import { words } from './words'

export const th = words({
  title: 'เข้าสู่ระบบ',
  lead: 'ใช้บัญชีที่หน่วยงานของท่านได้รับ',
  username: 'ชื่อบัญชี',
  password: 'รหัสผ่าน',
  signIn: 'เข้าสู่ระบบ',
  signOut: 'ออกจากระบบ',
  demo: 'บัญชีสาธิตพิมพ์ไว้ตอนเริ่มระบบ',
  required: 'โปรดกรอกชื่อบัญชีและรหัสผ่าน',
  failed: 'ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง',
  locked: 'ลองผิดหลายครั้ง ระบบพักบัญชีนี้ไว้ชั่วคราว',
  retryAfter: (minutes: string) => `ลองใหม่ได้ในอีกประมาณ ${minutes} นาที`,
  showPassword: 'แสดงรหัสผ่าน',
  as: 'ปฏิบัติหน้าที่',
  switchPost: 'เปลี่ยนหน้าที่',
  account: 'บัญชีของฉัน',
  pillars: 'จัดทำแผน ตรวจข้อสังเกต ส่งแผน และเปรียบเทียบทั้งจังหวัด ในที่เดียว',
})

export const en: typeof th = {
  title: 'Sign in',
  lead: 'Use the account that your organisation was given.',
  username: 'Account name',
  password: 'Password',
  signIn: 'Sign in',
  signOut: 'Sign out',
  demo: 'The demo accounts were printed when the system started.',
  required: 'Enter the account name and the password.',
  failed: 'The account name or the password is not right.',
  locked: 'Too many attempts: this account rests for a while.',
  retryAfter: (minutes) => `Try again in about ${minutes} min.`,
  showPassword: 'Show the password',
  as: 'Acting as',
  switchPost: 'Change post',
  account: 'My account',
  pillars: 'Make the plan, settle its findings, submit it and compare a province: in one place.',
}

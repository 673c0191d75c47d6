/** Words around something secret that is shown once. */
import { words } from './words'

export const th = words({
  copy: 'คัดลอก',
  copied: 'คัดลอกแล้ว',
  kept: 'เก็บไว้แล้ว',
})

export const en: typeof th = {
  copy: 'Copy',
  copied: 'Copied',
  kept: 'I have it',
}

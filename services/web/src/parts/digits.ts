/** Thai and Arabic digits: what a reader types, and how they want to see figures. */

export type Digits = 'thai' | 'arabic'

const THAI_ZERO = 0x0e50
const WIDE_ZERO = 0xff10

/** Thai and full-width digits become Arabic ones; everything else stays. */
export function toArabic(text: string): string {
  return text.replace(/[๐-๙０-９]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (code >= WIDE_ZERO ? WIDE_ZERO : THAI_ZERO))
  })
}

export function toThai(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(THAI_ZERO + Number(digit)))
}

export function inDigits(text: string, digits: Digits): string {
  return digits === 'thai' ? toThai(text) : toArabic(text)
}

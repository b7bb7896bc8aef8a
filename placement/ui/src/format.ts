/** Russian typography of sums, counts and days; money comes and goes as a string in roubles. */
export const NBSP = '\u00A0'

/** "126500.00" in kopecks: sums are added as whole numbers. */
export function kopecks(roubles: string): number {
  const [whole = '0', fraction = ''] = roubles.split('.')
  const sign = whole.startsWith('-') ? -1 : 1
  return sign * (Math.abs(Number(whole)) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2)))
}

/** 12650000 as the API writes it: "126500.00". */
export function roubles(value: number): string {
  const sign = value < 0 ? '-' : ''
  const digits = String(Math.abs(value)).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const groups = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, NBSP)

/** ["126 500", "00"]: the parts of a sum, so that the kopecks can be dimmed. */
export function moneyParts(value: string): [string, string] {
  const [whole = '0', fraction = ''] = value.split('.')
  const sign = whole.startsWith('-') ? '−' : ''
  return [sign + groups(whole.replace('-', '')), fraction.padEnd(2, '0').slice(0, 2)]
}

/** «126 500,00 ₽» */
export const money = (value: string) => `${moneyParts(value).join(',')}${NBSP}₽`

/** «78 000 ₽»: the kopecks are left out where they are zero. */
export function shortMoney(value: string): string {
  const [whole, fraction] = moneyParts(value)
  return (fraction === '00' ? whole : `${whole},${fraction}`) + NBSP + '₽'
}

/** What a person typed, as the API takes it; null if it is no positive sum. */
export function parseMoney(typed: string): string | null {
  const plain = typed.replace(/[\s\u00A0\u202F₽]/g, '').replace(',', '.')
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return null
  const value = kopecks(plain)
  return value > 0 ? roubles(value) : null
}

/** A sum as a person edits it: «126 500,00». */
export const editMoney = (value: string) => moneyParts(value).join(',')

export const count = (value: number) => groups(String(value))

/** «20.11.2026» of a portal's date. */
export const day = (iso: string) => iso.split('-').reverse().join('.')
export const shortDay = (iso: string) => day(iso).slice(0, 5)

/** «20.11.2026 14:05» by the viewer's clock. */
export function moment(iso: string): string {
  const at = new Date(iso)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** A part of a whole in whole percent; 0 of nothing. */
export function percent(part: string, whole: string): number {
  const all = kopecks(whole)
  return all ? Math.round((kopecks(part) / all) * 100) : 0
}

const rules = { ru: new Intl.PluralRules('ru-RU'), en: new Intl.PluralRules('en-GB') }

/** plural('ru', 2, ['акт', 'акта', 'актов']) is «2 акта». */
export function plural(lang: 'ru' | 'en', n: number, forms: readonly [string, string, string]): string {
  const form = rules[lang].select(n)
  return count(n) + NBSP + (form === 'one' ? forms[0] : form === 'few' ? forms[1] : forms[2])
}

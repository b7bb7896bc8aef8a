/** An invented register: filtering, sorting and paging as the server would. */
import type { Act, ActState, RegisterOptions, RegisterPage } from '../src/api/shapes'
import { kopecks, roubles } from '../src/format'
import { makeAct, perform } from './acts'

const clients = [
  'ООО «Северный ветер»', 'АО «Вектор-Логистик»', 'ИП Сидорова П. А.', 'ООО «Гранит-Строй»', 'ПАО «Горизонт Энерго»',
  'ООО «Медтехника Плюс»', 'ООО «Чайная мануфактура»', 'АО «Кабельный завод „Заря“»', 'ООО «Пиксель и Ко»', 'ООО «Тихая гавань»'
]
const deals = ['Внедрение учёта склада', 'Сопровождение 1С', 'Доставка по Уралу', 'Ремонт офиса, 2-й этаж', 'Аудит сети', 'Поставка томографа']
const people = ['Ирина Лебедева', 'Павел Орлов', 'Анна Котова', 'Тимур Садыков']
const states: ActState[] = ['sent', 'sent', 'confirming', 'signed', 'sent', 'signed', 'signed', 'draft', 'void']
const TODAY = '2026-11-22'

function makeRegister(): Act[] {
  return Array.from({ length: 170 }, (_, i) => {
    const state = states[i % states.length]!
    const amount = roubles(840000 + ((i * 7919) % 97) * 187050)
    const share = state === 'signed' ? [0, 0.4, 1][i % 3]! : 0
    const paid = roubles(Math.round(kopecks(amount) * share))
    return makeAct({
      number: `А-${1240 - i}`, date: `2026-11-${String(22 - Math.floor(i / 9)).padStart(2, '0')}`, amount, state,
      due: i % 11 === 1 ? `2026-11-${String(12 + (i % 9)).padStart(2, '0')}` : `2026-12-${String(1 + (i % 20)).padStart(2, '0')}`,
      client: clients[(i * 3) % clients.length]!, company_id: (i * 3) % clients.length,
      deal: { id: i % 40, title: deals[(i * 5 + Math.floor(i / 7)) % deals.length]!, url: 'https://portal.example/crm/deal/details/12/' },
      responsible: { id: 1 + (i % 4), name: people[i % 4]! },
      payment: { state: share === 1 ? 'paid' : share ? 'partial' : 'none', paid, amount },
      signed: state === 'signed' ? { how: i % 3 ? 'qr' : 'person', on: '2026-11-20', by: people[i % 4]! } : null,
      offered: state === 'confirming' ? { file_name: 'скан_0047.pdf' } : null,
      letter: { state: 'sent', to: 'buh@client.example', at: '2026-11-20T12:04:00+03:00', cause: '' }
    })
  })
}

const isLate = (act: Act) => act.state !== 'void' && act.due! < TODAY && act.payment.state !== 'paid'
const waits = (act: Act) => act.state !== 'signed' && act.state !== 'void'

export class RegisterFixture {
  private readonly acts: Act[]

  constructor(name: string) {
    this.acts = name === 'empty' ? [] : makeRegister()
  }

  act(id: number, verb: string, body: Buffer, json: () => Record<string, string>): unknown {
    return perform(this.acts.find(act => act.id === id)!, verb, body, json)
  }

  options(): RegisterOptions {
    return {
      responsibles: people.map((name, index) => ({ id: index + 1, name })),
      states: [['draft', 'Черновик'], ['sent', 'Отправлен'], ['confirming', 'Ждёт подтверждения'], ['signed', 'Подписан'], ['void', 'Аннулирован']]
        .map(([id, name]) => ({ id: id!, name: name! }))
    }
  }

  page(query: URLSearchParams): RegisterPage {
    const found = this.acts.filter(act => matches(act, query))
    const sort = query.get('sort') ?? '-date'
    const key = sort.replace('-', '') as 'date'
    found.sort((a, b) => compare(a, b, key) * (sort.startsWith('-') ? -1 : 1))
    const from = Number(query.get('after') ?? 0)
    const rows = found.slice(from, from + 50)
    const sum = (pick: (act: Act) => string) => found.reduce((total, act) => total + kopecks(pick(act)), 0)
    const amount = sum(act => act.amount)
    const paid = sum(act => act.payment.paid)
    return {
      rows, totals: { count: found.length, amount: roubles(amount), paid: roubles(paid), debt: roubles(amount - paid) },
      next: from + 50 < found.length ? String(from + 50) : null, prev: from ? String(Math.max(from - 50, 0)) : null,
      from: rows.length ? from + 1 : 0, to: from + rows.length,
      presets: {
        unsigned: this.acts.filter(waits).length, overdue: this.acts.filter(isLate).length,
        mine: this.acts.filter(act => act.responsible?.id === 1).length,
        unpaid: this.acts.filter(act => act.signed && act.payment.state !== 'paid').length
      }
    }
  }
}

function compare(a: Act, b: Act, key: 'date' | 'amount' | 'payment'): number {
  if (key === 'amount') return kopecks(a.amount) - kopecks(b.amount)
  const value = (act: Act) => String(key === 'payment' ? act.payment.state : act[key])
  return value(a).localeCompare(value(b), 'ru') || a.id - b.id
}

function matches(act: Act, query: URLSearchParams): boolean {
  const asks = (name: string, holds: (value: string) => boolean) => !query.get(name) || holds(query.get(name)!)
  return asks('state', value => value.split(',').includes(act.state))
    && asks('signed', value => value === 'yes' ? act.signed !== null : waits(act))
    && asks('paid', value => value === 'unpaid' ? act.payment.state !== 'paid' : value === act.payment.state)
    && asks('q', value => `${act.number} ${act.client} ${act.deal.title}`.toLowerCase().includes(value.toLowerCase()))
    && asks('number', value => act.number.includes(value))
    && asks('date_from', value => act.date >= value) && asks('date_to', value => act.date <= value)
    && asks('amount_from', value => kopecks(act.amount) >= kopecks(value)) && asks('amount_to', value => kopecks(act.amount) <= kopecks(value))
    && asks('company_id', value => String(act.company_id) === value) && asks('deal_id', value => String(act.deal.id) === value)
    && asks('responsible_id', value => String(act.responsible?.id) === value)
    && asks('mine', () => act.responsible?.id === 1) && asks('overdue', () => isLate(act))
}

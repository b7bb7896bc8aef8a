/** One invented deal with acts in every awkward state. */
import type { Act, Contact, DealPage, Invoice } from '../src/api/shapes'
import { kopecks, roubles } from '../src/format'
import { makeAct, perform } from './acts'

const qr = (on: string) => ({ how: 'qr' as const, on, by: '' })
const paid = (amount: string, sum = amount) => ({ state: sum === amount ? 'paid' as const : 'partial' as const, paid: sum, amount })
const url = 'https://portal.example/disk/file/901/'

const usual = (): Act[] => [
  makeAct({ number: 'А-1063', date: '2026-11-20', amount: '126500.00', due: '2026-12-04', letter: { state: 'sent', to: 'vetrova@veter.example', at: '2026-11-20T12:04:00+03:00', cause: '' } }),
  makeAct({ number: 'А-1058', date: '2026-11-09', amount: '212000.00', due: '2026-11-19' }),
  makeAct({ number: 'А-1052', date: '2026-11-02', amount: '78000.00', state: 'signed', signed: qr('2026-11-05'), copy_url: url }),
  makeAct({ number: 'А-1047', date: '2026-10-26', amount: '238000.00', state: 'signed', signed: { how: 'person', on: '2026-11-02', by: 'Ирина Лебедева' }, payment: paid('238000.00', '78000.00'), copy_url: url }),
  makeAct({ number: 'А-1041', date: '2026-10-12', amount: '312000.00', state: 'signed', signed: { how: 'paper', on: '2026-10-19', by: 'Павел Орлов' }, payment: paid('312000.00') }),
  makeAct({ number: 'А-1036', date: '2026-09-28', amount: '318000.00', state: 'signed', signed: qr('2026-09-30'), payment: paid('318000.00'), copy_url: url })
]

function awkward(): Act[] {
  const unknown = makeAct({ number: 'А-1066', date: '2026-11-21', amount: '40000.00', letter: { state: 'unknown', to: 'buh@veter.example', at: null, cause: '' } })
  unknown.actions.push('letter_decide')
  return [
    makeAct({ number: 'А-1068', date: '2026-11-22', amount: '96500.50', state: 'draft', preparing: true, file_url: null, folder_url: null, is_last: true }),
    makeAct({ number: 'А-1069', date: '2026-11-22', amount: '18000.00', state: 'draft', stopped: 'Портал отказал: на общем диске нет места.', file_url: null, folder_url: null }),
    makeAct({ number: 'А-1067', date: '2026-11-22', amount: '15000.00', state: 'draft', needs: 'Письмо не отправлено: у клиента нет e-mail. Добавьте адрес контакту или выберите другого получателя.', missing: ['ИНН клиента', 'адрес клиента'] }),
    unknown,
    makeAct({ number: 'А-1065', date: '2026-11-18', amount: '61000.00', state: 'confirming', offered: { file_name: 'фото с телефона.jpg' }, copy_url: url }),
    makeAct({ number: 'А-1064', date: '2026-11-17', amount: '12000.00', state: 'draft', letter: { state: 'planned', to: 'buh@veter.example', at: null, cause: 'Email send error: mailbox full' } }),
    makeAct({ number: 'А-1062', date: '2026-11-12', amount: '7000.00', revision: 2 }),
    makeAct({ number: 'А-1059', date: '2026-11-10', amount: '90000.00', state: 'void' }),
    ...usual().slice(2, 4)
  ]
}

export class DealFixture {
  private version = 1
  private readonly acts: Act[]
  private readonly invoices: Invoice[]

  constructor(private readonly name: string) {
    this.acts = name === 'empty' ? [] : name === 'awkward' ? awkward() : usual()
    this.invoices = name === 'empty' ? [] : [
      { id: 5, number: 'С-861', date: '2026-10-26', amount: '442500.00', paid: '78000.00', state: 'partial', url: 'https://portal.example/crm/type/31/details/5/', actions: ['pay'] },
      { id: 4, number: 'С-840', date: '2026-09-28', amount: '630000.00', paid: '630000.00', state: 'paid', url: 'https://portal.example/crm/type/31/details/4/', actions: [] }
    ]
  }

  has(id: number): boolean {
    return this.acts.some(act => act.id === id)
  }

  page(): DealPage {
    const live = this.acts.filter(({ state }) => state !== 'void')
    const sum = (acts: Act[]) => acts.reduce((total, act) => total + kopecks(act.amount), 0)
    const amount = 185000000
    const issued = sum(live)
    return {
      deal: { id: 12, title: 'Внедрение учёта склада', amount: roubles(amount), url: 'https://portal.example/crm/deal/details/12/', stage: 'Отчёт отправлен' },
      totals: {
        amount: roubles(amount), issued: roubles(issued), signed: roubles(sum(live.filter(({ signed }) => signed))),
        paid: roubles(this.invoices.reduce((total, invoice) => total + kopecks(invoice.paid), 0)), left: roubles(amount - issued)
      },
      acts: this.acts, invoices: this.invoices, version: this.version,
      notice: this.name === 'awkward' ? 'Сделка не перешла на стадию «Счёт оплачен»: заполните поле «Источник». Заполните его в карточке, и мы попробуем ещё раз.' : ''
    }
  }

  contacts(): { contacts: Contact[], primary_id: number | null } {
    return {
      primary_id: 3,
      contacts: [
        { id: 3, name: 'Ольга Ветрова', emails: ['vetrova@veter.example'] },
        { id: 4, name: 'Бухгалтерия', emails: ['buh@veter.example', 'docs@veter.example'] },
        { id: 5, name: 'Пётр Кузнецов', emails: [] }
      ]
    }
  }

  create(body: { amount: string, title: string, is_last: boolean }): unknown {
    const act = makeAct({ number: `А-${1070 + this.version}`, date: '2026-11-22', ...body, state: 'draft', preparing: true, file_url: null, folder_url: null })
    this.acts.unshift(act)
    setTimeout(() => {
      Object.assign(act, { preparing: false, file_url: url, folder_url: url })
      this.version += 1
    }, 2500)
    this.version += 1
    return { act }
  }

  act(id: number, verb: string, body: Buffer, json: () => Record<string, string>): unknown {
    this.version += 1
    return perform(this.acts.find(act => act.id === id)!, verb, body, json)
  }

  pay(id: number, amount: string): unknown {
    const invoice = this.invoices.find(known => known.id === id)!
    invoice.paid = roubles(kopecks(invoice.paid) + kopecks(amount))
    invoice.state = invoice.paid === invoice.amount ? 'paid' : 'partial'
    if (invoice.state === 'paid') invoice.actions = []
    this.version += 1
    return { invoice }
  }

  /** A long poll, as the server's. */
  async changes(since: number): Promise<{ version: number }> {
    for (let waited = 0; waited < 20_000 && this.version === since; waited += 200) {
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    return { version: this.version }
  }
}

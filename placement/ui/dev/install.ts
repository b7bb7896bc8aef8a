/** An invented installation that runs step by step. */
import type { FunnelChoice, InstallPage, InstallStep, PlanLine, Role, Stage } from '../src/api/shapes'

const stage = (id: string, name: string, color: string, semantics = ''): Stage => ({ id, name, color, semantics })

const sales: Stage[] = [
  stage('NEW', 'Новая', '#39A8EF'), stage('PREPARATION', 'Подготовка', '#2FC6F6'), stage('EXECUTING', 'В работе', '#55D0E0'),
  stage('FINAL_INVOICE', 'Отчёт отправлен', '#FFA900'), stage('UC_PAID', 'Счёт оплачен', '#47E4C2'),
  stage('WON', 'Сделка успешна', '#7BD500', 'S'), stage('LOSE', 'Сделка провалена', '#FF5752', 'F')
]
const support: Stage[] = [
  stage('C2:NEW', 'Обращение', '#39A8EF'), stage('C2:UC_DO', 'Делаем', '#55D0E0'), stage('C2:UC_REP', 'Закрываем месяц', '#FFA900'),
  stage('C2:WON', 'Успешно', '#7BD500', 'S'), stage('C2:LOSE', 'Отказ', '#FF5752', 'F')
]

const line = (action: PlanLine['action'], kind: string, what: string, why = '', url = ''): PlanLine => ({ action, kind, what, why, url })

const titles = ['Права приложения', 'Воронки и стадии', 'Смарт-процесс «Акты»', 'Роботы и события', 'Вкладка и левое меню', 'Папка на общем диске']
const details = ['CRM, диск, почта, роботы: всё выдано', 'Найдено 2 воронки, 12 стадий', '14 полей, 5 стадий', '3 робота, 6 событий', '2 места встройки', '«Акты выполненных работ»']

export class InstallFixture {
  private readonly state: InstallPage
  private ticks = -1

  constructor(private readonly name: string) {
    const done = name === 'installed'
    this.state = {
      installed: done,
      steps: titles.map((title, index): InstallStep => ({ key: `s${index}`, title, detail: details[index]!, state: done || index < 2 ? 'done' : 'todo' })),
      plan: [], todo: [], feed: false, sees_all: [2],
      homes: { processes: [{ id: 1030, name: 'Закрывающие документы' }], process_id: null, list: '', folders: ['Договоры'], folder: 'Акты выполненных работ', settled: done },
      installer: { id: 1, name: 'Ирина Лебедева', is_me: !done },
      watch: { at: done ? '2026-11-22T10:00:00+03:00' : null, mended_at: done ? '2026-11-21T16:00:00+03:00' : null, mended: done ? ['Робот «Сформировать акт»'] : [] },
      farewell: { state: '', clean: false, why: '', kept: [] },
      users: [{ id: 1, name: 'Ирина Лебедева' }, { id: 2, name: 'Павел Орлов' }, { id: 3, name: 'Анна Котова' }],
      funnels: [
        { category_id: 0, name: 'Продажи', enabled: true, acts_by: 'robot', stages: sales, create: ['documents_sent'], rename_won: { from: 'Сделка успешна', to: 'Успешная, запрошен отзыв', chosen: false }, roles: { report_sent: 'FINAL_INVOICE', documents_sent: '', invoice_paid: 'UC_PAID', won: 'WON' } },
        { category_id: 2, name: 'Сопровождение', enabled: false, acts_by: 'robot', stages: support, create: [], rename_won: null, roles: { report_sent: 'C2:UC_REP', documents_sent: '', invoice_paid: '', won: 'C2:WON' } }
      ]
    }
    this.replan()
  }

  page(): InstallPage {
    if (this.ticks >= 0) this.tick()
    return this.state
  }

  choose(body: { funnels: FunnelChoice[], sees_all: number[], feed: boolean }): InstallPage {
    for (const choice of body.funnels) {
      const funnel = this.state.funnels.find(({ category_id }) => category_id === choice.category_id)!
      const { rename_won, ...rest } = choice
      Object.assign(funnel, rest)
      if (funnel.rename_won) funnel.rename_won.chosen = rename_won
    }
    Object.assign(this.state, { sees_all: body.sees_all, feed: body.feed })
    this.replan()
    return this.state
  }

  apply(): unknown {
    this.ticks = 0
    this.state.steps.forEach((step, index) => { step.state = index < 2 ? 'done' : 'todo' })
    return {}
  }

  removal(): { lines: PlanLine[] } {
    return {
      lines: [
        line('remove', 'Робот', 'Сформировать акт'), line('remove', 'Страница', 'Акты выполненных работ'), { ...line('remove', 'Событие', 'Сделка изменена'), code: 'ONCRMDEALUPDATE' },
        line('keep', 'Смарт-процесс', 'Акты выполненных работ', 'в нём элементов: 12', 'https://portal.example/crm/type/1030/'),
        line('keep', 'Папка', 'Общий диск / Акты выполненных работ', 'в ней документы', 'https://portal.example/docs/shared/')
      ]
    }
  }

  remove(clean: boolean): unknown {
    Object.assign(this.state, { farewell: { state: 'done', clean, why: '', kept: this.removal().lines.filter(({ action }) => action === 'keep') } })
    return {}
  }

  private tick(): void {
    this.ticks += 1
    this.state.steps.forEach((step, index) => {
      step.state = index < this.ticks ? 'done' : index === this.ticks ? 'running' : 'todo'
      if (this.name === 'failing' && index === 4 && this.ticks >= 4) Object.assign(step, { state: 'failed', detail: 'Портал ответил: недостаточно прав на placement.bind. Выдайте приложению право «Встройки» и повторите.' })
    })
    if (this.name === 'failing' && this.ticks >= 4) this.state.steps[5]!.state = 'todo'
    if (this.ticks < titles.length || this.name === 'failing') return
    this.ticks = -1
    this.state.installed = true
    this.state.todo = [
      { text: 'Поставить робота «Сформировать акт» на стадию «Отчёт отправлен» воронки «Продажи»', url: 'https://portal.example/crm/deal/automation/0/' },
      { text: 'Проверить права на папку «Акты выполненных работ» общего диска', url: 'https://portal.example/docs/shared/' }
    ]
  }

  private replan(): void {
    const names: Record<Role, string> = { report_sent: 'Отчёт отправлен', documents_sent: 'Счёт и акты отправлены', invoice_paid: 'Счёт оплачен', won: 'Успешная' }
    const funnels = this.state.funnels.filter(({ enabled }) => enabled)
    this.state.plan = [
      line('add', 'Смарт-процесс', '«Акты выполненных работ»: 14 полей, 5 стадий'),
      ...funnels.flatMap(funnel => funnel.create.map(role => (line('add', 'Стадия', `«${names[role]}» в воронке «${funnel.name}»`)))),
      ...funnels.filter(funnel => funnel.rename_won?.chosen).map(funnel => (line('change', 'Стадия', `«${funnel.rename_won!.from}» станет «${funnel.rename_won!.to}» в воронке «${funnel.name}»`))),
      line('change', 'Счёт', 'поле «Оплачено» в смарт-счетах'),
      line('add', 'Роботы', '«Сформировать акт», «Отметить оплату счёта», «Принять подписанную копию»'),
      line('add', 'Вкладка', '«Акты выполненных работ» в карточке сделки'),
      line('keep', 'Папка', '«Акты выполненных работ» на общем диске')
    ]
  }
}

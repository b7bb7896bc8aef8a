/** Russian words of the pages; `en.ts` has the same keys. */
import { day, NBSP } from '../format'

export const ru = {
  lang: 'ru' as 'ru' | 'en',
  close: 'Закрыть',
  calendar: 'календарь',
  cancel: 'Отмена',
  retry: 'Повторить',
  loading: 'Загружаем…',
  failed: 'Не получилось',
  offline: 'Сервер не ответил. Проверьте сеть и повторите: ничего не потеряно.',
  strange: 'Сервер ответил непонятно. Повторите, а если не поможет, покажите это администратору.',
  noBoot: 'Откройте эту страницу из портала Битрикс24: в карточке сделки или в левом меню.',
  session: {
    title: 'Сеанс закончился',
    text: 'Портал выдаёт вкладке доступ на час. Обновите её, и всё вернётся на место.',
    reload: 'Обновить вкладку'
  },
  acts: ['акт', 'акта', 'актов'] as [string, string, string],
  act: (number: string) => `Акт №${NBSP}${number}`,
  actOf: (number: string, date: string) => `Акт №${NBSP}${number} от ${day(date)}`,
  revision: (n: number) => `версия ${n}`,
  last: 'последний',
  due: (date: string) => `срок ${date}`,
  columns: {
    number: 'Номер', numberAndDate: 'Номер и дата', date: 'Дата', client: 'Контрагент', deal: 'Сделка', amount: 'Сумма', state: 'Стадия',
    signed: 'Подписан', paid: 'Оплата', due: 'Срок', responsible: 'Отв.', files: 'Файлы', title: 'Наименование'
  },
  signed: {
    qr: 'Проверен по QR', person: 'Подтверждён вручную', paper: 'Бумажный оригинал',
    wait: 'Ждёт', confirming: 'Копия без QR',
    short: { qr: 'по QR', person: 'вручную', paper: 'бумага', wait: 'ждёт', confirming: 'без QR' },
    yes: (on: string, by: string) => [day(on), by].filter(Boolean).join(', ')
  },
  paid: { paid: 'Полностью', none: 'Не оплачен' },
  preparing: 'Готовим документы…',
  missing: (fields: string) => `В печатной форме не хватает: ${fields}.`,
  letter: {
    planned: (to: string) => `Письмо на ${to} ждёт отправки.`,
    attempted: (to: string) => `Письмо на ${to} отправляется…`,
    sent: (to: string, at: string) => `Письмо ушло на ${to}${at && `, ${at}`}`,
    unknown: 'Неизвестно, ушло ли письмо',
    unknownHow: (to: string) => `Портал не ответил, когда мы отправляли акт на ${to}. Проверьте «Отправленные» или спросите клиента: второе письмо само не уйдёт.`,
    cause: (to: string, cause: string) => `Письмо на ${to} не ушло: ${cause}`,
    wasSent: 'Отправлено',
    again: 'Отправить ещё раз'
  },
  action: {
    menu: (number: string) => `Действия с актом ${number}`,
    send: 'Отправить клиенту', sendAgain: 'Отправить ещё раз', copy: 'Загрузить подписанную копию', paper: 'Оригинал получен',
    confirm: 'Подтвердить', confirmLong: 'Подтвердить копию', reject_copy: 'Отклонить', rejectLong: 'Отклонить копию',
    reissue: 'Новая версия', void: 'Аннулировать', file: 'Открыть акт', signedFile: 'Открыть подписанную копию',
    folder: 'Открыть папку', deal: 'Открыть сделку', details: 'Подробнее', clientActs: 'Все акты контрагента', dealActs: 'Все акты сделки'
  },
  done: {
    send: (number: string) => `Акт ${number} отправляем клиенту`,
    void: (number: string) => `Акт ${number} аннулирован`,
    reissue: (number: string) => `Готовим новую версию акта ${number}`,
    paper: (number: string) => `Оригинал акта ${number} получен: акт подписан`,
    confirm: (number: string) => `Копия акта ${number} подтверждена: акт подписан`,
    reject_copy: (number: string) => `Копия акта ${number} отклонена`,
    letter_decide: (number: string) => `Решение о письме по акту ${number} записано`,
    create: (number: string) => `Акт ${number} создан, готовим документы`,
    verified: (number: string) => `Копия принята: акт ${number} подписан`,
    pay: (number: string) => `Оплата счёта ${number} записана`
  },
  copy: {
    hint: 'Перетащите подписанную копию на строку акта',
    drop: (number: string) => `Отпустите файл: проверим QR и приложим к акту ${number}`,
    noDrop: (number: string) => `К акту ${number} сейчас копию не приложить`,
    noDropWhy: 'Копию ждут акты, которые ещё не подписаны и не аннулированы.',
    one: 'Перетащите один файл: у каждого акта своя копия.',
    uploading: (name: string) => `Загружаем «${name}»`,
    checking: (name: string) => `Проверяем «${name}»: читаем QR на страницах`,
    refused: 'Копия не принята',
    another: 'Загрузить другой файл',
    offered: 'Копия ждёт подтверждения',
    offeredHow: (name: string) => `На «${name}» нет QR этого акта. Проверьте, что это он и что он подписан.`,
    open: 'Открыть копию'
  },
  summary: {
    amount: 'Сумма сделки', issued: 'Выставлено актами', signed: 'Подписано', paid: 'Оплачено', left: 'Осталось выставить',
    over: 'Выставлено больше суммы', bar: 'Доли подписанного и оплаченного'
  },
  deal: {
    create: 'Создать акт',
    empty: 'В сделке ещё нет актов',
    emptyHow: 'Создайте первый: номер, реквизиты и сумма возьмутся из сделки, документы и письмо подготовим сами.',
    unread: 'Не получилось прочитать сделку'
  },
  invoice: {
    title: 'Счета', number: (number: string) => `Счёт №${NBSP}${number}`, pay: 'Отметить оплату', void: 'Отменён',
    state: { open: 'Не оплачен', partial: 'Оплачен частично', paid: 'Оплачен', void: 'Отменён' },
    left: 'Осталось', paidLabel: 'Оплачено'
  },
  dialog: {
    title: 'Наименование работ', titleHint: 'Пусто: возьмём по образцу из настроек',
    amount: 'Сумма', amountHint: (left: string) => `Осталось выставить ${left}`, amountWrong: 'Введите сумму больше нуля, например 126 500,00',
    last: 'Последний акт по сделке', lastHint: 'После его подписи и полной оплаты сделка закроется как успешная',
    create: 'Новый акт', createDo: 'Создать', createHow: 'Напечатаем акт, положим его в папку клиента и приложим к счёту',
    send: (number: string) => `Отправить акт ${number}`, sendDo: 'Отправить', sendHow: 'Акт и счёт уйдут письмом; оно останется в таймлайне сделки и контакта',
    recipient: 'Кому', noEmail: (names: string) => `Без e-mail: ${names}. Добавьте адрес в карточке контакта.`,
    noContacts: 'У сделки нет контактов с e-mail. Добавьте контакт или адрес в карточке сделки и откройте это окно ещё раз.',
    void: (number: string) => `Аннулировать акт ${number}`, voidDo: 'Аннулировать',
    voidHow: 'QR этого акта больше не примем. Папка и файлы на диске останутся.',
    reason: 'Причина', reasonHint: 'Например: ошибка в сумме', reasonWrong: 'Напишите причину: её увидят в истории акта',
    thenReissue: 'Сразу выпустить новую версию',
    reissue: (number: string) => `Новая версия акта ${number}`, reissueDo: 'Выпустить',
    reissueHow: (revision: number) => `Номер останется, версия станет ${revision}, QR будет новый, старый больше не примем`,
    paper: (number: string) => `Оригинал акта ${number} получен`, paperDo: 'Акт подписан', paperHow: 'Акт станет подписанным: бумажный оригинал у вас',
    on: 'Когда получен', onWrong: 'Укажите день получения', scan: 'Скан, если есть', scanPick: 'Выбрать файл', scanDrop: 'Убрать файл',
    pay: (number: string) => `Оплата счёта ${number}`, payDo: 'Записать оплату', payHow: (left: string) => `К оплате осталось ${left}`,
    payFull: 'Вся сумма', payOver: (left: string) => `Больше остатка: можно до ${left}`
  },
  register: {
    title: 'Реестры', tab: 'Акты', search: 'Номер, контрагент, сделка', filter: 'Фильтр', export: 'Выгрузить', exported: 'Файл CSV готов',
    presets: { unsigned: 'Не подписаны', overdue: 'Просрочены', mine: 'Мои', unpaid: 'Ждут оплаты' },
    presetsLabel: 'Быстрые отборы',
    total: 'Всего', sum: 'На сумму', paid: 'Оплачено', debt: 'Долг', prev: 'Назад', next: 'Дальше',
    range: (from: string, to: string) => `${from}–${to}`,
    empty: 'Таких актов нет', emptyHow: 'Уберите часть условий или сбросьте фильтр.', none: 'Актов ещё нет',
    noneHow: 'Первый появится, когда менеджер создаст его во вкладке сделки или сделка дойдёт до стадии с нашим роботом.',
    reset: 'Сбросить', show: 'Показать', filterTitle: 'Показать акты, где выполнено всё',
    any: 'Любое', yes: 'Да', no: 'Нет', from: 'от', to: 'до', drop: (condition: string) => `Убрать условие: ${condition}`,
    unread: 'Не получилось прочитать реестр', sort: (column: string) => `Сортировать: ${column}`,
    field: {
      state: 'Стадия', signed: 'Подписан', paid: 'Оплата', q: 'Поиск', number: 'Номер', date: 'Дата акта', amount: 'Сумма',
      client: 'Контрагент', deal: 'Сделка №', responsible: 'Ответственный', mine: 'Только мои', overdue: 'Только просроченные'
    },
    clientHint: 'выберите в меню строки', dealWrong: 'номер из адреса сделки',
    paidName: { 'none': 'Не оплачен', 'partial': 'Частично', 'paid': 'Полностью', 'unpaid': 'Не полностью' } as Record<string, string>
  },
  places: { label: 'Разделы', acts: 'Акты', journal: 'Журнал' },
  journal: {
    search: 'Номер, контрагент или сделка', refresh: 'Обновить', views: 'Отборы', today: 'Сегодня', more: 'Показать ещё', unread: 'Не получилось прочитать журнал',
    view: { 'all': 'Все', 'unknown': 'Не знаем', 'failed': 'Ошибки', 'waiting': 'Ждут', 'done': 'Сделано', 'events': 'События портала', 'requests': 'Обращения к порталу' },
    state: { unknown: 'Не знаем', failed: 'Ошибка', waiting: 'Ждёт', done: 'Сделано' }, cancelled: 'Отменено',
    because: (cause: string) => `Причина: ${cause}`,
    decision: { retry: 'Повторить', cancel: 'Отменить', sent: 'Отправлено', again: 'Отправить ещё раз' },
    decided: { retry: 'Повторим сейчас', cancel: 'Отменено', sent: 'Записано: отправлено', again: 'Отправим ещё раз' },
    cancelTitle: 'Отменить это действие?', cancelDo: 'Отменить действие',
    cancelHow: 'Приложение не будет этого делать, и то, что должно было последовать, тоже не случится. Передумаете — «Повторить» вернёт действие в очередь.',
    empty: 'Здесь пусто', noRequests: 'За последние дни таких обращений не было.', refusedOnly: 'Только отказы портала',
    emptyHow: {
      all: 'Сюда попадает всё, что приложение сделало, делает и не смогло сделать.', unknown: 'Всё известно: решать нечего.',
      failed: 'Ничего не сорвалось.', waiting: 'Ничего не ждёт своей очереди.', done: 'Ещё ничего не сделано.', events: 'Портал пока ни о чём не сообщал.'
    },
    column: { at: 'Когда', method: 'Метод', status: 'Ответ', ms: 'мс' }
  },
  panel: {
    about: 'Поля акта, подпись, письмо и оплата', act: 'Акт', signature: 'Подпись', letter: 'Письмо', payment: 'Оплата',
    noLetter: 'Письма ещё не было', how: 'Как', when: 'Когда', who: 'Кто', invoice: 'По счёту', rest: 'Остаток', copy: 'Копия', files: 'Документы'
  },
  install: {
    title: 'Установка «Первички»', apply: 'Установить', applying: 'Устанавливаем…', again: 'Проверить ещё раз', finish: 'Завершить установку',
    steps: 'Шаги', progress: (done: number, all: number) => `${done} из ${all}`,
    roles: 'Роли стадий по воронкам', rolesHint: 'подобрали по названиям, проверьте',
    enabled: 'Работать с этой воронкой', actsBy: 'Кто создаёт акт', robot: 'робот на стадии', app: 'приложение само, без робота',
    role: { report_sent: 'Отчёт отправлен', documents_sent: 'Счёт и акты отправлены', invoice_paid: 'Счёт оплачен', won: 'Успешная' },
    pick: 'не выбрано', createStage: (name: string) => `+ создать «${name}»`,
    rename: (from: string, to: string) => `Переименовать «${from}» в «${to}»`,
    renamePreview: 'Сделки в этой стадии останутся на месте, изменится только название',
    plan: 'Что изменится в портале', planHint: 'до нажатия «Установить» портал не меняется', planEmpty: 'Всё уже на месте, менять нечего.',
    mark: { add: 'создадим', change: 'изменим', keep: 'уже есть' },
    people: 'Кто видит', seesAll: 'Видят все акты', seesAllHint: 'кроме администраторов; остальные видят акты своих сделок', seesPick: 'Только администраторы',
    feed: 'Писать о подписанных актах в живую ленту', feedHint: 'колокольчик и таймлайн сделки работают всегда',
    todo: 'Что поставить руками', todoHint: 'портал не даёт приложению делать это самому', open: 'Открыть',
    choose: 'Выберите недостающие стадии, они отмечены, или пункт «создать» в их списке.',
    noFunnels: 'Включите хотя бы одну воронку: без неё актам неоткуда взяться.',
    installed: '«Первичка» установлена', installedHow: 'Осталось сделать руками то, что ниже.', installedAll: 'Больше ничего делать не нужно.',
    stepFailed: 'Шаг не получился: причина под его названием. Исправьте и нажмите «Установить» ещё раз, сделанное не повторится.',
    adminOnly: 'Установить приложение может только администратор портала.', unread: 'Не получилось прочитать состояние установки', saving: 'Пересчитываем…'
  }
}

export type Messages = typeof ru

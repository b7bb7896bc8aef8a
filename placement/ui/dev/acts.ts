/** Invented acts and what a server would do with them. */
import type { Act, ActAction, ActState } from '../src/api/shapes'

const stageNames: Record<ActState, string> = {
  draft: 'Черновик', sent: 'Отправлен', confirming: 'Ждёт подтверждения', signed: 'Подписан', void: 'Аннулирован'
}

const actions: Record<ActState, ActAction[]> = {
  draft: ['send', 'copy', 'paper', 'void'],
  sent: ['send', 'copy', 'paper', 'void'],
  confirming: ['send', 'copy', 'confirm', 'reject_copy', 'paper', 'void'],
  signed: ['send'],
  void: ['reissue']
}

export function inState(act: Act, state: ActState): Act {
  return Object.assign(act, { state, stage_name: stageNames[state], actions: [...actions[state]] })
}

let lastId = 100

export function makeAct(fields: Partial<Act> & { number: string, date: string, amount: string, state?: ActState }): Act {
  const id = ++lastId
  return inState({
    id, revision: 1, title: 'Внедрение учёта склада, этап', is_last: false, signed: null, offered: null, needs: '',
    missing: [], letter: null, payment: { state: 'none', paid: '0.00', amount: fields.amount },
    file_url: `https://portal.example/disk/file/${id}/`, folder_url: `https://portal.example/disk/folder/${id}/`, copy_url: null,
    deal: { id: 12, title: 'Внедрение учёта склада', url: 'https://portal.example/crm/deal/details/12/' },
    client: 'ООО «Северный ветер»', company_id: 7, responsible: { id: 1, name: 'Ирина Лебедева' }, due: null, preparing: false, stopped: '',
    actions: [], stage_name: '', state: 'sent', ...fields
  }, fields.state ?? 'sent')
}

/** The verdicts hang on the file's name, so that each can be tried by hand. */
export function perform(act: Act, verb: string, body: Buffer, json: () => Record<string, string>): unknown {
  switch (verb) {
    case 'send':
      inState(act, act.state === 'draft' ? 'sent' : act.state)
      Object.assign(act, { needs: '', letter: { state: 'planned', to: 'vetrova@veter.example', at: null, cause: '' } })
      break
    case 'void': inState(act, 'void'); break
    case 'reissue':
      inState(act, 'draft')
      Object.assign(act, { revision: act.revision + 1, amount: json().amount, title: json().title, preparing: true, file_url: null })
      break
    case 'copy': return copy(act, body.toString('utf8'))
    case 'confirm':
      Object.assign(inState(act, 'signed'), { offered: null, signed: { how: 'person', on: '2026-11-22', by: 'Ирина Лебедева' } })
      break
    case 'reject-copy': Object.assign(inState(act, 'sent'), { offered: null, copy_url: null }); break
    case 'paper': Object.assign(inState(act, 'signed'), { signed: { how: 'paper', on: '2026-11-22', by: 'Ирина Лебедева' } }); break
    case 'letter': {
      const state = json().decision === 'sent' ? 'sent' as const : 'planned' as const
      act.letter = { ...act.letter!, state, cause: '', at: state === 'sent' ? '2026-11-22T10:00:00+03:00' : null }
      act.actions = act.actions.filter(action => action !== 'letter_decide')
    }
  }
  return { act }
}

function copy(act: Act, body: string): unknown {
  const name = /filename="([^"]+)"/.exec(body)?.[1] ?? 'скан.pdf'
  if (/other|друг/i.test(name)) {
    return { verdict: 'refused', act, message: `«${name}»: это акт А-1063 от 20.11.2026, а вы приложили его к ${act.number}. Файл не сохранён, стадия не изменилась.` }
  }
  const url = 'https://portal.example/disk/file/900/'
  if (/photo|фото/i.test(name)) {
    Object.assign(inState(act, 'confirming'), { offered: { file_name: name }, copy_url: url })
    return { verdict: 'confirm', message: 'На файле нет QR этого акта.', act }
  }
  Object.assign(inState(act, 'signed'), { copy_url: url, signed: { how: 'qr', on: '2026-11-22', by: 'Ирина Лебедева' } })
  return { verdict: 'verified', message: '', act }
}

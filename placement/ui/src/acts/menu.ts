/** The items of an act's menu: its actions in the order of work, then its papers. */
import type { DropdownMenuItem, IconComponent } from '@bitrix24/b24ui-nuxt'
import CircleCheckIcon from '@bitrix24/b24icons-vue/outline/CircleCheckIcon'
import CircleCrossIcon from '@bitrix24/b24icons-vue/outline/CircleCrossIcon'
import FileIcon from '@bitrix24/b24icons-vue/outline/FileIcon'
import FileWithCheckIcon from '@bitrix24/b24icons-vue/outline/FileWithCheckIcon'
import FolderIcon from '@bitrix24/b24icons-vue/outline/FolderIcon'
import MailIcon from '@bitrix24/b24icons-vue/outline/MailIcon'
import PersonChecksIcon from '@bitrix24/b24icons-vue/outline/PersonChecksIcon'
import RepeatIcon from '@bitrix24/b24icons-vue/outline/RepeatIcon'
import TrashcanIcon from '@bitrix24/b24icons-vue/outline/TrashcanIcon'
import UploadFileIcon from '@bitrix24/b24icons-vue/outline/UploadFileIcon'
import type { Act, ActAction } from '../api/shapes'
import type { Frame } from '../frame'
import type { Messages } from '../messages'
import type { ActDesk } from './desk'

type Item = DropdownMenuItem & { 'data-testid': string }

const item = (name: string, label: string, icon: IconComponent, onSelect: () => void, alarm = false): Item =>
  ({ label, icon, onSelect, 'data-testid': `menu-${name}`, ...(alarm && { color: 'air-primary-alert' as const }) })

/** Groups of items; `more` is what only one place offers, put between actions and papers. */
export function actMenu(act: Act, desk: ActDesk, frame: Promise<Frame>, t: Messages, more: Item[] = []): Item[][] {
  const open = (url: string) => () => void frame.then(portal => portal.openPath(url))
  const actions: [ActAction, Item][] = [
    ['send', item('send', act.letter?.state === 'sent' ? t.action.sendAgain : t.action.send, MailIcon, () => desk.open('send', act))],
    ['copy', item('copy', t.action.copy, UploadFileIcon, () => desk.pick(act))],
    ['confirm', item('confirm', t.action.confirmLong, CircleCheckIcon, () => void desk.confirm(act))],
    ['reject_copy', item('reject-copy', t.action.rejectLong, CircleCrossIcon, () => void desk.rejectCopy(act))],
    ['paper', item('paper', t.action.paper, PersonChecksIcon, () => desk.open('paper', act))],
    ['reissue', item('reissue', t.action.reissue, RepeatIcon, () => desk.open('reissue', act))]
  ]
  const papers = [
    act.file_url && item('file', t.action.file, FileIcon, open(act.file_url)),
    act.copy_url && item('signed-file', t.action.signedFile, FileWithCheckIcon, open(act.copy_url)),
    act.folder_url && item('folder', t.action.folder, FolderIcon, open(act.folder_url))
  ].filter(entry => !!entry)
  const last = act.actions.includes('void') ? [item('void', t.action.void, TrashcanIcon, () => desk.open('void', act), true)] : []
  const allowed = actions.filter(([action]) => act.actions.includes(action)).map(([, entry]) => entry)
  return [allowed, more, papers, last].filter(group => group.length)
}

export { item as menuItem }

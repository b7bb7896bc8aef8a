/** English words of the pages: the same keys as `ru.ts`, checked by the type. */
import { day, NBSP } from '../format'
import type { Messages } from './ru'

export const en: Messages = {
  lang: 'en',
  close: 'Close',
  calendar: 'calendar',
  cancel: 'Cancel',
  retry: 'Try again',
  loading: 'Loading…',
  failed: 'That did not work',
  offline: 'The server did not answer. Check the network and try again: nothing is lost.',
  strange: 'The server gave an unexpected answer. Try again; if it does not help, show this to your administrator.',
  noBoot: 'Open this page from the Bitrix24 portal: in a deal’s card or in the left menu.',
  session: {
    title: 'The session is over',
    text: 'The portal gives the tab access for an hour. Reload it and everything will be back.',
    reload: 'Reload the tab'
  },
  acts: ['act', 'acts', 'acts'],
  act: number => `Act No.${NBSP}${number}`,
  actOf: (number, date) => `Act No.${NBSP}${number} of ${day(date)}`,
  revision: n => `version ${n}`,
  last: 'last',
  due: date => `due ${date}`,
  columns: {
    number: 'Number', numberAndDate: 'Number and date', date: 'Date', client: 'Client', deal: 'Deal', amount: 'Amount', state: 'Stage',
    signed: 'Signed', paid: 'Payment', due: 'Due', responsible: 'Resp.', files: 'Files', title: 'Title'
  },
  signed: {
    qr: 'Verified by QR', person: 'Confirmed by hand', paper: 'Paper original',
    wait: 'Waiting', confirming: 'Copy without QR',
    short: { qr: 'by QR', person: 'by hand', paper: 'paper', wait: 'waiting', confirming: 'no QR' },
    yes: (on, by) => [day(on), by].filter(Boolean).join(', ')
  },
  paid: { paid: 'In full', none: 'Not paid' },
  preparing: 'Preparing documents…',
  stopped: 'The documents are not ready',
  stoppedHow: cause => `${cause.replace(/\.$/, '')}. It is not tried again by itself: whoever sees the Journal of the registers can repeat it.`,
  missing: fields => `The printed form lacks: ${fields}.`,
  letter: {
    planned: to => `A letter to ${to} waits to be sent.`,
    attempted: to => `A letter to ${to} is being sent…`,
    sent: (to, at) => `Letter sent to ${to}${at && `, ${at}`}`,
    unknown: 'Nobody knows whether the letter went out',
    unknownHow: to => `The portal did not answer while the act was being sent to ${to}. Look into the sent mail or ask the client: no second letter will go out by itself.`,
    cause: (to, cause) => `The letter to ${to} did not go out: ${cause}`,
    wasSent: 'It was sent',
    again: 'Send again'
  },
  action: {
    menu: number => `Actions on act ${number}`,
    send: 'Send to the client', sendAgain: 'Send again', copy: 'Upload the signed copy', paper: 'Original received',
    confirm: 'Confirm', confirmLong: 'Confirm the copy', reject_copy: 'Reject', rejectLong: 'Reject the copy',
    reissue: 'New version', void: 'Void', file: 'Open the act', signedFile: 'Open the signed copy',
    folder: 'Open the folder', deal: 'Open the deal', details: 'Details', clientActs: 'All acts of the client', dealActs: 'All acts of the deal'
  },
  done: {
    send: number => `Act ${number} is on its way to the client`,
    void: number => `Act ${number} is void`,
    reissue: number => `Preparing a new version of act ${number}`,
    paper: number => `The original of act ${number} is here: the act is signed`,
    confirm: number => `The copy of act ${number} is confirmed: the act is signed`,
    reject_copy: number => `The copy of act ${number} is rejected`,
    letter_decide: number => `The decision about the letter of act ${number} is noted`,
    create: number => `Act ${number} is made, preparing its documents`,
    verified: number => `Copy accepted: act ${number} is signed`,
    pay: number => `The payment of invoice ${number} is noted`
  },
  copy: {
    hint: 'Drop the signed copy on its act',
    drop: number => `Drop the file: we will read its QR and attach it to act ${number}`,
    noDrop: number => `Act ${number} takes no copy now`,
    noDropWhy: 'Copies are for acts that are neither signed nor void.',
    one: 'Drop one file: each act has its own copy.',
    uploading: name => `Uploading “${name}”`,
    checking: name => `Checking “${name}”: reading the QR on its pages`,
    refused: 'The copy is refused',
    another: 'Upload another file',
    offered: 'The copy waits to be confirmed',
    offeredHow: name => `“${name}” bears no QR of this act. Check that it is this act and that it is signed.`,
    open: 'Open the copy'
  },
  summary: {
    amount: 'Deal amount', issued: 'Issued in acts', signed: 'Signed', paid: 'Paid', left: 'Left to issue',
    over: 'Issued above the amount', bar: 'Shares signed and paid'
  },
  deal: {
    create: 'New act',
    empty: 'The deal has no acts yet',
    emptyHow: 'Make the first: number, requisites and amount come from the deal, documents and letter are prepared for you.',
    unread: 'The deal could not be read'
  },
  invoice: {
    title: 'Invoices', number: number => `Invoice No.${NBSP}${number}`, pay: 'Note a payment', void: 'Cancelled',
    state: { open: 'Not paid', partial: 'Paid in part', paid: 'Paid', void: 'Cancelled' },
    left: 'Left', paidLabel: 'Paid'
  },
  dialog: {
    title: 'Title of the work', titleHint: 'Empty: taken from the pattern in the settings',
    amount: 'Amount', amountHint: left => `${left} left to issue`, amountWrong: 'Enter an amount above zero, such as 126 500,00',
    last: 'Last act of the deal', lastHint: 'Once it is signed and all is paid, the deal closes as won',
    create: 'New act', createDo: 'Create', createHow: 'We print the act, file it in the client’s folder and attach it to the invoice',
    send: number => `Send act ${number}`, sendDo: 'Send', sendHow: 'Act and invoice go out by e-mail; the letter stays in the timeline of deal and contact',
    recipient: 'To', noEmail: names => `No e-mail: ${names}. Add one in the contact’s card.`,
    noContacts: 'The deal has no contact with an e-mail. Add a contact or an address in the deal’s card, then open this window again.',
    void: number => `Void act ${number}`, voidDo: 'Void',
    voidHow: 'The QR of this act will be refused from now on. Its folder and files stay on the drive.',
    reason: 'Reason', reasonHint: 'For example: wrong amount', reasonWrong: 'Give a reason: it is shown in the act’s history',
    thenReissue: 'Issue a new version at once',
    reissue: number => `New version of act ${number}`, reissueDo: 'Issue',
    reissueHow: revision => `The number stays, the version becomes ${revision}, with a new QR; the old one is refused`,
    paper: number => `Original of act ${number} received`, paperDo: 'The act is signed', paperHow: 'The act becomes signed: you have the paper original',
    on: 'Received on', onWrong: 'Give the day of receipt', scan: 'Scan, if any', scanPick: 'Choose a file', scanDrop: 'Remove the file',
    pay: number => `Payment of invoice ${number}`, payDo: 'Note the payment', payHow: left => `${left} left to pay`,
    payFull: 'The whole amount', payOver: left => `More than is left: up to ${left}`
  },
  register: {
    title: 'Registers', tab: 'Acts', search: 'Number, client, deal', filter: 'Filter', export: 'Export', exported: 'The CSV file is ready',
    presets: { unsigned: 'Not signed', overdue: 'Overdue', mine: 'Mine', unpaid: 'To be paid' },
    presetsLabel: 'Quick filters',
    total: 'Total', sum: 'Amount', paid: 'Paid', debt: 'Debt', prev: 'Back', next: 'Next',
    range: (from, to) => `${from}–${to}`,
    empty: 'No such acts', emptyHow: 'Remove some conditions or reset the filter.', none: 'No acts yet',
    noneHow: 'The first appears when a manager makes one in a deal’s tab or a deal reaches the stage with our robot.',
    reset: 'Reset', show: 'Show', filterTitle: 'Show acts where all of this holds',
    any: 'Any', yes: 'Yes', no: 'No', from: 'from', to: 'to', drop: condition => `Remove the condition: ${condition}`,
    unread: 'The register could not be read', sort: column => `Sort by ${column}`,
    field: {
      state: 'Stage', signed: 'Signed', paid: 'Payment', q: 'Search', number: 'Number', date: 'Date', amount: 'Amount',
      client: 'Client', deal: 'Deal No.', responsible: 'Responsible', mine: 'Mine only', overdue: 'Overdue only'
    },
    clientHint: 'choose it in a row’s menu', dealWrong: 'the number in the deal’s address',
    paidName: { 'none': 'Not paid', 'partial': 'In part', 'paid': 'In full', 'unpaid': 'Not in full' }
  },
  places: { label: 'Sections', acts: 'Acts', journal: 'Journal', install: 'Installation' },
  journal: {
    search: 'Number, client or deal', refresh: 'Refresh', views: 'Views', today: 'Today', more: 'Show more', unread: 'The journal could not be read',
    view: { 'all': 'All', 'unknown': 'Unknown', 'failed': 'Errors', 'waiting': 'Waiting', 'done': 'Done', 'events': 'Portal events', 'requests': 'Requests to the portal' },
    state: { unknown: 'Unknown', failed: 'Error', waiting: 'Waiting', done: 'Done' }, cancelled: 'Cancelled',
    because: (cause: string) => `Because: ${cause}`,
    decision: { retry: 'Retry', cancel: 'Cancel', sent: 'It was sent', again: 'Send again' },
    decided: { retry: 'It will be tried now', cancel: 'Cancelled', sent: 'Noted as sent', again: 'It will be sent again' },
    cancelTitle: 'Cancel this action?', cancelDo: 'Cancel the action',
    cancelHow: 'The app will not do it, nor what would have followed. If you change your mind, Retry puts it back into the queue.',
    empty: 'Nothing here', noRequests: 'There were no such requests in the last days.', refusedOnly: 'Refusals only',
    emptyHow: {
      all: 'All that the app did, does and could not do stands here.', unknown: 'Everything is known: nothing to decide.',
      failed: 'Nothing failed.', waiting: 'Nothing waits.', done: 'Nothing has been done yet.', events: 'The portal has told of nothing yet.'
    },
    column: { at: 'When', method: 'Method', status: 'Answer', ms: 'ms' }
  },
  mirror: {
    title: 'Mirror of the portal', compare: 'Compare now', asked: 'Comparing: the result will be here in a minute', kind: 'Section', portal: 'Portal', here: 'Here',
    equal: 'All that the portal has is here: ids and times of change are equal', differs: (kinds: string) => `Differences, being read: ${kinds}`,
    mending: (count: number) => `Differences: ${count}, being read`, never: 'Not compared yet.', reading: 'Reading'
  },
  panel: {
    about: 'Fields of the act, signature, letter and payment', act: 'Act', signature: 'Signature', letter: 'Letter', payment: 'Payment',
    noLetter: 'No letter yet', how: 'How', when: 'When', who: 'Who', invoice: 'Of the invoice', rest: 'Left', copy: 'Copy', files: 'Documents'
  },
  office: {
    title: 'The app in this portal', takeOver: 'Work in my name', outside: 'Open this page inside the portal.',
    again: (attempt, all) => `The portal is busy, trying again… (${attempt} of ${all})`,
    worksAs: (name, isMe) => isMe ? 'The app works in your name.' : `The app works in the name of ${name || 'another administrator'}. It does not use your rights.`,
    watched: at => `Robots, events and pages were checked ${at}.`, unwatched: 'Once installed, the app looks every hour whether its robots, events and pages stand.',
    mended: (at, what) => `Put back ${at}: ${what}.`,
    lost: {
      title: 'The app has lost its access to the portal',
      admin: 'No acts are made, no letters go out. Press the button and the app goes on in your name; nothing is lost.',
      other: 'No acts are made, no letters go out. Ask an administrator of the portal to open Pervichka and press “Work in my name”.'
    },
    parting: {
      title: 'Pervichka is prepared for its removal',
      admin: 'It does nothing. Delete it in the list of applications, or bring it back with “Install” in the section “Installation”.',
      other: 'It does nothing. Ask an administrator of the portal.'
    }
  },
  removal: {
    title: 'Removing the app', prepare: 'Prepare for removal', running: 'Taking away…', do: 'Take it out of the portal',
    hint: 'First the app itself takes its robots, events and pages out of the portal, and what it made and nobody uses: once deleted it has no access. All that people use stays.',
    preview: 'See what goes and what stays. Nothing changes until you press the button.',
    stays: count => `Stays: ${count}`, goes: count => `Goes: ${count}`,
    remains: 'stays',
    clean: 'Erase the registers of Pervichka too', cleanHint: 'once the app is deleted in the portal; they cannot be had back',
    done: 'What is left in the portal', kept: 'The app made it, and people use it.', nothingKept: 'Nothing of the app is left in the portal.',
    willErase: 'The registers of Pervichka will be erased when the app is deleted.', willKeep: 'The registers of Pervichka are kept.',
    todo: 'What to do by hand',
    next: 'There are no robots, events or pages of the app any more. What is left is to delete it, or bring it back with “Install”.'
  },
  install: {
    title: 'Installing Pervichka', apply: 'Install', applying: 'Installing…', again: 'Check again', finish: 'Finish the installation',
    steps: 'Steps', progress: (done, all) => `${done} of ${all}`,
    roles: 'Stage roles by pipeline', rolesHint: 'guessed from the names, please check',
    enabled: 'Work with this pipeline', actsBy: 'Acts are made by', robot: 'a robot on the stage', app: 'the app itself, no robot',
    role: { report_sent: 'Report sent', documents_sent: 'Invoice and acts sent', invoice_paid: 'Invoice paid', won: 'Won' },
    pick: 'not chosen', createStage: name => `+ create “${name}”`,
    rename: (from, to) => `Rename “${from}” to “${to}”`,
    renamePreview: 'Deals in this stage stay where they are, only its name changes',
    plan: 'What changes in the portal', planHint: 'nothing changes before you press Install', planEmpty: 'Everything is in place, nothing to change.',
    many: {},
    mark: { add: 'add', change: 'change', keep: 'keep', skip: 'cannot be', remove: 'will go' },
    homes: 'Where the acts live', homesHint: 'what is there already is taken as it is', homesSettled: 'chosen: the acts live here', ownTitle: 'Акты выполненных работ',
    process: 'Smart process', list: 'Universal list', newProcess: 'Make a new one: “Акты выполненных работ”', folder: 'Folder on the shared drive', newFolder: name => `Make: “${name}”`,
    people: 'Who sees what', seesAll: 'See all acts', seesAllHint: 'beside the administrators; others see the acts of their deals', seesPick: 'Administrators only',
    feed: 'Post about signed acts in the live feed', feedHint: 'the bell and the deal’s timeline always work',
    todo: 'To be done by hand', todoHint: 'the portal does not let an app do this', open: 'Open',
    choose: 'Choose the missing stages, they are marked, or “create” in their lists.',
    noFunnels: 'Switch on at least one pipeline: acts come from there.',
    installed: 'Pervichka is installed', installedHow: 'What is left is to be done by hand, below.', installedAll: 'Nothing else is to be done.',
    stepFailed: 'A step failed: the cause is below its name. Mend it and press Install again, what is done is not repeated.',
    adminOnly: 'Only an administrator of the portal can install the app.', unread: 'The state of the installation could not be read',
    lost: 'The installation cannot be read now', lostAbove: 'All that the app has put into the portal is in its place. Give it access again with the button above, and the steps and the plan are here.',
    lostHere: 'The app has lost its access to the portal. All that it has put there is in its place: give it access again, and the steps and the plan are here.',
    waiting: 'The portal takes few requests a second from the app, and there are many now: waiting for our turn…', saving: 'Recounting…'
  }
}

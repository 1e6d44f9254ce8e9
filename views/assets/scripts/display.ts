// The display of a waiting room: it keeps itself fresh, and says who is called. Complete without it.
import { type Call, createCallQueue } from './display/callQueue.ts'
import { createClock } from './display/clock.ts'
import { createReports } from './display/report.ts'
import { createSpeaker } from './display/speaker.ts'
import { fetchText, lookWhenNudged } from './nudges.ts'
import { createChime } from './sound.ts'

const one = <Found extends HTMLElement>(selector: string): Found => {
  const found = document.querySelector<Found>(selector)
  if (!found) throw new Error(`No ${selector}`)
  return found
}

const { body } = document
const { from = '', events = '', report: reportUrl = '' } = body.dataset
const caption = one('[data-caption]')
const bar = one('[data-bar]')
const soundButton = one<HTMLButtonElement>('[data-sound]')
const darkButton = one<HTMLButtonElement>('[data-dark]')
const voiceless = one('[data-voiceless]')
const clock = createClock(one('[data-clock]'))
const chime = createChime()
const speaker = createSpeaker(chime)
const report = createReports(reportUrl, one<HTMLInputElement>('[name=_csrf]').value)

let board = one('#board')
let away = false
let shown = ''

const queue = createCallQueue({ speaker, show: showCall })

/** What is announced stands at the foot and is marked on the board, for as long as it is. */
function showCall(call: Call | null): void {
  body.dataset.heard = String(queue.last())
  caption.toggleAttribute('data-saying', call !== null)
  if (call) caption.dataset.number = String(call.number)
  else delete caption.dataset.number
  writeCaption(call)
  mark()
}

function writeCaption(call: Call | null): void {
  const { quiet = '', lost = '' } = caption.dataset
  caption.toggleAttribute('data-away', away && call === null)
  const text = call?.caption ?? (away ? lost : quiet)
  if (caption.textContent !== text) caption.textContent = text
}

function mark(): void {
  const number = String(queue.saying()?.number ?? '')
  for (const row of board.querySelectorAll<HTMLElement>('li[data-number]')) {
    row.toggleAttribute('data-announcing', row.dataset.number === number)
  }
}

function announcementsIn(part: HTMLElement): Call[] {
  return [...part.querySelectorAll<HTMLElement>('.board__announcements li')].map((row) => ({
    number: Number(row.dataset.number),
    say: row.dataset.say ?? '',
    caption: row.textContent ?? '',
    open: row.dataset.open === 'yes',
  }))
}

/** The highest number on a board. */
function latestOf(part: HTMLElement): number {
  const rows = [...part.querySelectorAll<HTMLElement>('li[data-number]')]
  return Math.max(0, ...rows.map((row) => Number(row.dataset.number)))
}

async function look(): Promise<void> {
  const query = new URLSearchParams({
    dia: board.dataset.day ?? '',
    desde: String(queue.last()),
  })
  const text = await fetchText(`${from}?${query}`)
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('board')
  if (!fresh) throw new Error('No board')
  if (fresh.dataset.day !== board.dataset.day) queue.startAfter(0)
  clock.set(fresh.dataset.now ?? '', fresh.dataset.zone ?? 'UTC')
  const calls = announcementsIn(fresh)
  fresh.querySelector('.board__announcements')?.replaceChildren()
  // The same board is left alone: a display that nothing happens on does nothing.
  if (fresh.innerHTML !== shown) {
    shown = fresh.innerHTML
    const own = document.importNode(fresh, true)
    board.replaceWith(own)
    board = own
  }
  board.dataset.day = fresh.dataset.day
  queue.hear(calls)
  body.dataset.heard = String(queue.last())
  mark()
  void report(!chime.running() ? 'off' : speaker.hasVoice() ? 'spanish' : 'none')
}

function soundIsOn(): void {
  soundButton.hidden = true
  voiceless.hidden = speaker.hasVoice()
  bar.toggleAttribute('data-quiet', true)
  showBarFor(6000)
}

let barTimer = 0
/** The buttons go once the sound is on, and come back for a while when somebody moves the mouse. */
function showBarFor(ms: number): void {
  bar.hidden = false
  clearTimeout(barTimer)
  if (!chime.running()) return
  barTimer = window.setTimeout(() => {
    bar.hidden = true
  }, ms)
}

function setTheme(theme: string): void {
  body.dataset.theme = theme
  darkButton.setAttribute('aria-pressed', String(theme === 'dark'))
}

soundButton.addEventListener('click', () => {
  void chime.start().then((running) => {
    if (!running) return
    soundIsOn()
    void chime.ring()
    void report(speaker.hasVoice() ? 'spanish' : 'none')
  })
})
darkButton.addEventListener('click', () => {
  const theme = darkButton.getAttribute('aria-pressed') === 'true' ? 'light' : 'dark'
  localStorage.setItem('turnero-theme', theme)
  setTheme(theme)
})
for (const kind of ['pointermove', 'keydown']) addEventListener(kind, () => showBarFor(6000))
// The voices of a device come late, and tell when they do.
window.speechSynthesis?.addEventListener?.('voiceschanged', () => {
  voiceless.hidden = !chime.running() || speaker.hasVoice()
})

const dark = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
setTheme(localStorage.getItem('turnero-theme') ?? dark)
clock.set(board.dataset.now ?? '', board.dataset.zone ?? 'UTC')
queue.startAfter(latestOf(board))
body.dataset.heard = String(queue.last())
showBarFor(6000)
// The room's own screen may have been started so that it sounds at once; elsewhere one presses the button.
if (reportUrl !== '') void chime.start().then((running) => running && soundIsOn())
lookWhenNudged({
  events,
  look,
  reached(yes) {
    if (away === !yes) return
    away = !yes
    body.toggleAttribute('data-away', away)
    writeCaption(queue.saying())
  },
})

// One's own place in line: it keeps itself fresh and, when asked to, is heard. Complete without it.
import { fetchText, lookWhenNudged } from './nudges.ts'
import { createChime } from './sound.ts'

/** A room of phones asks within this time after a call, not all at once. */
const spreadMs = 700
const buzz = [400, 200, 400, 200, 400]

/** Where nobody is called any more, there is nothing to be alerted to. */
const over = ['served', 'left', 'over']

const controls = document.querySelector<HTMLElement>('[data-place]')
const button = document.querySelector<HTMLButtonElement>('[data-alert]')
const lost = document.querySelector<HTMLElement>('[data-lost]')
const chime = createChime()
let alerting = false
let place = document.getElementById('place')

function tellCall(): void {
  if (!alerting) return
  navigator.vibrate?.(buzz)
  void chime.ring()
}

/** The screen stays on while one waits to be called, where the phone can do that. */
async function stayAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request('screen')
  } catch {
    // A phone low on battery says no; the sound still comes while the page is open.
  }
}

async function look(url: string): Promise<void> {
  const text = await fetchText(url)
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('place')
  if (!fresh || !place) throw new Error('No place')
  const called = fresh.dataset.state === 'called'
  const news = called && fresh.dataset.announced !== place.dataset.announced
  const own = document.importNode(fresh, true)
  place.replaceWith(own)
  place = own
  offerAlert()
  if (news) tellCall()
}

function offerAlert(): void {
  if (button) button.hidden = over.includes(place?.dataset.state ?? '')
}

if (controls && place) {
  const url = controls.dataset.place ?? ''
  lookWhenNudged({
    events: `${url}/cambios`,
    spreadMs,
    look: () => look(url),
    reached(yes) {
      if (lost) lost.textContent = yes ? '' : (lost.dataset.lost ?? '')
    },
  })
}
offerAlert()
if (button) {
  button.addEventListener('click', () => {
    alerting = true
    button.setAttribute('aria-pressed', 'true')
    button.textContent = button.dataset.on ?? ''
    void stayAwake()
    void chime.start().then(() => tellCall())
  })
  document.addEventListener('visibilitychange', () => {
    if (alerting && document.visibilityState === 'visible') void stayAwake()
  })
}

import { reachable } from './reach.ts'

/** How often the first page looks again by itself, so that it says when arrivals are paused. */
const freshSeconds = 120

/** While the server is away, how often one looks for it. */
const againSeconds = 5

/**
 * Wipes the kiosk: after some seconds without a touch it is as the next person finds it. The first page,
 * on which nothing was typed, only looks again from time to time.
 */
export function wipe(page: Document): void {
  const { wipe: seconds, wipeTo: to, wipeWhen } = page.body.dataset
  if (seconds === undefined || to === undefined) return
  const line = page.querySelector<HTMLElement>('[data-wipes]')
  const typed = () =>
    wipeWhen !== 'typed' ||
    page.documentElement.lang !== 'es' ||
    page.querySelector('[role=alert] a') !== null ||
    [...page.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')].some(
      ({ value }) => value !== '',
    )
  const full = () => (typed() ? Number(seconds) : freshSeconds)
  let last = performance.now()
  const left = () => Math.ceil(full() - (performance.now() - last) / 1000)
  const touched = () => {
    last = performance.now()
    show()
  }
  const show = () => {
    if (line) line.textContent = (line.dataset.left ?? '').replace('%', String(Math.max(0, left())))
  }
  async function tick(): Promise<void> {
    show()
    if (left() > 0) return void setTimeout(tick, 1000)
    // What is on the screen must go, whether the server is there or not.
    for (const form of page.forms) form.reset()
    if (typed() && wipeWhen !== 'typed') page.getElementById('main')?.replaceChildren()
    if (await reachable(page)) return location.replace(to ?? '/')
    setTimeout(tick, againSeconds * 1000)
  }
  for (const kind of ['pointerdown', 'keydown', 'input']) page.addEventListener(kind, touched)
  // A page that the browser kept is not shown again as it was left.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(to)
  })
  void tick()
}

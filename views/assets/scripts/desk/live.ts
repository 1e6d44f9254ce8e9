import type { Connection } from './connection.ts'

/** Without a stream, how often one looks; with one, how often one looks all the same. */
const pollMs = 2000
const calmMs = 10_000

/**
 * Keeps a part of the page fresh: nudged by a stream, or by looking every two seconds where there is
 * none. Only that part is exchanged, so that nothing typed is lost.
 */
export function keepFresh(page: Document, connection: Connection): void {
  const live = page.querySelector<HTMLElement>('[data-events]')
  const from = live?.dataset.desk ?? live?.dataset.live
  if (!live || from === undefined) return
  const part = live.dataset.desk === undefined ? live.id : 'queue'
  const line = page.querySelector<HTMLElement>('[data-connection]')
  const stamp = page.getElementById(part)?.dataset.stamp
  let timer = 0
  let looking = false
  let streaming = false

  const say = (text: string) => {
    if (line && line.textContent !== text) line.textContent = text
  }

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    clearTimeout(timer)
    try {
      const fresh = await fetched(from ?? '', part)
      connection.set(true)
      const old = page.getElementById(part)
      // Who stands on a button in it keeps it; the part itself, which scrolls, may have the focus.
      const focus = page.activeElement
      if (fresh && old && (focus === old || !old.contains(focus))) {
        old.replaceChildren(...fresh.childNodes)
      }
      // No such part: the window was closed elsewhere, or the session is over.
      const changed = fresh === null || fresh.dataset.stamp !== stamp
      say(changed ? (line?.dataset.changed ?? '') : '')
    } catch {
      if (connection.reached()) say(line?.dataset.lost ?? '')
      connection.set(false)
    }
    looking = false
    timer = window.setTimeout(look, streaming && connection.reached() ? calmMs : pollMs)
  }

  const stream = new EventSource(live.dataset.events ?? '')
  stream.addEventListener('open', () => {
    streaming = true
  })
  stream.addEventListener('message', () => void look())
  stream.addEventListener('error', () => {
    streaming = false
    void look()
  })
  // A page that is left takes its stream along, or the browser runs out of them.
  window.addEventListener('pagehide', () => stream.close())
  // A press found out that the server is away: look whether it is back, and soon.
  connection.onChange((reached) => {
    if (reached) return
    clearTimeout(timer)
    timer = window.setTimeout(look, pollMs)
  })
  timer = window.setTimeout(look, pollMs)
}

async function fetched(from: string, part: string): Promise<HTMLElement | null> {
  const answer = await fetch(from, { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(String(answer.status))
  return new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part)
}

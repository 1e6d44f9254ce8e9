import type { Connection } from './connection.ts'
import { forgetTyped } from './keep.ts'

/** A server that has not answered by then is taken for one that cannot be reached. */
const patienceMs = 10_000

type Pending = { form: HTMLFormElement; button: HTMLElement | null }

/**
 * Sends the steps of the window page so that none is lost: a step that cannot arrive waits, with what is
 * typed meanwhile, and is sent once the server is back. The server does a step once, however often it
 * comes, so that a lost answer costs nothing.
 */
export function sendKept(page: Document, connection: Connection): void {
  const desk = page.querySelector<HTMLElement>('[data-desk]')
  const line = page.querySelector<HTMLElement>('[data-connection]')
  if (!desk) return
  let pending: Pending | null = null
  let sending = false

  page.addEventListener(
    'submit',
    (event) => {
      const { target: form, submitter } = event
      if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
      // Another form of the page, such as the one that signs out, cannot arrive either.
      const ours = addressOf({ form, button: submitter }).pathname.startsWith('/ventanilla')
      if (!ours && connection.reached()) return
      event.preventDefault()
      if (ours && !pending) {
        pending = { form, button: submitter }
        void deliver()
      }
      tell()
    },
    { capture: true },
  )
  connection.onChange((reached) => {
    if (reached) void deliver()
    else tell()
  })

  /** Whoever pressed something sees that it waits, and cannot press it twice. */
  function tell(): void {
    if (line && !connection.reached()) {
      line.textContent = (pending ? line.dataset.pending : line.dataset.lost) ?? ''
    }
    desk?.toggleAttribute('data-waits', pending !== null)
  }

  async function deliver(): Promise<void> {
    if (!pending || sending) return
    sending = true
    tell()
    const to = await send(pending)
    sending = false
    if (to === 'lost') {
      connection.set(false)
      tell()
      return
    }
    const done = pending
    pending = null
    if (to === 'unclear') return sendPlainly(done)
    forgetTyped()
    location.assign(to)
  }
}

function addressOf({ form, button }: Pending): URL {
  return new URL(button?.getAttribute('formaction') ?? form.action, location.href)
}

/** Where the answer leads; `lost` where none came, `unclear` where it is not the one of a step. */
async function send(pending: Pending): Promise<string> {
  const { form, button } = pending
  // Taken now, so that what was typed while it waited goes along.
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) body.append(name, String(value))
  const name = button?.getAttribute('name')
  if (name) body.append(name, button?.getAttribute('value') ?? '')
  const stop = new AbortController()
  const late = setTimeout(() => stop.abort(), patienceMs)
  try {
    const answer = await fetch(addressOf(pending), {
      method: 'POST',
      body,
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
      signal: stop.signal,
    })
    if ([502, 503, 504].includes(answer.status)) return 'lost'
    const known = answer.headers.get('Content-Type')?.startsWith('application/json')
    if (!answer.ok || !known) return 'unclear'
    const read: unknown = await answer.json()
    const led = typeof read === 'object' && read !== null && 'to' in read ? read.to : null
    return typeof led === 'string' && led.startsWith('/ventanilla') ? led : 'unclear'
  } catch {
    return 'lost'
  } finally {
    clearTimeout(late)
  }
}

/** As if there were no script: the server's own page says what is the matter. */
function sendPlainly({ form, button }: Pending): void {
  const name = button?.getAttribute('name')
  if (name) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = button?.getAttribute('value') ?? ''
    form.append(field)
  }
  form.action = addressOf({ form, button }).href
  form.submit()
}

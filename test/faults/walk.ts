import { randomUUID } from 'node:crypto'
import { type Answer, type Browser, type Door, emptyJar, type Jar, openBrowser } from './browser.ts'
import type { Journal } from './journal.ts'
import type { Sink } from './sink.ts'
import { anyWish, commonWish, procedureOf, type Wish } from './town.ts'

/** Somebody of the crowd, by their number. */
export type Walker = { client: number; number: string; email: string }

export function walker(client: number): Walker {
  return {
    client,
    number: `FX${String(client).padStart(7, '0')}`,
    email: `fila${client}@example.org`,
  }
}

/** What became of a walk; `wrong` is a sentence about something that must never happen. */
export type Walked = {
  end: 'confirmed' | 'cancelled' | 'gave-up'
  why?: string
  reference?: string
  wrong: string[]
}

type Going = {
  walker: Walker
  browser: Browser
  jar: Jar
  /** Whether the next page must be read: always, for who reads; else after an answer that asks for it. */
  reading: boolean
  reader: boolean
  rush: number
  sink: Sink
  wrong: string[]
  draft: string
  hour: string | null
  agenda: string | null
  /** What somebody who knows the way is after; null before they choose a place. */
  wish: Wish | null
  /** Codes that were typed already. */
  tried: Set<string>
  heldAt: number
  until: number
  stop: () => boolean
}

export type WalkParts = {
  door: Door
  journal: Journal
  sink: Sink
  stop: () => boolean
  /** The browser's memory, where somebody sat here before; a new browser without one. */
  jar?: Jar
  /** Whether the person reads every page; else they know the way, and read where something is in it. */
  reader?: boolean
  /** How likely somebody who knows the way is after the hour that many are after. */
  rush?: number
}

/** A person's patience in all, and how long a code may take. */
const patienceMs = 240_000
const codeMs = 62_000

/**
 * One person through the nine steps, by the pages' own forms, trying again whatever was not answered.
 * Some click twice, some cancel afterwards. Who knows the way sends the same forms without looking at the
 * page before: the harm is done to what is written, and reading costs most of the time.
 */
export async function walk(
  client: number,
  { door, journal, sink, stop, jar = emptyJar(), reader = true, rush = 0.4 }: WalkParts,
): Promise<Walked> {
  const going: Going = {
    walker: walker(client),
    browser: openBrowser(door, journal, client, jar),
    jar,
    reader,
    reading: reader,
    rush,
    sink,
    wrong: [],
    draft: '',
    hour: null,
    agenda: null,
    wish: null,
    tried: new Set(),
    heldAt: 0,
    until: Date.now() + patienceMs,
    stop,
  }
  const { wrong } = going
  try {
    let path = await begin(going)
    for (let step = 0; step < 60; step += 1) {
      const reference = referenceIn(path)
      if (reference) {
        const cancelled = client % 16 === 0 && (await cancel(going, reference))
        return { end: cancelled ? 'cancelled' : 'confirmed', reference, wrong }
      }
      path = await next(going, path)
    }
    return { end: 'gave-up', why: `too many steps, the last ${path}`, wrong }
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error
    return { end: 'gave-up', why: error.message, wrong }
  }
}

class GaveUp extends Error {}

function referenceIn(path: string): string | null {
  return /^\/turnos\/([A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3})(\?|$)/.exec(path)?.[1] ?? null
}

type Answered = Extract<Answer, { outcome: 'answered' }>

/** Asks until there is an answer, each time the next process. */
async function surely(going: Going, ask: () => Promise<Answer>): Promise<Answered> {
  for (;;) {
    const answer = await ask()
    if (answer.outcome === 'answered' && answer.status !== 429) return answer
    if (Date.now() > going.until) throw new GaveUp('no answer for too long')
    if (going.stop()) throw new GaveUp('the run is over')
    going.browser.turn()
    await pause(answer.outcome === 'answered' ? 3_000 : 150 + Math.random() * 250)
  }
}

const about = (going: Going, op: string, key = going.draft) => ({
  client: going.walker.client,
  op,
  key,
  hour: going.hour,
  agenda: going.agenda,
})

async function page(going: Going, path: string, op: string) {
  const answer = await surely(going, () => going.browser.get(path, about(going, op)))
  if (answer.status !== 200 || answer.location !== null) return { answer, html: null }
  return { answer, html: answer.body }
}

/** The first input of that name. A parser would cost the crowd more time than all the rest it does. */
const inputOf = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

const tokenOf = (html: string) => inputOf(html, '_csrf')

async function begin(going: Going): Promise<string> {
  const { jar } = going
  // Whoever sat here before took their turnos' papers along.
  for (const name of jar.cookies.keys()) if (name.startsWith('turno-')) jar.cookies.delete(name)
  let nonce: string = randomUUID()
  if (going.reader || jar.token === null) {
    const { html } = await page(going, '/', 'home')
    if (!html) throw new GaveUp('no home page')
    nonce = inputOf(html, 'nonce')
    jar.token = tokenOf(html)
  }
  const procedure = procedureOf(going.walker.client)
  const fields = { _csrf: jar.token, nonce, procedure }
  const answer = await surely(going, () =>
    going.browser.post('/turnos/nuevo', fields, about(going, 'start', nonce)),
  )
  return answer.location ?? lost(going, answer, 'start')
}

function lost({ wrong, walker: { client } }: Going, answer: Answered, op: string): never {
  const known = answer.status === 409 || answer.status === 422 || answer.status === 429
  if (!known) wrong.push(`client ${client}: ${op} was answered ${answer.status}`)
  throw new GaveUp(`${op} was answered ${answer.status}`)
}

/** Does what the page at `path` asks for; the path it leads to. */
async function next(going: Going, path: string): Promise<string> {
  const [, draft = '', step = ''] = /^\/turnos\/nuevo\/([^/?]+)\/([a-z]+)/.exec(path) ?? []
  going.draft = draft
  if (draft === '') throw new GaveUp(`led to ${path}`)
  let html = ''
  if (going.reading) {
    const asked = await page(going, path, `page ${step}`)
    if (!asked.html) return asked.answer.location ?? lost(going, asked.answer, `page ${step}`)
    html = asked.html
    going.jar.token = tokenOf(html)
  }
  going.reading = going.reader
  const send = async (fields: Record<string, string>) =>
    surely(going, () =>
      going.browser.post(
        `/turnos/nuevo/${draft}/${step}`,
        { _csrf: going.jar.token ?? '', ...fields },
        about(going, step === 'resumen' ? 'confirm' : step),
      ),
    )
  switch (step) {
    case 'documento': {
      const { number } = going.walker
      const sent = await send({ forWhom: 'self', kind: 'passport', country: 'COL', number })
      return sent.location ?? lost(going, sent, step)
    }
    case 'contacto': {
      const sent = await send({
        givenNames: 'Persona',
        surnames: 'De La Fila',
        email: going.walker.email,
        phone: '+593991234567',
        language: 'es',
        consent: 'yes',
      })
      return sent.location ?? lost(going, sent, step)
    }
    case 'codigo':
      return giveCode(going, path, send)
    case 'lugar':
      return choosePlace(going, html, send)
    case 'horario':
      return chooseHour(going, html, path, send)
    case 'resumen':
      return confirm(going, send)
    default:
      throw new GaveUp(`led to ${path}`)
  }
}

type Send = (fields: Record<string, string>) => Promise<Answered>

async function giveCode(going: Going, path: string, send: Send): Promise<string> {
  const { sink, walker } = going
  let code = await sink.code(walker.email, going.tried, codeMs)
  for (let again = 0; code === null && again < 2; again += 1) {
    await askForAnother(going, path)
    code = await sink.code(walker.email, going.tried, codeMs)
  }
  if (code === null) throw new GaveUp('no code came')
  going.tried.add(code)
  const sent = await send({ code })
  // A wrong or used code: somebody's answer was lost. The page itself leads on.
  going.reading ||= sent.status === 422
  return sent.location ?? (sent.status === 422 ? path : lost(going, sent, 'codigo'))
}

/** A code that does not come is asked for again; too soon is no harm. */
async function askForAnother(going: Going, path: string): Promise<void> {
  const { html } = await page(going, path, 'page codigo')
  if (!html) return
  const again = `/turnos/nuevo/${going.draft}/codigo/reenvio`
  const fields = { _csrf: tokenOf(html) }
  await going.browser.post(again, fields, about(going, 'codigo/reenvio'))
}

async function choosePlace(going: Going, html: string, send: Send) {
  const earliest = html.slice(html.indexOf('class="earliest"'))
  const { client } = going.walker
  const isRush = Math.random() < going.rush
  going.wish = isRush ? commonWish(client) : anyWish(client)
  // Of those who read most want the earliest hour, so most meet at one agency.
  const reads = html !== '' && Math.random() < 0.8
  const agency = reads ? inputOf(earliest, 'agency') : going.wish.agenda
  const procedure = agency.slice(agency.indexOf('--') + 2)
  going.agenda = agency
  const sent = await send({ province: '09', procedure, agency })
  return sent.location ?? lost(going, sent, 'lugar')
}

async function chooseHour(going: Going, html: string, path: string, send: Send) {
  const offered = [...html.matchAll(/data-slot="([^"]+)"/g)].map(([, start = '']) => start)
  if (html !== '' && offered.length === 0) throw new GaveUp('no hour was offered')
  const slot = html === '' ? (going.wish?.hour ?? '') : pick(offered.slice(0, 4))
  going.hour = slot
  const sentAt = Date.now()
  const sent = await send({ slot })
  if (sent.location?.endsWith('/resumen')) going.heldAt = sentAt
  if (sent.status === 409 || sent.status === 422) {
    // Taken: now they look at what there is.
    going.reading = true
    return path
  }
  return sent.location ?? lost(going, sent, 'horario')
}

/** The shortest a hold lasts, less what a request may take. */
const heldMs = 9 * 60_000

async function confirm(going: Going, send: Send): Promise<string> {
  const { client } = going.walker
  const fields = { slot: going.hour ?? '' }
  const clicks = client % 10 === 0 ? [send(fields), send(fields)] : [send(fields)]
  const answers = await Promise.all(clicks)
  const references = new Set(answers.map(({ location }) => referenceIn(location ?? '')))
  if (references.size > 1) going.wrong.push(`client ${client}: two clicks had two answers`)
  const [answer] = answers
  if (!answer) throw new GaveUp('no click')
  if (answer.location?.includes('hold-lapsed') && Date.now() - going.heldAt < heldMs) {
    going.wrong.push(`client ${client}: the hold of ${going.hour} was stolen`)
  }
  return answer.location ?? lost(going, answer, 'confirm')
}

async function cancel(going: Going, reference: string): Promise<boolean> {
  const path = `/turnos/${reference}/cancelacion`
  const { html } = await page(going, path, 'page cancelacion')
  if (!html) return false
  const answer = await surely(going, () =>
    going.browser.post(path, { _csrf: tokenOf(html) }, about(going, 'cancel', reference)),
  )
  return answer.location?.endsWith('/cancelado') ?? false
}

function pick<T>(some: readonly T[]): T {
  const one = some[Math.floor(Math.random() * some.length)]
  if (one === undefined) throw new Error('Nothing to pick from.')
  return one
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

import { certificate } from '../support/story.ts'
import { type Browser, hidden } from './browser.ts'
import type { Sink } from './sink.ts'
import type { Answer } from './wire.ts'

/** Where somebody goes and who they are, by their number. */
export type Walker = { client: number; agenda: string; province: string }

/** How often one tries another hour when the chosen one is taken meanwhile. */
const mostHours = 5

/**
 * One person from the portal to the turno's page, each page read and each form sent as a browser
 * would. Answers whether the turno was made; throws on any answer a person would not expect.
 */
export async function walkNineSteps(
  browser: Browser,
  { client, agenda, province }: Walker,
  sink: Pick<Sink, 'code'>,
): Promise<boolean> {
  const home = await page(browser, '/')
  let { at, html } = await send(browser, '/turnos/nuevo', home, {
    procedure: certificate,
    nonce: hidden(home, 'nonce'),
  })
  const walk = at.slice(0, at.lastIndexOf('/'))
  const step = async (name: string, fields: Record<string, string>) => {
    if (at !== `${walk}/${name}`) throw new Error(`Wanted ${name}, stands at ${at}`)
    const next = await send(browser, at, html, fields)
    at = next.at
    html = next.html
  }
  const email = `persona${client}@example.org`
  await step('documento', {
    forWhom: 'self',
    kind: 'passport',
    country: 'COL',
    number: `BX${String(client).padStart(7, '0')}`,
  })
  await step('contacto', {
    givenNames: 'Persona',
    surnames: 'De La Fila',
    email,
    phone: '0991234567',
    language: 'es',
    consent: 'yes',
  })
  await step('codigo', { code: await sink.code(email) })
  await step('lugar', { province, procedure: certificate, agency: agenda })
  for (let tries = 0; at.endsWith('/horario') && tries < mostHours; tries += 1) {
    const slots = [...html.matchAll(/data-slot="([^"]+)"/g)].map((found) => found[1] ?? '')
    const slot = slots[Math.floor(Math.random() * slots.length)]
    if (slot === undefined) return false
    await step('horario', { slot })
  }
  if (!at.endsWith('/resumen')) return false
  await step('resumen', {})
  return /^\/turnos\/[A-Z0-9]{3}-/.test(at)
}

async function page(browser: Browser, path: string): Promise<string> {
  const answer = await browser.get(path)
  if (answer.status !== 200) throw unexpected(`GET ${path}`, answer)
  return answer.body
}

/** Sends a form and follows where it leads; an hour that was taken meanwhile shows its page again. */
async function send(browser: Browser, path: string, from: string, fields: Record<string, string>) {
  const answer = await browser.post(path, { _csrf: hidden(from, '_csrf'), ...fields })
  if (answer.status === 409) return { at: path, html: answer.body }
  if (answer.status !== 303 || answer.location === null) throw unexpected(`POST ${path}`, answer)
  return { at: answer.location, html: await page(browser, answer.location) }
}

function unexpected(what: string, { status, body }: Answer): Error {
  const said = /<main.*?<\/main>/s.exec(body)?.[0].replace(/<[^>]*>|\s+/g, ' ') ?? body
  return new Error(`${what} was answered ${status}: ${said.replace(/\s+/g, ' ').slice(0, 300)}`)
}

import type { TestApp } from './app.ts'
import type { Browserless, Page } from './browserless.ts'
import type { Person } from './people.ts'
import { certificate, guayaquil } from './story.ts'

/** The pages of a walk in their order, and `turno` for its end. */
export const places = [
  'documento',
  'contacto',
  'codigo',
  'lugar',
  'horario',
  'resumen',
  'turno',
] as const
export type Place = (typeof places)[number]

/** Wednesday 25 November 2026, 08:20 in Guayaquil. */
export const hour = '2026-11-25T13:20:00.000Z'

export function documentOf({ kind, country, number }: Person) {
  return { forWhom: 'self', kind, country, number }
}

export function contactOf({ givenNames, surnames, email }: Person) {
  return { givenNames, surnames, email, phone: '0991234567', language: 'es', consent: 'yes' }
}

/** The six digits of the newest mail to this address, or `none`. */
export async function codeFor(test_: TestApp, email: string): Promise<string> {
  await test_.sendMails()
  const mail = test_.mails.findLast(({ id, to }) => id.startsWith('code-') && to === email)
  return /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? 'none'
}

type Walker = { test_: TestApp; browser: Browserless; person: Person; slot?: string }

/** Walks from the portal until it stands before `to`, everything on the way answered; the page there. */
export async function walkTo(
  { test_, browser, person, slot = hour }: Walker,
  to: Place,
): Promise<Page> {
  await browser.visit('/')
  const steps: Record<Exclude<Place, 'turno'>, () => Promise<Page>> = {
    documento: () => browser.submit(documentOf(person), 'Consultar'),
    contacto: () => browser.submit(contactOf(person), 'Siguiente'),
    codigo: async () => browser.submit({ code: await codeFor(test_, person.email) }, 'Verificar'),
    lugar: () =>
      browser.submit(
        { province: '09', procedure: certificate, agency: guayaquil },
        'Elegir esta agencia',
      ),
    horario: () => browser.submit({ slot }, 'Sí'),
    resumen: () => browser.submit({}, 'Confirmar'),
  }
  let page = await browser.submit({ procedure: certificate }, 'Sacar un turno')
  for (const place of places) {
    if (place === 'turno') break
    if (!page.url.endsWith(`/${place}`)) {
      throw new Error(`Wanted ${place}, stands at ${page.url} with ${page.status}`)
    }
    if (place === to) break
    page = await steps[place]()
  }
  return page
}

/** The draft's part of an address of the walk, `/turnos/nuevo/<id>`. */
export function draftUrl(url: string): string {
  return /^\/turnos\/nuevo\/[^/?]+/.exec(url)?.[0] ?? ''
}

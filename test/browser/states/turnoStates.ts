import { parseDocument } from '../../../src/identity/documents.ts'
import { atTheHours, type Person, turnoOf } from '../../support/people.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** Steps 8 and 9, and what comes after. */
const summary = 'GET /turnos/nuevo/:draft/resumen'
const confirm = 'POST /turnos/nuevo/:draft/resumen'
const page = 'GET /turnos/:reference'

/** An hour that nobody else asks for: three windows, so many days. */
const start = '2026-12-03T15:00:00.000Z'

async function before(stage: Stage, third: boolean): Promise<{ person: Person; path: string }> {
  const person = stage.stranger()
  const { booking, database, stores, clock } = stage.test_.services
  await stage.become(person)
  const id = await atTheHours(stage.test_.services, person)
  if (third) await withRosa(stage, id, person)
  await database.transaction((tx) => stores.drafts.change(tx, id, { verifiedAt: clock.now() }))
  const held = await booking.hold(id, freeHour(stage))
  if (!held.ok) throw new Error(held.reason)
  return { person, path: `/turnos/nuevo/${id}/resumen` }
}

const taken = new WeakMap<Stage, number>()

/** Another hour of Guayaquil for each who comes. */
function freeHour(stage: Stage): string {
  const n = (taken.get(stage) ?? -1) + 1
  taken.set(stage, n)
  return new Date(Date.parse(start) + n * 20 * 60_000).toISOString()
}

async function withRosa(stage: Stage, id: string, person: Person): Promise<void> {
  const { clock, services } = stage.test_
  const { booking, catalogue, database, stores } = services
  const document = parseDocument(person)
  const rosa = parseDocument({ kind: 'cedula', country: '', number: '1719999318' })
  if (!document.ok || !rosa.ok) throw new Error('A document is not usable')
  const agenda = await catalogue.agenda('guayaquil-centro--certificado-no-afiliacion-extranjeros')
  if (!agenda) throw new Error('No agenda')
  clock.advance({ minutes: 2 })
  await booking.setDocument(id, { document: document.document, thirdParty: rosa.document })
  await booking.setContact(
    id,
    {
      holder: { givenNames: person.givenNames, surnames: person.surnames },
      thirdParty: { givenNames: 'Rosa', surnames: 'Quispe' },
      email: person.email,
      phone: '+593991234567',
      consent: { version: '1', at: clock.now() },
    },
    'es',
  )
  await database.transaction((tx) => stores.drafts.change(tx, id, { verifiedAt: clock.now() }))
  await booking.setPlace(id, agenda)
}

/** Goes to "Confirmar" and presses it; the turno's address. */
async function confirmed(stage: Stage, third = false): Promise<string> {
  const { path } = await before(stage, third)
  await stage.open(path)
  await stage.send(path)
  return new URL(stage.reader.page.url()).pathname
}

export const turnoStates: State[] = [
  {
    name: 'resumen',
    routes: [summary],
    status: 200,
    shows: 'booking:summary.hint',
    reach: async (stage) => stage.open((await before(stage, false)).path),
  },
  {
    name: 'resumen-tercero',
    routes: [summary],
    status: 200,
    shows: 'booking:summary.thirdDocument',
    reach: async (stage) => stage.open((await before(stage, true)).path),
  },
  {
    name: 'resumen-vencido',
    routes: [summary],
    status: 200,
    shows: 'booking:summary.refused.not-held.title',
    async reach(stage) {
      const { path } = await before(stage, false)
      stage.test_.clock.advance({ minutes: 11 })
      await stage.open(path)
    },
  },
  {
    name: 'resumen-choque',
    routes: [confirm],
    status: 409,
    shows: 'booking:summary.refused.clash.title',
    async reach(stage) {
      const { person, path } = await before(stage, false)
      const { services, clock } = stage.test_
      clock.advance({ minutes: 11 })
      await turnoOf(services, { ...person, email: `otra-${person.email}` }, freeHour(stage))
      await stage.open(path)
      await stage.send(path)
    },
  },
  {
    name: 'confirmacion',
    routes: [confirm, page],
    status: 200,
    shows: 'turno:confirmation.made',
    reach: async (stage) => void (await confirmed(stage)),
  },
  {
    name: 'confirmacion-tercero',
    routes: [page],
    status: 200,
    shows: 'turno:confirmation.authorisation',
    reach: async (stage) => void (await confirmed(stage, true)),
  },
  {
    name: 'confirmacion-ya',
    routes: [page],
    status: 200,
    shows: 'turno:confirmation.already',
    async reach(stage) {
      const path = await confirmed(stage)
      await stage.open(`${path}?ya=1`)
    },
  },
  {
    name: 'confirmacion-tarde',
    routes: ['GET /turnos/:reference/cancelacion'],
    status: 409,
    shows: 'turno:confirmation.tooLate',
    async reach(stage) {
      const path = await confirmed(stage)
      stage.test_.clock.set('2026-12-05T09:00:00-05:00')
      await stage.open(`${path}/cancelacion`)
    },
  },
  {
    name: 'cambiar',
    routes: ['GET /turnos/:reference/cambio'],
    status: 200,
    shows: 'turno:move.now',
    async reach(stage) {
      await stage.open(`${await confirmed(stage)}/cambio`)
    },
  },
  {
    name: 'cambiar-pregunta',
    routes: ['GET /turnos/:reference/cambio'],
    status: 200,
    shows: 'turno:move.replaces',
    async reach(stage) {
      const path = await confirmed(stage)
      await stage.open(`${path}/cambio?hora=${encodeURIComponent(freeHour(stage))}`)
    },
  },
  {
    name: 'cambiar-pasada',
    routes: ['POST /turnos/:reference/cambio'],
    status: 409,
    shows: 'turno:move.notice.hour-gone.title',
    async reach(stage) {
      const path = await confirmed(stage)
      await stage.open(`${path}/cambio`)
      await stage.send(`${path}/cambio`, { slot: '2026-11-23T19:00:00.000Z' })
    },
  },
  {
    name: 'cambiado',
    routes: ['POST /turnos/:reference/cambio', page],
    status: 200,
    shows: 'turno:confirmation.movedText',
    async reach(stage) {
      const path = await confirmed(stage)
      await stage.open(`${path}/cambio`)
      await stage.send(`${path}/cambio`, { slot: freeHour(stage) })
    },
  },
  {
    name: 'cancelar',
    routes: ['GET /turnos/:reference/cancelacion'],
    status: 200,
    shows: 'turno:cancel.text',
    async reach(stage) {
      await stage.open(`${await confirmed(stage)}/cancelacion`)
    },
  },
  {
    name: 'cancelado',
    routes: ['POST /turnos/:reference/cancelacion', 'GET /turnos/:reference/cancelado'],
    status: 200,
    shows: 'turno:cancelled.text',
    async reach(stage) {
      const path = await confirmed(stage)
      await stage.open(`${path}/cancelacion`)
      await stage.send(`${path}/cancelacion`)
    },
  },
  {
    name: 'confirmacion-cancelada',
    routes: [page],
    status: 200,
    shows: 'turno:confirmation.isCancelledText',
    async reach(stage) {
      const path = await confirmed(stage)
      await stage.open(`${path}/cancelacion`)
      await stage.send(`${path}/cancelacion`)
      await stage.open(path)
    },
  },
  {
    name: 'mi-turno',
    routes: ['GET /mi-turno'],
    status: 200,
    shows: 'turno:find.lead',
    reach: ({ open }) => open('/mi-turno'),
  },
  {
    name: 'mi-turno-conocido',
    routes: ['GET /mi-turno'],
    status: 200,
    shows: 'turno:find.known',
    async reach(stage) {
      await confirmed(stage)
      await stage.open('/mi-turno')
    },
  },
  {
    name: 'mi-turno-mal',
    routes: ['POST /mi-turno'],
    status: 422,
    shows: 'turno:errors.email-invalid',
    async reach({ open, send }) {
      await open('/mi-turno')
      await send('/mi-turno', { email: 'maria' })
    },
  },
  {
    name: 'mi-turno-enviado',
    routes: ['POST /mi-turno'],
    status: 200,
    shows: 'turno:findSent.wait',
    async reach({ open, send }) {
      await open('/mi-turno')
      await send('/mi-turno', { email: 'maria@example.org' })
    },
  },
]

import { walkAtDesk } from '../../attendance/desk/walk.ts'
import { type Person, turnoOf } from '../../support/people.ts'
import { colleague, signIn } from './staffStates.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** A turno that reception makes for somebody who stands before it. */
const centre = 'guayaquil-centro'
const reception = `/recepcion/${centre}`
const form = '/recepcion/:agency/turno'
const walk = `${form}/:draft`
const turno = '/recepcion/:agency/turnos/:turno'
const slot = '2026-12-01T15:00:00.000Z'

async function atDesk(stage: Stage): Promise<void> {
  await signIn(stage, await colleague(stage, [{ role: 'reception', agencyId: centre }]))
  await stage.open(reception)
}

/** Somebody stands there; the page of the hours. */
async function atHours(stage: Stage, person = stage.stranger(), third?: Person): Promise<string> {
  await atDesk(stage)
  const id = await walkAtDesk(stage.test_.services, person, centre, third)
  const path = `${reception}/turno/${id}`
  await stage.open(path)
  return path
}

/** Somebody whose document has a turno already. */
async function clashing(stage: Stage): Promise<string> {
  const person = stage.stranger()
  await turnoOf(stage.test_.services, person, '2026-12-02T15:00:00.000Z')
  const path = await atHours(stage, person)
  await stage.send(path, { slot })
  return path
}

export const deskStates: State[] = [
  {
    name: 'mesa-formulario',
    routes: [`GET ${form}`],
    status: 200,
    shows: 'desk:form.title',
    async reach(stage) {
      await atDesk(stage)
      await stage.open(`${reception}/turno`)
    },
  },
  {
    name: 'mesa-formulario-vacio',
    routes: [`POST ${form}`],
    status: 422,
    shows: 'desk:errors.seen',
    async reach(stage) {
      await atDesk(stage)
      await stage.send(`${reception}/turno`, { nonce: 'x' })
    },
  },
  {
    name: 'mesa-formulario-tercero',
    routes: [`POST ${form}`],
    status: 422,
    shows: 'desk:errors.same-person',
    async reach(stage) {
      await atDesk(stage)
      const { kind, country, number, givenNames, surnames } = stage.stranger()
      const same = { thirdKind: kind, thirdCountry: country, thirdNumber: number }
      const fields = { nonce: 'y', forWhom: 'other', kind, country, number, givenNames, surnames }
      await stage.send(`${reception}/turno`, { ...fields, ...same })
    },
  },
  {
    name: 'mesa-horas',
    routes: [`GET ${walk}`],
    status: 200,
    shows: 'desk:hours.title',
    reach: async (stage) => void (await atHours(stage)),
  },
  {
    name: 'mesa-hora',
    routes: [`GET ${walk}`],
    status: 200,
    shows: 'desk:confirm.title',
    async reach(stage) {
      await stage.open(`${await atHours(stage)}?hora=${encodeURIComponent(slot)}`)
    },
  },
  {
    name: 'mesa-turno',
    routes: [`POST ${walk}`, `GET ${turno}`],
    status: 200,
    shows: 'desk:booked.print',
    async reach(stage) {
      await stage.send(await atHours(stage), { slot })
    },
  },
  {
    name: 'mesa-turno-tercero',
    routes: [`POST ${walk}`, `GET ${turno}`],
    status: 200,
    shows: 'desk:whom.third',
    async reach(stage) {
      await stage.send(await atHours(stage, stage.stranger(), stage.stranger()), { slot })
    },
  },
  {
    name: 'mesa-documento-ocupado',
    routes: [`POST ${walk}`],
    status: 409,
    shows: 'desk:clash.title',
    reach: async (stage) => void (await clashing(stage)),
  },
  {
    name: 'mesa-documento-liberado',
    routes: [`POST ${walk}/liberar`],
    status: 200,
    shows: 'desk:booked.new',
    async reach(stage) {
      const path = await clashing(stage)
      await stage.send(`${path}/liberar`, { slot: '2026-12-03T15:00:00.000Z', reason: 'no-access' })
    },
  },
  {
    name: 'mesa-documento-hora-perdida',
    routes: [`POST ${walk}/liberar`],
    status: 409,
    shows: 'desk:notice.hour-gone.title',
    async reach(stage) {
      const path = await clashing(stage)
      await stage.send(`${path}/liberar`, { slot: '2026-12-06T15:00:00.000Z', reason: 'no-access' })
    },
  },
  {
    name: 'mesa-documento-en-ventanilla',
    routes: [`POST ${walk}`],
    status: 409,
    shows: 'desk:clash.reception',
    async reach(stage) {
      const person = stage.stranger()
      await turnoOf(stage.test_.services, person, '2026-12-02T15:00:00.000Z')
      const id = await walkAtDesk(stage.test_.services, person, centre)
      await signIn(stage, await colleague(stage, [{ role: 'window', agencyId: centre }]))
      await stage.open('/ventanilla')
      await stage.send(`${reception}/turno/${id}`, { slot: '2026-12-09T15:00:00.000Z' })
    },
  },
]

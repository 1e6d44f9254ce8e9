import type { Role, RoleGrant } from '../../../src/staff/roles.ts'
import { walkedIn } from '../../attendance/pages/room.ts'
import { colleague, signIn } from './staffStates.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** What staff see of the waiting room, and what anybody sees of a certificate. */
const centre = 'guayaquil-centro'
const reception = `/recepcion/${centre}`
const desk = '/recepcion/:agency'
const oneWindow = `${desk}/ventanillas/:window`
const slip = `${desk}/boleto/:arrival`

let people = 0

/** Somebody signed in at the centre with these roles, all windows closed, the day open. */
async function staffHere(stage: Stage, ...roles: Role[]): Promise<string> {
  const { database, stores, attendance } = stage.test_.services
  await database.transaction((tx) => stores.windows.number(tx, centre, 3))
  for (const { id } of await attendance.windows.ofAgency(centre)) {
    await attendance.windows.closeFor(centre, id, 'system')
  }
  const grants: RoleGrant[] = roles.map((role) => ({ role, agencyId: centre }))
  const person = await colleague(stage, grants)
  await signIn(stage, person)
  return person.id
}

/** One more person who waits; the arrival's id. */
function waiting(stage: Stage): Promise<string> {
  people += 1
  return walkedIn(stage.test_, centre, `state-${people}-${stage.reader.language}`)
}

/** The page of window 1 of the centre, at which the one who is signed in sits; who that is. */
async function onWindowPage(stage: Stage): Promise<string> {
  const staffId = await staffHere(stage, 'window', 'supervisor')
  await stage.test_.services.attendance.windows.open({ staffId, windowId: `${centre}-1` })
  await stage.open(`${reception}/ventanillas/${centre}-1`)
  return staffId
}

async function atWindow(stage: Stage): Promise<void> {
  await staffHere(stage, 'window', 'supervisor')
  await waiting(stage)
  await stage.open('/ventanilla')
  await stage.send('/ventanilla/abrir', { window: `${centre}-1` })
}

const opened = (name: string, route: string, path: string, shows: string): State => ({
  name: `sala-${name}`,
  routes: [`GET ${route}`],
  status: 200,
  shows,
  async reach(stage) {
    await staffHere(stage, 'reception', 'supervisor')
    await stage.open(path)
  },
})

const ofSlip = (step: string, fields: Record<string, string>, shows: string): State => ({
  name: `boleto-${step}`,
  routes: [`POST ${slip}/${step}`],
  status: 200,
  shows,
  async reach(stage) {
    await staffHere(stage, 'reception')
    const at = `${reception}/boleto/${await waiting(stage)}`
    await stage.open(at)
    await stage.send(`${at}/${step}`, fields)
  },
})

const atDesk: State[] = [
  opened('agencias', '/recepcion', '/recepcion', 'room:reception.title'),
  opened('recepcion', desk, reception, 'room:reception.arrive'),
  opened('sin-turno', `${desk}/sin-turno`, `${reception}/sin-turno`, 'room:reception.arrive'),
  opened('dia', `${desk}/dia`, `${reception}/dia`, 'room:day.title'),
  {
    name: 'sala-nadie',
    routes: [`POST ${desk}`],
    status: 200,
    shows: 'room:reception.nobody',
    async reach(stage) {
      await staffHere(stage, 'reception')
      await stage.open(reception)
      await stage.send(reception, { text: 'Nadie Conocido' })
    },
  },
  {
    name: 'sala-pausa',
    routes: [`POST ${desk}/pausa`, `POST ${desk}/reanudar`],
    status: 200,
    shows: 'room:door.open',
    async reach(stage) {
      await staffHere(stage, 'reception')
      await stage.open(reception)
      await stage.send(`${reception}/pausa`, { because: 'full' })
      await stage.send(`${reception}/reanudar`)
    },
  },
  {
    name: 'sala-cierre',
    routes: [`POST ${desk}/cierre`, `POST ${desk}/reabrir`, `POST ${desk}/ventanilla`],
    status: 200,
    shows: 'room:day.title',
    async reach(stage) {
      await staffHere(stage, 'reception', 'supervisor')
      await stage.open(`${reception}/dia`)
      await stage.send(`${reception}/cierre`)
      await stage.open(`${reception}/dia`)
      await stage.send(`${reception}/reabrir`)
      await stage.open(`${reception}/dia`)
      await stage.send(`${reception}/ventanilla`, { window: `${centre}-1` })
      await stage.open(`${reception}/dia`)
    },
  },
  {
    name: 'sala-ventanilla',
    routes: [`GET ${oneWindow}`, `POST ${oneWindow}/tramites`],
    status: 200,
    shows: 'room:said.saved.title',
    async reach(stage) {
      await onWindowPage(stage)
      await stage.send(`${reception}/ventanillas/${centre}-1/tramites`)
    },
  },
  {
    name: 'sala-ventanilla-cambio',
    routes: [`POST ${oneWindow}/mover`],
    status: 422,
    shows: 'room:deskWindow.move',
    async reach(stage) {
      const clerk = await onWindowPage(stage)
      const sent = { clerk, to: 'no-such-window' }
      await stage.send(`${reception}/ventanillas/${centre}-1/mover`, sent)
    },
  },
  {
    name: 'boleto',
    routes: [`GET ${slip}`],
    status: 200,
    shows: 'room:ticket.live',
    async reach(stage) {
      await staffHere(stage, 'reception')
      await stage.open(`${reception}/boleto/${await waiting(stage)}`)
    },
  },
  ofSlip('prioridad', { priority: 'older' }, 'room:ticket.said.prioridad.title'),
  ofSlip('se-va', {}, 'room:state.left'),
]

const atTheWindow: State[] = [
  {
    name: 'ventanilla-elegir-ventanilla',
    routes: ['GET /ventanilla'],
    status: 200,
    shows: 'room:windows.title',
    async reach(stage) {
      await staffHere(stage, 'window')
      await stage.open('/ventanilla')
    },
  },
  {
    name: 'ventanilla-cerrada',
    routes: ['POST /ventanilla/abrir', 'POST /ventanilla/cerrar'],
    status: 200,
    shows: 'room:windows.title',
    async reach(stage) {
      await atWindow(stage)
      await stage.send('/ventanilla/cerrar')
    },
  },
]

const verifying: State[] = [
  {
    name: 'verificar',
    routes: ['GET /verificar'],
    status: 200,
    shows: 'room:verify.title',
    reach: ({ open }) => open('/verificar'),
  },
  {
    name: 'verificar-vacio',
    routes: ['POST /verificar'],
    status: 422,
    shows: 'room:verify.submit',
    async reach({ open, send }) {
      await open('/verificar')
      await send('/verificar', { code: '' })
    },
  },
  {
    name: 'verificar-desconocido',
    routes: ['GET /verificar/:code', 'POST /verificar/:code'],
    status: 200,
    shows: 'room:verify.unknown.title',
    async reach({ open, send }) {
      await open('/verificar')
      await send('/verificar', { code: 'ABCD-EFGH-JKMN-PQRS' })
      await open('/verificar')
      await send('/verificar/ABCDEFGHJKMNPQRS', { document: 'x' })
    },
  },
]

export const roomStates: State[] = [...atDesk, ...atTheWindow, ...verifying]

import { newReference } from '../../../src/keys/reference.ts'
import { turnoOf } from '../../support/people.ts'
import { ayora } from '../../support/story.ts'
import { colleague, signIn } from './staffStates.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** What people see at the door, and the page on which a supervisor makes a device a kiosk. */
const centre = 'guayaquil-centro'
const start = `/llegada/${centre}`
const door = '/llegada/:agency'
const list = `/recepcion/${centre}/quioscos`
const eleven = '2026-11-24T16:00:00.000Z'

let times = 0

/** The device becomes a kiosk, and arrivals are taken. */
async function atDoor(stage: Stage): Promise<void> {
  const { services } = stage.test_
  times += 1
  const { id: staffId } = await colleague(stage)
  const { secret } = await services.attendance.kiosks.open(centre, staffId, String(times))
  await services.attendance.day.resume(centre, 'system')
  await services.attendance.day.reopen(centre, 'system')
  const context = stage.reader.page.context()
  await context.addCookies([{ name: 'quiosco', value: secret, url: stage.url }])
  await stage.open(start)
}

/** Somebody with a turno stands before the kiosk at `now`; answers its reference. */
async function withTurno(stage: Stage, now: string, at = eleven, agenda?: string) {
  const { services, clock } = stage.test_
  const turnoId = await turnoOf(services, stage.stranger(), at, agenda)
  clock.set(now)
  await atDoor(stage)
  const turno = await services.turnos.byId(turnoId)
  if (!turno) throw new Error('No turno')
  return turno
}

const refused = (
  name: string,
  shows: string,
  now: string,
  [at, agenda]: [string?, string?] = [],
): State => ({
  name: `quiosco-${name}`,
  routes: [`POST ${door}`],
  status: 409,
  shows,
  async reach(stage) {
    const { reference } = await withTurno(stage, now, at, agenda)
    await stage.send(start, { text: reference })
  },
})

const answered = (name: string, status: number, shows: string, fields: Record<string, string>) => ({
  name: `quiosco-${name}`,
  routes: [`POST ${door}`],
  status,
  shows,
  async reach(stage: Stage) {
    await atDoor(stage)
    await stage.send(start, fields)
  },
})

const inTime = '2026-11-24T15:40:00.000Z'

export const kioskStates: State[] = [
  {
    name: 'quiosco-ajeno',
    routes: [`GET ${door}`],
    status: 403,
    shows: 'kiosk:shut.title',
    reach: ({ open }) => open(start),
  },
  {
    name: 'quiosco-inicio',
    routes: [`GET ${door}`],
    status: 200,
    shows: 'kiosk:start.title',
    reach: atDoor,
  },
  {
    name: 'quiosco-pausa',
    routes: [`GET ${door}`],
    status: 200,
    shows: 'kiosk:answer.paused.title',
    async reach(stage) {
      await atDoor(stage)
      await stage.test_.services.attendance.day.pause(centre, 'full', 'system')
      await stage.open(start)
      await stage.test_.services.attendance.day.resume(centre, 'system')
    },
  },
  answered('vacio', 422, 'kiosk:start.nothing', { text: '' }),
  answered('mal-escrita', 422, 'kiosk:start.mistyped', { text: 'K7Q-M3X-W9' }),
  answered('otro-codigo', 409, 'kiosk:answer.not-ours.title', { text: 'x', by: 'camera' }),
  answered('desconocida', 409, 'kiosk:answer.unknown.title', { text: newReference() }),
  refused('temprano', 'kiosk:answer.too-early.title', '2026-11-24T14:30:00.000Z'),
  refused('tarde', 'kiosk:answer.too-late.title', '2026-11-24T16:30:00.000Z'),
  refused('otro-dia', 'kiosk:answer.wrong-day.title', inTime, ['2026-11-25T16:00:00.000Z']),
  refused('otra-agencia', 'kiosk:answer.wrong-agency.title', inTime, [
    '2026-11-24T17:00:00.000Z',
    ayora,
  ]),
  {
    name: 'quiosco-boleto',
    routes: [`POST ${door}`, `GET ${door}/boleto/:token`],
    status: 200,
    shows: 'kiosk:ticket.live',
    async reach(stage) {
      const turno = await withTurno(stage, inTime)
      await stage.send(start, { text: stage.test_.services.papers.qrText(turno) })
    },
  },
  {
    name: 'quiosco-prioridad',
    routes: [`POST ${door}/boleto/:token/prioridad`],
    status: 200,
    shows: 'kiosk:ticket.said.anotado.title',
    async reach(stage) {
      const turno = await withTurno(stage, inTime, '2026-11-24T16:20:00.000Z')
      await stage.send(start, { text: turno.reference })
      const { pathname } = new URL(stage.reader.page.url())
      await stage.send(`${pathname}/prioridad`, { priority: 'older' })
    },
  },
  {
    name: 'quiosco-sin-turno',
    routes: [`GET ${door}/sin-turno`],
    status: 200,
    shows: 'kiosk:walkIn.title',
    async reach(stage) {
      await atDoor(stage)
      await stage.open(`${start}/sin-turno`)
    },
  },
  {
    name: 'quiosco-boleto-sin-turno',
    routes: [`POST ${door}/sin-turno`],
    status: 200,
    shows: 'kiosk:ticket.live',
    async reach(stage) {
      await atDoor(stage)
      await stage.open(`${start}/sin-turno`)
      await stage.send(`${start}/sin-turno`, {
        nonce: `n${times}`,
        procedure: 'certificado-no-afiliacion-extranjeros',
      })
    },
  },
  {
    name: 'quioscos',
    routes: ['GET /recepcion/:agency/quioscos', 'POST /recepcion/:agency/quioscos/:kiosk/cierre'],
    status: 200,
    shows: 'kiosk:list.title',
    async reach(stage) {
      await supervisor(stage)
      const { kiosks } = stage.test_.services.attendance
      times += 1
      await kiosks.open(centre, (await colleague(stage)).id, `list-${times}`)
      const [first] = await kiosks.ofAgency(centre)
      await stage.send(`${list}/${first?.id}/cierre`)
    },
  },
  {
    name: 'quioscos-abrir',
    routes: ['POST /recepcion/:agency/quioscos'],
    status: 200,
    shows: 'kiosk:start.title',
    async reach(stage) {
      await supervisor(stage)
      times += 1
      await stage.send(list, { nonce: `open-${times}` })
    },
  },
]

async function supervisor(stage: Stage): Promise<void> {
  await signIn(stage, await colleague(stage, [{ role: 'supervisor', agencyId: centre }]))
  await stage.open(list)
}

import { askForCode, atTheHours, type Person, turnoOf } from '../../support/people.ts'
import { ayora, cuenca } from '../../support/story.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** Step 7. */
const page = 'GET /turnos/nuevo/:draft/horario'
const answer = 'POST /turnos/nuevo/:draft/horario'

type Standing = { person: Person; id: string; path: string }

async function before(stage: Stage, agenda = ayora): Promise<Standing> {
  const person = stage.stranger()
  await stage.become(person)
  const id = await atTheHours(stage.test_.services, person, agenda)
  return { person, id, path: `/turnos/nuevo/${id}/horario` }
}

const opened = (name: string, shows: string, query = '', agenda = ayora): State => ({
  name: `horario${name}`,
  routes: [page],
  status: 200,
  shows,
  async reach(stage) {
    const { path } = await before(stage, agenda)
    await stage.open(`${path}${query}`)
  },
})

const sent = (
  name: string,
  shows: string,
  status: number,
  slot: (stage: Stage, standing: Standing) => Promise<string>,
): State => ({
  name: `horario-${name}`,
  routes: [answer],
  status,
  shows,
  async reach(stage) {
    const standing = await before(stage)
    await stage.open(standing.path)
    await stage.send(standing.path, { slot: await slot(stage, standing) })
  },
})

/** Half past one in the islands. */
const thursday = '2026-11-26T19:40:00.000Z'

export const timeStates: State[] = [
  opened('', 'booking:time.morning'),
  opened('-domingo', 'booking:time.why.no-hours', '?dia=2026-11-29'),
  opened('-feriado', 'booking:time.why.reason', '?dia=2026-12-07', cuenca),
  opened('-sin-abrir', 'booking:time.opens', '?dia=2026-12-15', cuenca),
  opened('-mes-sin-horas', 'booking:time.firstFree', '?mes=2027-02'),
  opened('-pregunta', 'booking:time.confirmHold', `?hora=${encodeURIComponent(thursday)}`),
  {
    name: 'horario-lleno',
    routes: [page],
    status: 200,
    shows: 'booking:time.why.full',
    async reach(stage) {
      const { services } = stage.test_
      const agenda = await services.catalogue.agenda(ayora)
      if (!agenda) throw new Error('No agenda')
      const standing = await before(stage)
      const [day] = await services.hours.days(agenda, '2026-11-27', '2026-11-27', standing.id)
      for (const { start } of day?.free ?? []) {
        await turnoOf(services, stage.stranger(), start, ayora)
      }
      await stage.open(`${standing.path}?dia=2026-11-27`)
    },
  },
  {
    name: 'horario-ventana',
    routes: [page],
    status: 200,
    shows: 'booking:time.confirmTitle',
    async reach(stage) {
      const { path } = await before(stage)
      await stage.open(path)
      await stage.reader.page.locator('#horas').getByRole('link').first().click()
    },
  },
  sent('sin-elegir', 'booking:errors.slot-missing', 422, async () => 'mañana'),
  sent(
    'pasada',
    'booking:time.notice.hour-gone.title',
    409,
    async () => '2026-11-23T19:00:00.000Z',
  ),
  sent('tomada', 'booking:time.notice.seat-taken.title', 409, async (stage) => {
    const hour = stage.reader.language === 'es' ? '14:00' : '14:20'
    const start = `2026-11-26T${hour}:00.000Z`
    await turnoOf(stage.test_.services, stage.stranger(), start, ayora)
    return start
  }),
  sent(
    'de-otra-ventana',
    'booking:time.notice.held-elsewhere.title',
    409,
    async (stage, { person }) => {
      const { services } = stage.test_
      const elsewhere = { ...person, email: `otra-${person.email}` }
      stage.test_.clock.advance({ minutes: 2 })
      const id = await atTheHours(services, elsewhere, ayora)
      await services.booking.hold(id, thursday)
      return '2026-11-26T20:00:00.000Z'
    },
  ),
  sent('demasiadas', 'booking:time.notice.hold-limit.title', 429, async (stage, { id }) => {
    for (let n = 0; n < 8; n += 1) {
      await stage.test_.services.booking.hold(id, '2026-11-30T15:00:00.000Z')
      stage.test_.clock.advance({ minutes: 11 })
    }
    return '2026-11-30T15:20:00.000Z'
  }),
  {
    name: 'horario-vencida',
    routes: ['POST /turnos/nuevo/:draft/resumen', page],
    status: 200,
    shows: 'booking:time.notice.hold-lapsed.title',
    async reach(stage) {
      const { services, clock } = stage.test_
      const { id, path } = await before(stage)
      const start = '2026-12-01T15:00:00.000Z'
      await services.booking.hold(id, start)
      await stage.open(path)
      clock.advance({ minutes: 11 })
      await turnoOf(services, stage.stranger(), start, ayora)
      await stage.send(`/turnos/nuevo/${id}/resumen`)
    },
  },
  {
    name: 'camino-al-paso-abierto',
    routes: ['GET /turnos/nuevo/:draft', 'GET /turnos/nuevo/:draft/codigo'],
    status: 200,
    shows: 'booking:code.title',
    async reach(stage) {
      const person = stage.stranger()
      await stage.become(person)
      await stage.open(`/turnos/nuevo/${await askForCode(stage.test_.services, person)}`)
    },
  },
  {
    name: 'camino-sin-nombre',
    routes: ['GET /turnos/nuevo', 'GET /'],
    status: 200,
    shows: 'web:home.lead',
    reach: ({ open }) => open('/turnos/nuevo'),
  },
]

import { turnoOf, verified } from '../../support/people.ts'
import { certificate, update } from '../../support/story.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** Step 6. */
const page = 'GET /turnos/nuevo/:draft/lugar'

async function before(stage: Stage): Promise<string> {
  const person = stage.stranger()
  await stage.become(person)
  return `/turnos/nuevo/${await verified(stage.test_.services, person)}/lugar`
}

const opened = (name: string, shows: string, query = ''): State => ({
  name: `lugar${name}`,
  routes: [page],
  status: 200,
  shows,
  reach: async (stage) => stage.open(`${await before(stage)}${query}`),
})

const sent = (name: string, shows: string, fields: Record<string, string>): State => ({
  name: `lugar-${name}`,
  routes: ['POST /turnos/nuevo/:draft/lugar'],
  status: 422,
  shows,
  async reach(stage) {
    const path = await before(stage)
    await stage.open(path)
    await stage.send(path, fields)
  },
})

export const placeStates: State[] = [
  opened('', 'booking:place.takeEarliest'),
  opened('-lista', 'booking:place.today', `?provincia=09&tramite=${certificate}`),
  opened('-sin-agencia', 'booking:place.none.no-agency', `?provincia=20&tramite=${update}`),
  sent('sin-provincia', 'booking:errors.province-missing', { procedure: certificate }),
  sent('sin-tramite', 'booking:errors.procedure-missing', { province: '09' }),
  sent('sin-agencia-elegida', 'booking:errors.agency-missing', {
    province: '09',
    procedure: certificate,
  }),
  sent('agencia-ajena', 'booking:errors.agency-unavailable', {
    province: '09',
    procedure: certificate,
    agency: 'ninguna',
  }),
  {
    name: 'lugar-ya-tiene',
    routes: [page],
    status: 200,
    shows: 'booking:place.existing.title',
    async reach(stage) {
      const person = stage.stranger()
      const { services, clock } = stage.test_
      await stage.become(person)
      await turnoOf(services, person, '2026-11-26T13:00:00.000Z')
      clock.advance({ minutes: 2 })
      await stage.open(`/turnos/nuevo/${await verified(services, person)}/lugar`)
    },
  },
]

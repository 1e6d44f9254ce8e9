import type { Handover } from '../../../src/messages/mailer.ts'
import { askForCode } from '../../support/people.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

/** Steps 4 and 5. */
const page = 'GET /turnos/nuevo/:draft/codigo'
const answer = 'POST /turnos/nuevo/:draft/codigo'

async function asked(stage: Stage): Promise<string> {
  const person = stage.stranger()
  await stage.become(person)
  return `/turnos/nuevo/${await askForCode(stage.test_.services, person)}/codigo`
}

/** The page after the mail server gave this answer. */
const fate = (name: string, handover: Handover | null): State => ({
  name: `codigo-${name}`,
  routes: [page],
  status: 200,
  shows: `booking:fate.${name}`,
  async reach(stage) {
    const path = await asked(stage)
    stage.mailAnswers(handover)
    await stage.test_.sendMails()
    await stage.open(path)
  },
})

const sent = (name: string, shows: string, code: string): State => ({
  name: `codigo-${name}`,
  routes: [answer],
  status: 422,
  shows,
  async reach(stage) {
    const path = await asked(stage)
    await stage.open(path)
    await stage.send(path, { code })
  },
})

export const codeStates: State[] = [
  {
    name: 'codigo-queued',
    routes: [page],
    status: 200,
    shows: 'booking:fate.queued',
    reach: async (stage) => stage.open(await asked(stage)),
  },
  fate('sent', null),
  fate('late', { outcome: 'unreachable', code: 'ECONNREFUSED' }),
  fate('refused', { outcome: 'refused', code: '550' }),
  {
    name: 'codigo-failed',
    routes: [page],
    status: 200,
    shows: 'booking:fate.failed',
    async reach(stage) {
      const path = await asked(stage)
      stage.test_.clock.advance({ minutes: 11 })
      await stage.test_.sendMails()
      await stage.open(path)
    },
  },
  sent('vacio', 'booking:errors.code-missing', ''),
  sent('corto', 'booking:errors.code-format', '123'),
  // One in a million of these is right.
  sent('mal', 'booking:errors.code-wrong', '000000'),
  {
    name: 'codigo-agotado',
    routes: [answer],
    status: 422,
    shows: 'booking:errors.code-spent',
    async reach(stage) {
      const path = await asked(stage)
      await stage.open(path)
      for (let n = 0; n < 6; n += 1) await stage.send(path, { code: '000000' })
    },
  },
  {
    name: 'codigo-vencido',
    routes: [answer],
    status: 422,
    shows: 'booking:errors.code-expired',
    async reach(stage) {
      const path = await asked(stage)
      await stage.open(path)
      stage.test_.clock.advance({ minutes: 11 })
      await stage.send(path, { code: '000000' })
    },
  },
  {
    name: 'codigo-reenvio-pronto',
    routes: ['POST /turnos/nuevo/:draft/codigo/reenvio'],
    status: 429,
    shows: 'booking:errors.resend-limit',
    async reach(stage) {
      const path = await asked(stage)
      await stage.open(path)
      await stage.send(`${path}/reenvio`)
    },
  },
  {
    name: 'codigo-reenviado',
    routes: ['POST /turnos/nuevo/:draft/codigo/reenvio', page],
    status: 200,
    shows: 'booking:fate.queued',
    async reach(stage) {
      const path = await asked(stage)
      await stage.open(path)
      stage.test_.clock.advance({ minutes: 2 })
      await stage.send(`${path}/reenvio`)
    },
  },
  {
    name: 'codigo-reenvio-recargado',
    routes: ['GET /turnos/nuevo/:draft/codigo/reenvio'],
    status: 200,
    shows: 'booking:code.label',
    reach: async (stage) => stage.open(`${await asked(stage)}/reenvio`),
  },
]

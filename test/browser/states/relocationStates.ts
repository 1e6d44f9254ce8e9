import { turnoOf } from '../../support/people.ts'
import { ayora, guayaquil } from '../../support/story.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

const centre = 'guayaquil-centro'
const link = 'GET /turnos/propuesta/:token'
const wayLink = 'GET /turnos/propuesta/:token/:way'
const answer = '/turnos/:reference/propuesta'
const choose = `${answer}/otra-hora/:agenda`

/** The days that are closed here, one for each state, so that none stands in another's way. */
const days = ['14', '15', '16', '17', '18']
const closed = new WeakMap<Stage, number>()

/** A closure of a day on which a stranger had a turno, and the mail that proposes another hour. */
export async function touched(stage: Stage) {
  const n = closed.get(stage) ?? 0
  closed.set(stage, n + 1)
  const day = `2026-12-${days[n % days.length]}`
  const { services } = stage.test_
  const { database, papers, relocations, stores, turnos } = services
  const person = stage.stranger()
  const start = `${day}T${String(13 + Math.floor(n / days.length)).padStart(2, '0')}:20:00.000Z`
  const turnoId = await turnoOf(services, person, start)
  const reason = { es: 'Mantenimiento eléctrico', en: 'Electrical maintenance' }
  const changeId = await database.transaction(async (tx) => {
    const at = Date.parse(start)
    const from = new Date(at).toISOString()
    const to = new Date(at + 20 * 60_000).toISOString()
    await stores.agencies.close(tx, { id: `closed-${turnoId}`, agencyId: centre, from, to, reason })
    const source = `closure:closed-${turnoId}`
    const cause = { agencyId: centre, kind: 'closure', source, reason, actor: 'operator' } as const
    return relocations.open(tx, cause, [turnoId])
  })
  if (changeId === null) throw new Error('Nobody is touched')
  await relocations.follow(centre)
  await relocations.send(changeId, 'operator')
  const turno = await turnos.byId(turnoId)
  const row = await relocations.openOf(turnoId)
  if (!turno || !row) throw new Error('No turno that must be moved')
  await stage.become(person)
  const mailed = new URL(papers.answerLinkFor(turno, start)).pathname
  return { turno, relocation: row, mailed, changeId }
}

export const relocationStates: State[] = [
  {
    name: 'propuesta',
    routes: [link, `GET ${answer}`],
    status: 200,
    shows: 'relocation:answer.yes',
    async reach(stage) {
      const { mailed } = await touched(stage)
      await stage.open(mailed)
    },
  },
  {
    name: 'propuesta-que-cambio',
    routes: [`POST ${answer}`],
    status: 409,
    shows: 'relocation:answer.changedTitle',
    async reach(stage) {
      const { mailed, turno } = await touched(stage)
      await stage.open(mailed)
      await stage.send(`/turnos/${turno.reference}/propuesta`, { proposal: '0' })
    },
  },
  {
    name: 'propuesta-otra-hora',
    routes: [wayLink, `GET ${answer}/otra-hora`, `GET ${choose}`],
    status: 200,
    shows: 'relocation:choose.places',
    async reach(stage) {
      const { mailed } = await touched(stage)
      await stage.open(`${mailed}/otra-hora`)
    },
  },
  {
    name: 'propuesta-hora-perdida',
    routes: [`POST ${choose}`],
    status: 409,
    shows: 'turno:move.notice.hour-gone.title',
    async reach(stage) {
      const { mailed, turno } = await touched(stage)
      await stage.open(`${mailed}/otra-hora`)
      const path = `/turnos/${turno.reference}/propuesta/otra-hora/${ayora}`
      await stage.send(path, { slot: '2026-12-13T15:00:00.000Z' })
    },
  },
  {
    name: 'propuesta-en-mi-turno',
    routes: [link, 'GET /turnos/:reference'],
    status: 200,
    shows: 'relocation:panel.title',
    async reach(stage) {
      const { mailed, turno } = await touched(stage)
      await stage.open(`${mailed}/otra-hora`)
      await stage.open(`/turnos/${turno.reference}`)
    },
  },
  {
    name: 'propuesta-elegida',
    routes: [`GET ${choose}`],
    status: 200,
    shows: 'turno:move.confirmTitle',
    async reach(stage) {
      const { mailed, turno } = await touched(stage)
      await stage.open(`${mailed}/otra-hora`)
      const path = `/turnos/${turno.reference}/propuesta/otra-hora/${guayaquil}`
      await stage.open(`${path}?hora=2026-12-21T15:00:00.000Z`)
    },
  },
  {
    name: 'propuesta-hora-pasada',
    routes: [`GET ${choose}`],
    status: 200,
    shows: 'turno:move.notice.hour-gone.title',
    async reach(stage) {
      const { mailed, turno } = await touched(stage)
      await stage.open(`${mailed}/otra-hora`)
      const path = `/turnos/${turno.reference}/propuesta/otra-hora/${guayaquil}`
      await stage.open(`${path}?hora=2026-11-23T15:00:00.000Z`)
    },
  },
]

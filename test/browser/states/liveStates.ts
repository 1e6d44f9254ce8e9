import { waitToken } from '../../../src/attendance/waitLink.ts'
import { clerks } from '../../attendance/ground.ts'
import { walkedIn } from '../../attendance/pages/room.ts'
import type { Stage } from './stage.ts'
import type { State } from './state.ts'

const agency = 'puerto-ayora'
let people = 0
const window = `${agency}-1`

/** Nobody at the window, and one more person in the room; their arrival. */
async function somebodyCame(stage: Stage): Promise<string> {
  const { attendance, database, stores } = stage.test_.services
  await database.transaction((tx) => stores.windows.number(tx, agency, 1))
  const before = await attendance.calls.current(window)
  const shift = await attendance.windows.find(window)
  if (before && shift?.clerk) {
    const clerk = { staffId: shift.clerk.staffId, windowId: window }
    await attendance.calls.leave(clerk, before.id)
  }
  await attendance.windows.closeFor(agency, window, 'system')
  people += 1
  return walkedIn(stage.test_, agency, `live ${people}`)
}

async function openPlace(stage: Stage, arrivalId: string): Promise<void> {
  const { database, keyring, stores } = stage.test_.services
  const row = await stores.arrivals.find(database.read, arrivalId)
  if (!row) throw new Error('No arrival')
  await stage.open(`/espera/${waitToken(keyring, row)}`)
}

async function called(stage: Stage): Promise<string> {
  const id = await somebodyCame(stage)
  const [clerk] = await clerks(stage.test_.services, 1, agency)
  if (clerk) await stage.test_.services.attendance.calls.chosen(clerk, id, 'helper')
  return id
}

const place = ['GET /espera/:token', 'GET /espera/lugar/:arrival']

/** What is open to everybody in the room. */
export const liveStates: State[] = [
  {
    name: 'pantalla-vacia',
    routes: ['GET /pantalla/:agency'],
    status: 200,
    shows: 'live:display.nobody',
    reach: (stage) => stage.open(`/pantalla/${agency}`),
  },
  {
    name: 'pantalla',
    routes: ['GET /pantalla/:agency'],
    status: 200,
    shows: 'live:display.calls',
    async reach(stage) {
      await called(stage)
      await stage.open(`/pantalla/${agency}`)
    },
  },
  {
    name: 'espera',
    routes: place,
    status: 200,
    shows: 'live:wait.stay',
    reach: async (stage) => openPlace(stage, await somebodyCame(stage)),
  },
  {
    name: 'espera-llamado',
    routes: place,
    status: 200,
    shows: 'live:wait.calledText',
    reach: async (stage) => openPlace(stage, await called(stage)),
  },
  {
    name: 'espera-fuera',
    routes: place,
    status: 200,
    shows: 'live:wait.leftText',
    async reach(stage) {
      const id = await somebodyCame(stage)
      await stage.test_.services.attendance.standing.leave(agency, id, 'applicant')
      await openPlace(stage, id)
    },
  },
]

import type { ArrivalRow } from '../../db/arrivalStore.ts'
import { localDateOf, startOfDay } from '../calendar/zonedDay.ts'
import type { AttendancePorts } from './ports.ts'
import { takeStep, turnoBecomes } from './steps.ts'
import { openToday, type Today } from './today.ts'

/** How much of one agency is tidied in one go; what is left is for the next run. */
const mostAtOnce = 500

/**
 * Ends what past days left open at every agency. Whose turno passed without their coming is a no-show:
 * while it counted as live, they could not make another one. Who came and was never served has left.
 * Windows that nobody closed are closed. Answers how many were ended; done twice, the second is 0.
 */
export function endPastDays(ports: AttendancePorts) {
  const { stores, database, clock } = ports
  const today = openToday(ports)

  return async (): Promise<number> => {
    let ended = 0
    for (const { id, zone } of await stores.agencies.agencyZones(database.read)) {
      const day = localDateOf(clock.now(), zone)
      const missed = await stores.turnos.confirmedBefore(database.read, id, day, mostAtOnce)
      for (const turno of missed) ended += await endMissed(turno)
      const left = await stores.arrivals.openBefore(database.read, id, day, mostAtOnce)
      const shifts = await stores.windows.openSinceBefore(database.read, id, startOfDay(day, zone))
      if (left.length + shifts.length === 0) continue
      const done = await today.at(id, async (at) => {
        for (const arrival of left) await endArrival(at, arrival)
        for (const { windowId } of shifts) await stores.windows.close(at.tx, windowId, at.now)
        return left.length + shifts.length
      })
      ended += done ?? 0
    }
    return ended
  }

  function endMissed(turnoId: string): Promise<number> {
    return database.transaction(async (tx) => {
      const row = await stores.turnos.transition(tx, turnoId, 'confirmed', 'no-show')
      if (row) await stores.turnos.record(tx, turnoId, 'no-show', 'system', clock.now())
      return row ? 1 : 0
    })
  }

  async function endArrival(at: Today, seen: ArrivalRow): Promise<void> {
    const arrival = await stores.arrivals.find(at.tx, seen.id)
    if (arrival?.status !== seen.status) return
    const call = await stores.calls.openOf(at.tx, arrival.id)
    if (call) await stores.calls.end(at.tx, call.id, 'left', at.now)
    await turnoBecomes(stores, at, arrival, ['arrived', 'cancelled'], 'system')
    const taken = { kind: 'left' as const, actor: 'system' as const, windowId: null }
    await takeStep(stores, at, arrival, { status: 'left' }, { ...taken, reason: 'day-over' })
  }
}

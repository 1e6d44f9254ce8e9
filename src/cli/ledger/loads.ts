import { z } from 'zod'
import type { TransferSide } from '../../../db/transferSide.ts'
import { type CapacityBand, capacityAt } from '../../calendar/capacity.ts'
import { addToLoad, emptyLoad } from '../../calendar/load.ts'
import { startOfDay } from '../../calendar/zonedDay.ts'
import type { Instant } from '../../clock.ts'
import type { Findings } from './findings.ts'
import { readings } from './readings.ts'
import type { LiveSeat, SeatsByDay } from './seats.ts'

type Pool = { seats: number; bands: CapacityBand[]; zone: string }

const clockTime = z.string()
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7])
const poolShape = z.object({
  id: z.string(),
  agency_id: z.string(),
  seats: z.number(),
  bands: z.array(
    z.object({ weekday: weekday.nullable(), from: clockTime, to: clockTime, seats: z.number() }),
  ),
})
const agencyShape = z.object({ id: z.string(), zone: z.string() })
const dayShape = z.object({ pool_id: z.string(), day: z.string(), load: z.string() })

/**
 * Counts the load of every day anew from the seats of its turnos, and holds what is still to come
 * against the capacity of today's settings. A capacity lowered after turnos were given shows too,
 * unless their people were asked to come at another hour: the others will come.
 */
export async function checkLoads(
  side: TransferSide,
  days: SeatsByDay,
  now: Instant,
  findings: Findings,
): Promise<void> {
  const pools = await readPools(side)
  const unseen = new Set(days.keys())
  for await (const reading of readings(side, 'pool_days', Object.keys(dayShape.shape))) {
    const { pool_id: poolId, day, load } = dayShape.parse(reading)
    const key = `${poolId} ${day}`
    unseen.delete(key)
    const counted = countedLoad(days.get(key) ?? [], day, pools.get(poolId)?.zone ?? 'UTC')
    if (counted === load) continue
    findings.add(
      'days whose load is not that of their seats',
      `The load of ${poolId} on ${day} is not that of its seats: hours are shown wrongly as free or full.`,
    )
  }
  for (const key of unseen) {
    if (!days.get(key)?.some(({ ofTurno }) => ofTurno)) continue
    findings.add('days without their row', `The day ${key} has seats and no row of its own.`)
  }
  for (const [key, seats] of days) {
    const [poolId = '', day = ''] = key.split(' ')
    const pool = pools.get(poolId)
    const excess = pool && excessOf(seats, pool, now)
    if (!excess) continue
    findings.add(
      'days with more people than windows',
      `At ${poolId} on ${day} ${excess.taken} seats are taken at ${excess.at} where there are ${excess.capacity}.`,
    )
  }
}

async function readPools(side: TransferSide): Promise<Map<string, Pool>> {
  const zones = new Map<string, string>()
  for await (const reading of readings(side, 'agencies', Object.keys(agencyShape.shape))) {
    const { id, zone } = agencyShape.parse(reading)
    zones.set(id, zone)
  }
  const pools = new Map<string, Pool>()
  for await (const reading of readings(side, 'pools', Object.keys(poolShape.shape))) {
    const { id, agency_id: agency, seats, bands } = poolShape.parse(reading)
    pools.set(id, { seats, bands, zone: zones.get(agency) ?? 'UTC' })
  }
  return pools
}

/** The load as it should be, or null where the seats do not even lie within their day. */
function countedLoad(seats: LiveSeat[], day: string, zone: string): string | null {
  const dayStart = startOfDay(day, zone)
  try {
    return seats
      .filter(({ ofTurno }) => ofTurno)
      .reduce((load, { start, end }) => addToLoad(load, dayStart, start, end, 1), emptyLoad)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The first moment to come at which more seats are taken than there are. */
function excessOf(seats: LiveSeat[], pool: Pool, now: Instant) {
  const starts = [...new Set(seats.map(({ start }) => start))].sort()
  for (const at of starts) {
    const present = seats.filter(({ start, end, waits }) => !waits && start <= at && at < end)
    const ends = present.map(({ end }) => end).sort()
    const first = ends[0]
    if (first === undefined || (ends.at(-1) ?? '') <= now) continue
    const capacity = capacityAt(pool.seats, pool.bands, pool.zone, at, first)
    if (present.length > capacity) return { at, taken: present.length, capacity }
  }
  return null
}

import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { Stores } from '../../db/stores.ts'
import type { Language } from '../language.ts'
import type { Actor } from './arrival.ts'
import type { Place } from './place.ts'
import type { PriorityGroup } from './priority.ts'
import { ticketLabel } from './ticket.ts'
import type { Today } from './today.ts'

export type Newcomer = {
  id: string
  turnoId: string | null
  procedureId: string
  place: Place
  countsAsWalkIn: boolean
  priority: PriorityGroup | null
  language: Language
  /** Sealed already. */
  personal: string | null
  actor: Actor
}

/** Writes an arrival with the day's next ticket. The day must be locked and take people in. */
export async function newTicket(
  stores: Stores,
  { tx, agency, day, now, row: counters }: Today,
  { place, countsAsWalkIn, actor, ...newcomer }: Newcomer,
): Promise<ArrivalRow> {
  const number = counters.lastTicket + 1
  const position = await stores.arrivals.procedurePosition(tx, newcomer.procedureId)
  const walkIns = counters.walkIns + (countsAsWalkIn ? 1 : 0)
  await stores.agencyDays.change(tx, counters, { lastTicket: number, walkIns })
  const row: ArrivalRow = {
    ...newcomer,
    agencyId: agency.id,
    day,
    label: ticketLabel(position, number),
    arrivedAt: now,
    place: place.place,
    placeReason: place.reason,
    status: 'waiting',
    windowId: null,
  }
  await stores.arrivals.add(tx, row)
  await stores.arrivals.record(tx, {
    arrivalId: row.id,
    kind: 'arrived',
    actor,
    windowId: null,
    reason: null,
    before: null,
    at: now,
  })
  return row
}

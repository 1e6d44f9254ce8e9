import { asc } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { cellsOf, cellsOfLoad } from '../../src/calendar/load.ts'
import { startOfDay } from '../../src/calendar/zonedDay.ts'

/** All that the database says in the end. */
export async function readLedger({ read, tables }: Database) {
  return {
    turnos: await read.select().from(tables.turnos).orderBy(asc(tables.turnos.id)),
    seats: await read.select().from(tables.seats),
    events: await read
      .select()
      .from(tables.turnoEvents)
      .orderBy(asc(tables.turnoEvents.turnoId), asc(tables.turnoEvents.number)),
    drafts: await read.select().from(tables.drafts),
    messages: await read.select().from(tables.messages),
    days: await read.select().from(tables.poolDays),
    pools: await read.select().from(tables.pools),
    agencies: await read.select().from(tables.agencies),
  }
}

/** All that it says of the waiting room. */
export async function readRoom({ read, tables }: Database) {
  return {
    arrivals: await read.select().from(tables.arrivals),
    arrivalEvents: await read
      .select()
      .from(tables.arrivalEvents)
      .orderBy(asc(tables.arrivalEvents.arrivalId), asc(tables.arrivalEvents.number)),
    calls: await read.select().from(tables.calls).orderBy(asc(tables.calls.calledAt)),
    visits: await read.select().from(tables.visits),
    outcomes: await read.select().from(tables.outcomes),
    certificates: await read
      .select()
      .from(tables.certificates)
      .orderBy(
        asc(tables.certificates.provinceCode),
        asc(tables.certificates.year),
        asc(tables.certificates.number),
      ),
  }
}

export type RoomLedger = Awaited<ReturnType<typeof readRoom>>

export type Ledger = Awaited<ReturnType<typeof readLedger>>

type Turno = Ledger['turnos'][number]

export const isLive = ({ status }: Turno) => status === 'confirmed' || status === 'arrived'

/** Where more seats are taken than there are windows, at any moment; holds count until they expire. */
export function oversold({ seats, pools }: Pick<Ledger, 'seats' | 'pools'>, now: string): string[] {
  const capacity = new Map(pools.map((pool) => [pool.id, pool.seats]))
  const problems: string[] = []
  for (const [key, taken] of grouped(seats, (seat) => `${seat.poolId} ${seat.day}`)) {
    const live = taken.filter((seat) => seat.expiresAt === null || seat.expiresAt > now)
    const most = capacity.get(live[0]?.poolId ?? '') ?? 0
    for (const { startAt } of live) {
      const at = live.filter((seat) => seat.startAt <= startAt && startAt < seat.endAt).length
      if (at > most) {
        problems.push(`${key}: ${at} seats are taken at ${startAt}, and there are ${most} windows`)
        break
      }
    }
  }
  return problems
}

/** Where the database contradicts itself. */
export function contradictions(ledger: Ledger): string[] {
  const { turnos, seats, events, drafts, messages } = ledger
  const problems: string[] = []
  const turnoById = new Map(turnos.map((turno) => [turno.id, turno]))
  const seatOf = new Map(seats.flatMap((seat) => (seat.turnoId ? [[seat.turnoId, seat]] : [])))
  const draftById = new Map(drafts.map((draft) => [draft.id, draft]))

  for (const [, same] of grouped(turnos.filter(isLive), (t) => `${t.procedureId} ${t.holderKey}`)) {
    if (same.length > 1) problems.push(`one holder has ${same.length} turnos: ${names(same)}`)
  }
  for (const [, same] of grouped(seats, (s) => `${s.poolId} ${s.startAt} ${s.seatNo}`)) {
    if (same.length > 1)
      problems.push(`seat ${same[0]?.seatNo} of ${same[0]?.startAt} is taken twice`)
  }
  for (const turno of turnos) {
    const seat = seatOf.get(turno.id)
    if (isLive(turno) && !seat) problems.push(`turno ${turno.reference} has no seat`)
    if (!isLive(turno) && seat) problems.push(`turno ${turno.reference} is over and keeps a seat`)
    if (seat && (seat.startAt !== turno.startAt || seat.poolId !== turno.poolId)) {
      problems.push(`turno ${turno.reference} has the seat of another hour`)
    }
    if (draftById.get(turno.draftId)?.turnoId !== turno.id) {
      problems.push(`turno ${turno.reference} is not what its walk says`)
    }
    if (!messages.some((message) => message.id === `confirmation-${turno.id}`)) {
      problems.push(`turno ${turno.reference} was made without its mail`)
    }
  }
  for (const seat of seats) {
    if (seat.turnoId && !turnoById.has(seat.turnoId)) problems.push('a seat is kept for no turno')
    if (seat.draftId && !draftById.has(seat.draftId)) problems.push('a seat is held for no walk')
  }
  for (const draft of drafts) {
    if (draft.turnoId && !turnoById.has(draft.turnoId)) problems.push('a walk ended in no turno')
  }
  for (const { id, kind, subjectId } of messages) {
    if (kind === 'confirmation' && !turnoById.has(subjectId))
      problems.push(`${id} tells of no turno`)
  }
  const eventsOf = grouped(events, (event) => event.turnoId)
  for (const turno of turnos) {
    const numbers = (eventsOf.get(turno.id) ?? []).map((event) => event.number)
    const expected = turno.status === 'cancelled' ? 2 : 1
    if (numbers.join() !== Array.from({ length: expected }, (_, n) => n + 1).join()) {
      problems.push(`turno ${turno.reference} has the events ${numbers.join() || 'none'}`)
    }
  }
  problems.push(...loadsThatDiffer(ledger))
  return problems
}

/** Days whose kept load is not what a recount of their seats gives. */
function loadsThatDiffer({ seats, days, pools, agencies }: Ledger): string[] {
  const zones = new Map(agencies.map(({ id, zone }) => [id, zone]))
  const zoneOf = new Map(pools.map(({ id, agencyId }) => [id, zones.get(agencyId) ?? 'UTC']))
  const confirmed = grouped(
    seats.filter((seat) => seat.turnoId !== null),
    (seat) => `${seat.poolId} ${seat.day}`,
  )
  return days.flatMap(({ poolId, day, load }) => {
    const dayStart = startOfDay(day, zoneOf.get(poolId) ?? 'UTC')
    const counted = new Uint8Array(300)
    for (const { startAt, endAt } of confirmed.get(`${poolId} ${day}`) ?? []) {
      const { from, to } = cellsOf(dayStart, startAt, endAt)
      for (let cell = from; cell < to; cell += 1) counted[cell] = (counted[cell] ?? 0) + 1
    }
    const kept = cellsOfLoad(load)
    const same = kept.every((count, cell) => count === counted[cell])
    return same ? [] : [`${poolId} ${day}: the kept load is not what a recount gives`]
  })
}

const names = (turnos: Turno[]) => turnos.map(({ reference }) => reference).join(' and ')

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

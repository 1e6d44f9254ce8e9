import type { Db } from '#dialect'
import type { Stores } from '../../db/stores.ts'
import type { TakenRow } from '../../db/takenStore.ts'
import { addDays, mondayOf } from '../calendar/dates.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../clock.ts'
import { type Change, changed } from './change/change.ts'
import { type Misfit, misfits } from './change/fit.ts'
import { daysOf, mondaysOf, type Reach, reachOf } from './change/reach.ts'
import { type AgencyRules, type AgendaSetting, countsAt } from './change/rules.ts'
import { type SeatCount, seatCount } from './change/weeks.ts'

/** A booked turno that fits now and no longer would; nothing that is personal. */
export type TouchedTurno = {
  id: string
  reference: string
  agencyId: string
  agendaId: string
  poolId: string
  day: LocalDate
  startAt: Instant
  endAt: Instant
  why: Misfit
}

/** A live hold that a change ends. */
export type EndedHold = {
  draftId: string
  agencyId: string
  agendaId: string
  poolId: string
  day: LocalDate
  startAt: Instant
}

/** A week of an agenda by its Monday: seats given online before and after, and turnos booked so far. */
export type WeekOfSeats = { monday: LocalDate; before: number; after: number; booked: number }

/** An agenda whose seats a change alters. */
export type AgendaImpact = {
  agencyId: string
  agendaId: string
  procedureId: string
  /** Turnos a week that were booked here over the last weeks; null where too many agencies are asked. */
  expected: number | null
  /** Only weeks that differ, the first {@link mostWeeks} of them. */
  weeks: WeekOfSeats[]
}

/** What a change will do. */
export type Impact = {
  /** By agency and agenda; only those whose seats differ. Agendas of one pool share their seats. */
  agendas: AgendaImpact[]
  /** By start, then id. */
  turnos: TouchedTurno[]
  /** Booked turnos of these days that an earlier change left without a place, and this one does too. */
  still: TouchedTurno[]
  holds: EndedHold[]
}

/** How many weeks are compared at most, and over how many full weeks the expected load is taken. */
const mostWeeks = 8
const recentWeeks = 4

/** Beyond so many agencies the last weeks are not counted: the answer must come at once. */
const mostCounted = 20

/** An agency that a change is about: its rules before and after, and the days that may differ. */
export type Scene = { before: AgencyRules; after: AgencyRules; reach: Reach | null }

/**
 * What a change of hours or capacity will do, by the rules and seats as `db` has them: inside a
 * transaction that has locked the days it is exact, outside it is what would happen now.
 */
export async function impactOf(
  stores: Stores,
  db: Db,
  change: Change,
  now: Instant,
): Promise<Impact> {
  return impactIn(stores, db, await scenesOf(stores, db, change, now), now)
}

/** The agencies a change is about, with what they are and will be. */
export async function scenesOf(
  stores: Stores,
  db: Db,
  change: Change,
  now: Instant,
): Promise<Scene[]> {
  const ids = await agenciesOf(stores, db, change)
  // A day earlier than today anywhere: closures of yesterday still count where it is yesterday.
  const since = addDays(now.slice(0, 10), -2)
  const rules = await stores.calendar.rules(db, ids, since)
  const last = await stores.taken.lastDays(
    db,
    rules.flatMap(({ pools }) => pools.map(({ id }) => id)),
  )
  return rules.map((before): Scene => {
    const after = changed(before, change)
    const days = before.pools.flatMap(({ id }) => last.get(id) ?? [])
    const lastDay = days.sort().at(-1) ?? null
    return { before, after, reach: reachOf(before, after, change, lastDay, now) }
  })
}

/** {@link impactOf} for scenes that are known. */
export async function impactIn(
  stores: Stores,
  db: Db,
  scenes: readonly Scene[],
  now: Instant,
): Promise<Impact> {
  const impact: Impact = { agendas: [], turnos: [], still: [], holds: [] }
  const counted = { before: new Map<string, number>(), after: new Map<string, number>() }
  const loads = await loadsOf(stores, db, scenes, now)
  const takenAt = await takenIn(stores, db, scenes, now)
  for (const scene of scenes) {
    const { before, after, reach } = scene
    if (reach === null) continue
    const agencyId = before.agency.id
    const taken = takenAt(scene)
    for (const { seat, why, fitted } of misfitsAfter(before, after, taken)) {
      const { id, agendaId, poolId, day, startAt, endAt } = seat
      const where = { agencyId, agendaId, poolId, day, startAt }
      const turno = { id, reference: seat.reference ?? '', ...where, endAt, why }
      if (seat.kind === 'hold') impact.holds.push({ draftId: id, ...where })
      else if (fitted) impact.turnos.push(turno)
      else impact.still.push(turno)
    }
    const counts = {
      before: seatCount(before, counted.before),
      after: seatCount(after, counted.after),
    }
    impact.agendas.push(...agendasIn(before, after, reach, counts, loads))
  }
  impact.turnos.sort(byStart)
  return impact
}

/** What is taken at each agency in its reach, read in one go for all of them. */
async function takenIn(
  stores: Stores,
  db: Db,
  scenes: readonly Scene[],
  now: Instant,
): Promise<(scene: Scene) => TakenRow[]> {
  const reached = scenes.flatMap(({ before, reach }) => (reach ? [{ before, reach }] : []))
  const from = reached.map(({ reach }) => reach.from).sort()[0]
  const to = reached
    .map(({ reach }) => reach.to)
    .sort()
    .at(-1)
  if (from === undefined || to === undefined) return () => []
  const poolIds = reached.flatMap(({ before }) => before.pools.map(({ id }) => id))
  const byPool = new Map<string, TakenRow[]>()
  for (const seat of await stores.taken.seats(db, poolIds, from, to, now)) {
    const seats = byPool.get(seat.poolId) ?? []
    byPool.set(seat.poolId, seats)
    seats.push(seat)
  }
  return ({ before, reach }) =>
    before.pools.flatMap(({ id }) =>
      (byPool.get(id) ?? []).filter(({ day }) => reach && reach.from <= day && day <= reach.to),
    )
}

/** The seats that do not fit after a change, and whether they did before it. */
function misfitsAfter(before: AgencyRules, after: AgencyRules, taken: readonly TakenRow[]) {
  const days = new Map<string, TakenRow[]>()
  for (const seat of taken) {
    const key = `${seat.poolId} ${seat.day}`
    const ofDay = days.get(key) ?? []
    days.set(key, ofDay)
    ofDay.push(seat)
  }
  const found: { seat: TakenRow; why: Misfit; fitted: boolean }[] = []
  for (const seats of days.values()) {
    const [first] = seats
    if (!first) continue
    const becomes = misfits(after, first.poolId, first.day, seats)
    if (becomes.size === 0) continue
    const was = misfits(before, first.poolId, first.day, seats)
    for (const seat of seats) {
      const why = becomes.get(seat.id)
      if (why !== undefined) found.push({ seat, why, fitted: !was.has(seat.id) })
    }
  }
  return found
}

type Loads = {
  expected(agendaId: string): number | null
  booked(agendaId: string, monday: string): number
}

/** The agendas whose online seats differ in some week of the reach. */
function agendasIn(
  before: AgencyRules,
  after: AgencyRules,
  reach: Reach,
  counts: { before: SeatCount; after: SeatCount },
  loads: Loads,
): AgendaImpact[] {
  const ids = new Set([...before.agendas, ...after.agendas].map(({ id }) => id))
  const byId = ({ agendas }: AgencyRules) => new Map(agendas.map((agenda) => [agenda.id, agenda]))
  const [earlier, later] = [byId(before), byId(after)]
  const mondays = mondaysOf(reach, mostWeeks)
  return [...ids].sort().flatMap((agendaId) => {
    const [was, becomes] = [earlier.get(agendaId), later.get(agendaId)]
    const weeks = mondays.map((monday) => ({
      monday,
      before: counts.before(was, monday),
      after: counts.after(becomes, monday),
      booked: loads.booked(agendaId, monday),
    }))
    const differing = weeks.filter((week) => week.before !== week.after)
    if (differing.length === 0) return []
    const { procedureId } = becomes ?? was ?? ({ procedureId: '' } satisfies Partial<AgendaSetting>)
    const expected = loads.expected(agendaId)
    return [{ agencyId: before.agency.id, agendaId, procedureId, expected, weeks: differing }]
  })
}

/** What was booked in the last full weeks and is booked in the weeks of the reach. */
async function loadsOf(
  stores: Stores,
  db: Db,
  scenes: readonly Scene[],
  now: Instant,
): Promise<Loads> {
  const reaches = scenes.flatMap(({ reach }) => (reach === null ? [] : [reach]))
  const [first] = scenes
  if (reaches.length === 0 || !first || scenes.length > mostCounted) {
    return { expected: () => null, booked: () => 0 }
  }
  const ids = scenes.map(({ before }) => before.agency.id)
  const thisMonday = mondayOf(localDateOf(now, first.before.agency.zone))
  const since = addDays(thisMonday, -7 * recentWeeks)
  const recent = new Map<string, number>()
  const add = (counts: Map<string, number>, key: string, number: number) =>
    counts.set(key, (counts.get(key) ?? 0) + number)
  for (const row of await stores.taken.booked(db, ids, since, addDays(thisMonday, -1))) {
    add(recent, row.agendaId, row.number)
  }
  const weeks = new Map<string, number>()
  const from = mondayOf(reaches.map((reach) => reach.from).sort()[0] ?? thisMonday)
  const to = addDays(from, 7 * mostWeeks - 1)
  for (const row of await stores.taken.booked(db, ids, from, to)) {
    add(weeks, `${row.agendaId} ${mondayOf(row.day)}`, row.number)
  }
  return {
    expected: (agendaId) => Math.round((recent.get(agendaId) ?? 0) / recentWeeks),
    booked: (agendaId, monday) => weeks.get(`${agendaId} ${monday}`) ?? 0,
  }
}

async function agenciesOf(stores: Stores, db: Db, change: Change): Promise<string[]> {
  if (change.kind !== 'holidays') return [change.agencyId]
  const touched = change.to.flatMap(({ id, to }) => (to === null ? [] : [{ id, ...to }]))
  for (const { id } of change.to) {
    const old = await stores.calendar.holiday(db, id)
    if (old) touched.push(old)
  }
  const places = await stores.calendar.places(db)
  return places
    .filter((place) => touched.some((holiday) => countsAt(holiday, place)))
    .map(({ id }) => id)
}

/** The days that a change locks, of every pool of the agencies it is about. */
export function daysToLock(scenes: readonly Scene[]): { poolId: string; day: LocalDate }[] {
  return scenes.flatMap(({ before, reach }) => {
    if (reach === null) return []
    const days = daysOf(reach)
    return before.pools.flatMap(({ id: poolId }) => days.map((day) => ({ poolId, day })))
  })
}

function byStart(one: TouchedTurno, other: TouchedTurno): number {
  if (one.startAt !== other.startAt) return one.startAt < other.startAt ? -1 : 1
  return one.id < other.id ? -1 : Number(one.id > other.id)
}

import { cellsOfLoad } from '../../src/calendar/load.ts'
import { later } from '../../src/clock.ts'
import type { Cause } from '../../src/relocation/open.ts'
import { type TestApp, tuesdayMorning } from '../support/app.ts'
import { somebody, turnoOf } from '../support/people.ts'
import { guayaquil } from '../support/story.ts'

export const centre = 'guayaquil-centro'

/** Thursday 3 December 2026, the day that is closed in these tests; 08:00 in Guayaquil. */
export const thursday = '2026-12-03'
export const opening = '2026-12-03T13:00:00.000Z'

/** The morning of the tests again, without turnos, closures and mails. */
export async function beginAnew({ services, clock, mails }: TestApp): Promise<void> {
  const { database } = services
  const { tables } = database
  const inOrder = [
    ...[tables.messages, tables.seats, tables.relocations, tables.changes, tables.turnoEvents],
    ...[tables.turnos, tables.drafts, tables.codes, tables.allowances, tables.poolDays],
    tables.closures,
  ]
  await database.transaction(async (tx) => {
    for (const table of inOrder) await tx.delete(table)
  })
  clock.set(tuesdayMorning)
  mails.length = 0
}

/** The n-th slot of that Thursday, of twenty minutes. */
export function slotOf(n: number): string {
  return later(opening, { minutes: 20 * n })
}

/** Books `count` turnos on the Thursday, three to an hour as there are three windows; their ids. */
export async function booked({ services }: TestApp, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) {
    ids.push(await turnoOf(services, somebody(n + 1), slotOf(Math.floor(n / 3)), guayaquil))
  }
  return ids
}

export const closing: Cause = {
  agencyId: centre,
  kind: 'closure',
  source: 'closure:closure-1',
  reason: { es: 'Mantenimiento eléctrico', en: 'Electrical maintenance' },
  actor: 'staff:tomas',
}

/** Closes the Thursday, or from it until `to`, and lists whom that touches, in one transaction; the change's id. */
export async function closeThursday(
  { services }: TestApp,
  turnoIds: readonly string[],
  cause: Cause = closing,
  to = '2026-12-04T05:00:00.000Z',
): Promise<string> {
  const { database, relocations, stores } = services
  const changeId = await database.transaction(async (tx) => {
    const { agencyId, reason } = cause
    const id = cause.source.replace('closure:', '')
    const span = { from: '2026-12-03T05:00:00.000Z', to }
    await stores.agencies.close(tx, { id, agencyId, ...span, reason })
    return relocations.open(tx, cause, turnoIds)
  })
  if (changeId === null) throw new Error('Nobody is touched')
  await relocations.follow(cause.agencyId)
  return changeId
}

/** What the assistant does every minute, and the mails of it. */
export async function minutePasses(test_: TestApp): Promise<void> {
  await test_.services.relocations.carryOn()
  await test_.sendMails()
}

/** What becomes of each of a change's turnos, by their order. */
export async function statuses({ services }: TestApp, changeId: string): Promise<string[]> {
  const { database, stores } = services
  return (await stores.relocations.ofChange(database.read, changeId)).map(({ status }) => status)
}

/** The one relocation of a turno, or the newest. */
export async function relocationOf({ services }: TestApp, turnoId: string) {
  const { database, stores } = services
  const row = await stores.relocations.latestOf(database.read, turnoId)
  if (!row) throw new Error('No relocation')
  return row
}

/**
 * Whatever happens, every live turno has its one seat, at no moment are more seats taken than there
 * are windows, and the load is that of the seats. Who must be moved and still has the old hour does
 * not count at the windows: what was changed there has no place for them. Answers what is wrong.
 */
export async function wrongs({ services }: TestApp, windows = 3): Promise<string[]> {
  const { database } = services
  const { seats, turnos, poolDays, relocations } = database.tables
  // One view of all of them, also while others write.
  const { allSeats, allTurnos, days, moving } = await database.transaction(async (tx) => ({
    allSeats: await tx.select().from(seats),
    allTurnos: await tx.select().from(turnos),
    days: await tx.select().from(poolDays),
    moving: await tx.select().from(relocations),
  }))
  const now = services.clock.now()
  const found: string[] = []
  for (const turno of allTurnos) {
    const own = allSeats.filter((seat) => seat.turnoId === turno.id)
    const live = turno.status === 'confirmed' || turno.status === 'arrived'
    if (own.length !== (live ? 1 : 0)) found.push(`${turno.id}: ${own.length} seats`)
    if (live && own[0]?.startAt !== turno.startAt) found.push(`${turno.id}: seat elsewhere`)
  }
  const alive = allSeats.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  const waits = (seat: (typeof allSeats)[number]) =>
    moving.some(
      ({ turnoId, fromStart, endedAt }) =>
        endedAt === null && turnoId === seat.turnoId && fromStart === seat.startAt,
    )
  const served = alive.filter((seat) => !waits(seat))
  for (const seat of served) {
    const there = served.filter(
      (other) =>
        other.poolId === seat.poolId && other.startAt <= seat.startAt && seat.startAt < other.endAt,
    )
    if (there.length > windows) found.push(`${seat.startAt}: ${there.length} at once`)
  }
  for (const { poolId, day, load } of days) {
    const cells = cellsOfLoad(load).reduce((sum, count) => sum + count, 0)
    const counted = alive
      .filter((seat) => seat.turnoId !== null && seat.poolId === poolId && seat.day === day)
      .reduce(
        (sum, { startAt, endAt }) => sum + (Date.parse(endAt) - Date.parse(startAt)) / 300_000,
        0,
      )
    if (cells !== counted) found.push(`${poolId} ${day}: load ${cells}, seats ${counted}`)
  }
  return found
}

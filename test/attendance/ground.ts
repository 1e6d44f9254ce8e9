import type { Found } from '../../src/attendance/outcome.ts'
import { walkInPlace } from '../../src/attendance/place.ts'
import type { PriorityGroup } from '../../src/attendance/priority.ts'
import type { Clerk } from '../../src/attendance/today.ts'
import { usualWaitingRoom } from '../../src/attendance/waitingRoom.ts'
import { type Instant, later } from '../../src/clock.ts'
import { newId } from '../../src/keys/codes.ts'
import type { Services } from '../../src/services.ts'
import { staffSeals } from '../../src/staff/account.ts'
import { accountKeyOf } from '../../src/staff/accountKey.ts'
import { certificate } from '../support/story.ts'

export const centre = 'guayaquil-centro'

/** A member of staff of whom only a name is known. */
export async function staffMember({ database, clock, hash, keyring }: Services): Promise<string> {
  const id = newId()
  const email = `${id}@iess.example`
  await database.transaction((tx) =>
    tx.insert(database.tables.staff).values({
      id,
      emailKey: accountKeyOf(hash, email),
      personal: staffSeals(keyring).personal.seal(id, { name: 'Rosa Quispe', email }),
      passwordHash: null,
      totpSecret: null,
      totpStep: 0,
      recoveryKeys: [],
      status: 'active',
      createdAt: clock.now(),
    }),
  )
  return id
}

/** Somebody at a window that they have opened. */
export async function clerkAt(services: Services, windowId: string): Promise<Clerk> {
  const clerk = { staffId: await staffMember(services), windowId }
  const opened = await services.attendance.windows.open(clerk)
  if (!opened.ok) throw new Error(opened.reason)
  return clerk
}

/** Gives an agency so many windows and a clerk at each. */
export async function clerks(services: Services, count: number, agencyId = centre) {
  const { database, stores } = services
  await database.transaction((tx) => stores.windows.number(tx, agencyId, count))
  const all: Clerk[] = []
  for (let n = 1; n <= count; n += 1) all.push(await clerkAt(services, `${agencyId}-${n}`))
  return all
}

/** How one of a crowd came: when, and with which priority. */
export type Came = { id?: string; arrivedAt: Instant; priority: PriorityGroup | null }

/** A crowd that is in already, without going through the door one by one. */
export async function crowd(services: Services, people: Came[], agencyId = centre) {
  const { database, stores, clock } = services
  const day = clock.now().slice(0, 10)
  const rows = people.map(({ id = newId(), arrivedAt, priority }, n) => {
    const { place, reason } = walkInPlace({ arrivedAt, priority }, usualWaitingRoom)
    return {
      id,
      agencyId,
      day,
      turnoId: null,
      procedureId: certificate,
      label: `A ${String(n + 1).padStart(3, '0')}`,
      arrivedAt,
      place,
      placeReason: reason,
      priority,
      status: 'waiting' as const,
      windowId: null,
      language: 'es' as const,
      personal: null,
    }
  })
  await database.transaction(async (tx) => {
    for (const row of rows) await stores.arrivals.add(tx, row)
  })
  return rows
}

/** Some people who came a minute apart, every fifth with priority. */
export function aMinuteApart(from: Instant, count: number): Came[] {
  return Array.from({ length: count }, (_, n) => ({
    arrivedAt: later(from, { minutes: n % 240, seconds: n % 7 }),
    priority: n % 5 === 0 ? ('older' as const) : null,
  }))
}

/** Everything of the certificate's checklist was there. */
export const allThere: Found = {
  checks: ['passport', 'visa', 'letter'].map((code) => ({ code, state: 'present' })),
  thirdParty: false,
  notes: '',
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openDatabase } from '../../db/open.ts'
import type { SeatRow } from '../../db/seatStore.ts'
import { openStores } from '../../db/stores.ts'
import { importInstitution } from '../../src/agencies/import.ts'
import { systemClock } from '../../src/clock.ts'
import { type Bench, median, rounded } from './figures.ts'
import { townOf } from './town.ts'

const outstanding = 64
const rounds = 7
const pools = 24

/**
 * Durable holds and confirmations of seats, 64 at a time: by the application's stores with shared
 * commits, by the same stores with a commit each, and by hand on the bare driver with a commit for
 * each 64. The same statements, the same pragmas, turn by turn.
 */
export const ledger: Bench = async (say, { seconds }) => {
  const folder = await mkdtemp(join(tmpdir(), 'turnero-bench-'))
  const file = join(folder, 'turnero.sqlite')
  const database = await openDatabase(file, 'db/migrations')
  const stores = openStores(database.tables)
  await importInstitution(
    database,
    stores,
    townOf({ agencies: pools, windows: 8 }),
    systemClock.now(),
  )
  let made = 0
  const next = (): SeatRow => {
    made += 1
    const minutes = Math.floor(made / pools)
    const start = new Date(Date.UTC(2027, 0, 1) + minutes * 300_000)
    return {
      poolId: `oficina-${1 + (made % pools)}`,
      day: start.toISOString().slice(0, 10),
      startAt: start.toISOString(),
      endAt: new Date(start.getTime() + 300_000).toISOString(),
      seatNo: 1,
      draftId: `d${made}`,
      turnoId: null,
      holderKey: `h${made}`,
      mailboxKey: `m${made}`,
      expiresAt: '2027-12-31T00:00:00.000Z',
    }
  }

  /** A hold, answered when it is on disk, and then its confirmation, likewise. */
  async function byStores(): Promise<void> {
    const seat = next()
    await database.transaction(async (tx) => {
      await stores.seats.lockDays(tx, [seat])
      await stores.seats.overlapping(tx, seat.poolId, seat.day, seat.startAt, seat.endAt)
      await stores.seats.take(tx, seat)
    })
    await database.transaction(async (tx) => {
      await stores.seats.lockDays(tx, [seat])
      await stores.seats.ofDraft(tx, seat.draftId ?? '')
      await stores.seats.keepFor(tx, seat.draftId ?? '', `t${seat.draftId}`)
      await stores.seats.writeLoad(tx, seat, '0001')
    })
  }

  const together = (share: number) =>
    lasting(share, async () => {
      await Promise.all(Array.from({ length: outstanding }, byStores))
      return outstanding
    })
  const oneByOne = (share: number) =>
    lasting(share, async () => {
      await byStores()
      return 1
    })
  const share = Math.max(0.3, seconds / rounds / 3)
  const singles: number[] = []
  const groups: number[] = []
  await together(share)
  for (let round = 0; round < rounds; round += 1) {
    const shared = await together(share)
    const single = await oneByOne(share)
    const byHand = bareDriver(file)
    const group = await lasting(share, async () =>
      byHand.group(Array.from({ length: outstanding }, next)),
    )
    byHand.close()
    say(
      `  ${shared.toFixed(0)} seats a second; ${single.toFixed(0)} with commits of their own; ` +
        `${group.toFixed(0)} by hand on the bare driver`,
    )
    singles.push(shared / single)
    groups.push(shared / group)
  }
  await database.close()
  await rm(folder, { recursive: true, force: true })
  return { ratio_single: rounded(median(singles)), ratio_group: rounded(median(groups)) }
}

/** How many a second `work` does, going on for so many seconds. */
async function lasting(seconds: number, work: () => Promise<number>): Promise<number> {
  const began = performance.now()
  let done = 0
  while (performance.now() - began < seconds * 1000) done += await work()
  return (done * 1000) / (performance.now() - began)
}

/** The same statements by hand, as fast as the driver runs them: one commit for all the holds, one for the confirmations. */
function bareDriver(file: string) {
  const connection = new Sqlite(file)
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'trusted_schema = OFF',
  ]) {
    connection.pragma(pragma)
  }
  const lock = connection.prepare(
    `insert into pool_days (pool_id, day, load, touched) values (@poolId, @day, '', 1)
     on conflict (pool_id, day) do update set touched = touched % 1000000 + 1 returning load`,
  )
  const overlapping = connection.prepare(
    'select * from seats where pool_id = @poolId and day = @day and start_at < @endAt and end_at > @startAt',
  )
  const take = connection.prepare(
    `insert into seats (pool_id, start_at, seat_no, end_at, day, draft_id, turno_id, holder_key, mailbox_key, expires_at)
     values (@poolId, @startAt, @seatNo, @endAt, @day, @draftId, @turnoId, @holderKey, @mailboxKey, @expiresAt)
     on conflict do nothing returning seat_no`,
  )
  const ofDraft = connection.prepare('select * from seats where draft_id = @draftId')
  const keep = connection.prepare(
    `update seats set draft_id = null, holder_key = null, mailbox_key = null, expires_at = null,
     turno_id = 't' || draft_id where draft_id = @draftId returning seat_no`,
  )
  const load = connection.prepare(
    `update pool_days set load = '0001' where pool_id = @poolId and day = @day`,
  )
  const hold = connection.transaction((seats: SeatRow[]) => {
    for (const seat of seats) {
      lock.all(seat)
      overlapping.all(seat)
      take.all(seat)
    }
  })
  const confirm = connection.transaction((seats: SeatRow[]) => {
    for (const seat of seats) {
      lock.all(seat)
      ofDraft.all(seat)
      keep.all(seat)
      load.run(seat)
    }
  })
  return {
    group(seats: SeatRow[]): number {
      hold.immediate(seats)
      confirm.immediate(seats)
      return seats.length
    },
    close: () => connection.close(),
  }
}

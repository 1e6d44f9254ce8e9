import { asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import { afterClosureId, beforeClosureId } from '../src/agencies/settings/activeDays.ts'
import type { AgencySettings, KnownAgency } from '../src/agencies/settings/agencySettings.ts'
import { usualWaitingRoom } from '../src/attendance/waitingRoom.ts'
import { addDays } from '../src/calendar/dates.ts'
import { localDateOf } from '../src/calendar/zonedDay.ts'
import type { Tables } from './schema.ts'
import { windowStore } from './windowStore.ts'

/** Agencies as an admin sets them: one flat record of each, over the tables it is kept in. */
export function agencySettingsStore(tables: Tables) {
  const { agencies, pools, waitingRooms, closures } = tables
  const windows = windowStore(tables)

  async function known(db: Db, id: string | null): Promise<KnownAgency[]> {
    const only = (column: typeof agencies.id | typeof pools.agencyId): SQL | undefined =>
      id === null ? undefined : eq(column, id)
    const rows = await db.select().from(agencies).where(only(agencies.id)).orderBy(asc(agencies.id))
    const seats = new Map(
      (
        await db
          .select({
            id: pools.agencyId,
            seats: sql<string>`sum(${pools.seats})`,
            pools: sql<string>`count(*)`,
          })
          .from(pools)
          .where(only(pools.agencyId))
          .groupBy(pools.agencyId)
      ).map((row) => [row.id, row]),
    )
    const rooms = new Map(
      (
        await db
          .select()
          .from(waitingRooms)
          .where(id === null ? undefined : eq(waitingRooms.agencyId, id))
      ).map(({ agencyId, ...room }) => [agencyId, room]),
    )
    const bounds = new Map(
      (
        await db
          .select()
          .from(closures)
          .where(
            id === null
              ? or(
                  eq(closures.id, sql`${closures.agencyId} || ${beforeClosureId('')}`),
                  eq(closures.id, sql`${closures.agencyId} || ${afterClosureId('')}`),
                )
              : inArray(closures.id, [beforeClosureId(id), afterClosureId(id)]),
          )
      ).map((row) => [row.id, row]),
    )
    return rows.map((row) => {
      const { id: agencyId, demonstration: _, ...facts } = row
      const start = bounds.get(beforeClosureId(agencyId))
      const end = bounds.get(afterClosureId(agencyId))
      const settings: AgencySettings = {
        ...facts,
        windows: Number(seats.get(agencyId)?.seats ?? 0),
        activeFrom: start ? localDateOf(start.to, row.zone) : null,
        activeTo: end ? addDays(localDateOf(end.from, row.zone), -1) : null,
        ...(rooms.get(agencyId) ?? usualWaitingRoom),
      }
      return { id: agencyId, settings, pools: Number(seats.get(agencyId)?.pools ?? 0) }
    })
  }

  return {
    async one(db: Db, id: string): Promise<KnownAgency | null> {
      const [agency] = await known(db, id)
      return agency ?? null
    },

    /** Every agency, in order of their ids. */
    all: (db: Db): Promise<KnownAgency[]> => known(db, null),

    /** The pools of an agency by their name. */
    async pools(db: Db, agencyId: string) {
      return db
        .select()
        .from(pools)
        .where(eq(pools.agencyId, agencyId))
        .orderBy(asc(pools.name), asc(pools.id))
    },

    /** Locks an agency's row, so that two who save it at once do so one after the other. */
    async lock(tx: Db, id: string): Promise<void> {
      await tx
        .update(agencies)
        .set({ code: sql`${agencies.code}` })
        .where(eq(agencies.id, id))
    },

    /** Adds an agency with one pool for all its windows; its id is its code. False where it is taken. */
    async add(tx: Db, settings: AgencySettings): Promise<boolean> {
      const id = settings.code
      const added = await tx
        .insert(agencies)
        .values({ id, ...factsOf(settings), active: settings.active, demonstration: false })
        .onConflictDoNothing()
        .returning({ id: agencies.id })
      if (added.length === 0) return false
      const pool = { id, agencyId: id, name: 'Ventanillas', seats: settings.windows, bands: [] }
      await tx.insert(pools).values(pool)
      await windows.number(tx, id, settings.windows)
      await setRoom(tx, id, settings)
      return true
    },

    /** Writes what is only said of an agency, and how its waiting room runs; hours and capacity are elsewhere. */
    async change(tx: Db, id: string, settings: AgencySettings): Promise<void> {
      await tx.update(agencies).set(factsOf(settings)).where(eq(agencies.id, id))
      await setRoom(tx, id, settings)
    },

    /** Gives an agency windows 1 to `count`; those beyond are out of use. */
    numberWindows: windows.number,
  }

  async function setRoom(tx: Db, agencyId: string, settings: AgencySettings): Promise<void> {
    const room = roomOf(settings)
    await tx
      .insert(waitingRooms)
      .values({ agencyId, ...room })
      .onConflictDoUpdate({ target: waitingRooms.agencyId, set: room })
  }
}

function factsOf(settings: AgencySettings) {
  const { code, name, kind, provinceCode, canton, address, zone, phone, email } = settings
  return { code, name, kind, provinceCode, canton, address, zone, phone, email }
}

function roomOf(settings: AgencySettings) {
  const { earlyMinutes, graceMinutes, recallSeconds, recallMost } = settings
  const { priorityMinutes, walkInMinutes, walkInQuota, displayNext } = settings
  return {
    earlyMinutes,
    graceMinutes,
    recallSeconds,
    recallMost,
    priorityMinutes,
    walkInMinutes,
    walkInQuota,
    displayNext,
  }
}

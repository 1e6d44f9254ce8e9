import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Change } from '../src/agencies/change/change.ts'
import type { HoursSetting } from '../src/agencies/change/rules.ts'
import type { Tables } from './schema.ts'

/** The records of hours and capacity that an admin's change writes, one kind of change at a time. */
export function changeStore(tables: Tables) {
  const { agencies, pools, agendas, openingHours, dayExceptions, closures, holidays } = tables

  return {
    /**
     * The change that would leave things as they are now: what undoes `change` once it is made. Null
     * where its record is not there yet and cannot be taken away again, as with a pool.
     */
    async asItIs(db: Db, change: Change): Promise<Change | null> {
      switch (change.kind) {
        case 'closure': {
          const [row] = await db.select().from(closures).where(eq(closures.id, change.id))
          if (row && row.agencyId !== change.agencyId)
            throw new Error('A closure of another agency')
          return { ...change, to: row ? { from: row.from, to: row.to, reason: row.reason } : null }
        }
        case 'exception': {
          const { agencyId, date } = change
          const [row] = await db
            .select()
            .from(dayExceptions)
            .where(and(eq(dayExceptions.agencyId, agencyId), eq(dayExceptions.date, date)))
          return { ...change, to: row ? { intervals: row.intervals, reason: row.reason } : null }
        }
        case 'hours': {
          const rows = await db
            .select()
            .from(openingHours)
            .where(whoseHours(change.agencyId, change.agendaId))
            .orderBy(asc(openingHours.id))
          const to = rows.map(({ weekday, from, to: until, validFrom, validTo }) => {
            return { weekday, from, to: until, validFrom, validTo }
          })
          return { ...change, to }
        }
        case 'pool': {
          const [row] = await db.select().from(pools).where(eq(pools.id, change.id))
          if (!row) return null
          if (row.agencyId !== change.agencyId) throw new Error('A pool of another agency')
          return { ...change, to: { name: row.name, seats: row.seats, bands: row.bands } }
        }
        case 'agenda': {
          const [row] = await db.select().from(agendas).where(eq(agendas.id, change.id))
          if (!row) return null
          if (row.agencyId !== change.agencyId) throw new Error('An agenda of another agency')
          const { poolId, procedureId, slotMinutes, release, keptSeats, active } = row
          return { ...change, to: { poolId, procedureId, slotMinutes, release, keptSeats, active } }
        }
        case 'agency-use': {
          const [row] = await db
            .select({ active: agencies.active })
            .from(agencies)
            .where(eq(agencies.id, change.agencyId))
          return row ? { ...change, to: row.active } : null
        }
        case 'holidays': {
          const ids = change.to.map(({ id }) => id)
          const rows = await db.select().from(holidays).where(inArray(holidays.id, ids))
          const to = ids.map((id) => {
            const row = rows.find((one) => one.id === id)
            if (!row) return { id, to: null }
            const { id: _, ...value } = row
            return { id, to: value }
          })
          return { ...change, to }
        }
      }
    },

    /** Makes the records what a change says. Whoever writes has locked the days it touches. */
    async write(tx: Db, change: Change): Promise<void> {
      switch (change.kind) {
        case 'closure': {
          const { id, agencyId, to } = change
          if (to === null) await tx.delete(closures).where(eq(closures.id, id))
          else {
            await tx
              .insert(closures)
              .values({ id, agencyId, ...to })
              .onConflictDoUpdate({ target: closures.id, set: to })
          }
          return
        }
        case 'exception': {
          const { agencyId, date, to } = change
          const here = and(eq(dayExceptions.agencyId, agencyId), eq(dayExceptions.date, date))
          if (to === null) await tx.delete(dayExceptions).where(here)
          else {
            await tx
              .insert(dayExceptions)
              .values({ id: `${agencyId} ${date}`, agencyId, date, ...to })
              .onConflictDoUpdate({ target: [dayExceptions.agencyId, dayExceptions.date], set: to })
          }
          return
        }
        case 'hours':
          return writeHours(tx, change.agencyId, change.agendaId, change.to)
        case 'pool': {
          const { id, agencyId, to } = change
          await tx
            .insert(pools)
            .values({ id, agencyId, ...to })
            .onConflictDoUpdate({ target: pools.id, set: to })
          return
        }
        case 'agenda': {
          const { id, agencyId, to } = change
          await tx
            .insert(agendas)
            .values({ id, agencyId, ...to })
            .onConflictDoUpdate({ target: agendas.id, set: to })
          return
        }
        case 'agency-use':
          await tx
            .update(agencies)
            .set({ active: change.to })
            .where(eq(agencies.id, change.agencyId))
          return
        case 'holidays':
          for (const { id, to } of change.to) {
            if (to === null) await tx.delete(holidays).where(eq(holidays.id, id))
            else {
              await tx
                .insert(holidays)
                .values({ id, ...to })
                .onConflictDoUpdate({ target: holidays.id, set: to })
            }
          }
      }
    },
  }

  function whoseHours(agencyId: string, agendaId: string | null) {
    const of =
      agendaId === null ? isNull(openingHours.agendaId) : eq(openingHours.agendaId, agendaId)
    return and(eq(openingHours.agencyId, agencyId), of)
  }

  async function writeHours(
    tx: Db,
    agencyId: string,
    agendaId: string | null,
    rows: readonly Omit<HoursSetting, 'agendaId'>[],
  ) {
    await tx.delete(openingHours).where(whoseHours(agencyId, agendaId))
    for (const [position, { weekday, from, to, validFrom, validTo }] of rows.entries()) {
      await tx.insert(openingHours).values({
        id: `${agendaId ?? agencyId}-${position + 1}`,
        agencyId,
        agendaId,
        weekday,
        from,
        to,
        validFrom,
        validTo,
      })
    }
  }
}

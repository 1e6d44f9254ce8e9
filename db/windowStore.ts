import { and, asc, eq, gt, inArray, isNull, lt } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Instant } from '../src/clock.ts'
import type { Tables } from './schema.ts'

export type WindowRow = Tables['windows']['$inferSelect']
export type ShiftRow = Tables['windowShifts']['$inferSelect']

/** The windows of the agencies, and who is at each. */
export function windowStore({ windows, windowShifts }: Tables) {
  return {
    async find(db: Db, id: string): Promise<WindowRow | null> {
      const [row] = await db.select().from(windows).where(eq(windows.id, id))
      return row ?? null
    },

    /** The windows of an agency by their number, those out of use too. */
    async ofAgency(db: Db, agencyId: string): Promise<WindowRow[]> {
      return db
        .select()
        .from(windows)
        .where(eq(windows.agencyId, agencyId))
        .orderBy(asc(windows.number))
    },

    /** Gives an agency windows 1 to `count`; those beyond are out of use. Nothing else is changed. */
    async number(tx: Db, agencyId: string, count: number): Promise<void> {
      for (let number = 1; number <= count; number += 1) {
        await tx
          .insert(windows)
          .values({ id: `${agencyId}-${number}`, agencyId, number, procedures: [], active: true })
          .onConflictDoUpdate({
            target: [windows.agencyId, windows.number],
            set: { active: true },
          })
      }
      await tx
        .update(windows)
        .set({ active: false })
        .where(and(eq(windows.agencyId, agencyId), gt(windows.number, count)))
    },

    async setProcedures(tx: Db, id: string, procedures: string[]): Promise<void> {
      await tx.update(windows).set({ procedures }).where(eq(windows.id, id))
    },

    /** Opens a shift. False when the window has a clerk, or the clerk a window. */
    async open(tx: Db, row: Omit<ShiftRow, 'closedAt'>): Promise<boolean> {
      const opened = await tx
        .insert(windowShifts)
        .values({ ...row, closedAt: null })
        .onConflictDoNothing()
        .returning({ id: windowShifts.id })
      return opened.length === 1
    },

    /** Ends the open shift of a window; false when it had none. */
    async close(tx: Db, windowId: string, at: Instant): Promise<boolean> {
      const closed = await tx
        .update(windowShifts)
        .set({ closedAt: at })
        .where(and(eq(windowShifts.windowId, windowId), isNull(windowShifts.closedAt)))
        .returning({ id: windowShifts.id })
      return closed.length === 1
    },

    async openAt(db: Db, windowId: string): Promise<ShiftRow | null> {
      const [row] = await db
        .select()
        .from(windowShifts)
        .where(and(eq(windowShifts.windowId, windowId), isNull(windowShifts.closedAt)))
      return row ?? null
    },

    async openOf(db: Db, staffId: string): Promise<ShiftRow | null> {
      const [row] = await db
        .select()
        .from(windowShifts)
        .where(and(eq(windowShifts.staffId, staffId), isNull(windowShifts.closedAt)))
      return row ?? null
    },

    /** The open shifts at these windows. */
    async openAmong(db: Db, windowIds: string[]): Promise<ShiftRow[]> {
      if (windowIds.length === 0) return []
      return db
        .select()
        .from(windowShifts)
        .where(and(inArray(windowShifts.windowId, windowIds), isNull(windowShifts.closedAt)))
        .orderBy(asc(windowShifts.openedAt), asc(windowShifts.id))
    },

    /** The open shifts of an agency that began before an instant: those somebody forgot. */
    async openSinceBefore(db: Db, agencyId: string, before: Instant) {
      return db
        .select({ windowId: windowShifts.windowId })
        .from(windowShifts)
        .innerJoin(windows, eq(windows.id, windowShifts.windowId))
        .where(
          and(
            eq(windows.agencyId, agencyId),
            lt(windowShifts.openedAt, before),
            isNull(windowShifts.closedAt),
          ),
        )
        .orderBy(asc(windows.number))
    },
  }
}

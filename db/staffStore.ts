import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { RoleGrant } from '../src/staff/roles.ts'
import type { Tables } from './schema.ts'

export type StaffRow = Tables['staff']['$inferSelect']
export type StaffChange = Partial<Omit<StaffRow, 'id' | 'createdAt'>>

/** The accounts of the people who work here, and what each may do where. */
export function staffStore({ staff, staffRoles }: Tables) {
  return {
    /** Adds an account. False when the address has one already. */
    async add(tx: Db, row: StaffRow): Promise<boolean> {
      const added = await tx
        .insert(staff)
        .values(row)
        .onConflictDoNothing()
        .returning({ id: staff.id })
      return added.length === 1
    },

    async find(db: Db, id: string): Promise<StaffRow | null> {
      const [row] = await db.select().from(staff).where(eq(staff.id, id))
      return row ?? null
    },

    async findByEmail(db: Db, emailKey: string): Promise<StaffRow | null> {
      const [row] = await db.select().from(staff).where(eq(staff.emailKey, emailKey))
      return row ?? null
    },

    async all(db: Db): Promise<StaffRow[]> {
      return db.select().from(staff).orderBy(asc(staff.createdAt), asc(staff.id))
    },

    /** The account that was made first; null where there is none. */
    async first(db: Db): Promise<StaffRow | null> {
      const [row] = await db
        .select()
        .from(staff)
        .orderBy(asc(staff.createdAt), asc(staff.id))
        .limit(1)
      return row ?? null
    },

    /** Reads an account and keeps others from changing it until the transaction ends. */
    async lock(tx: Db, id: string): Promise<StaffRow | null> {
      const [row] = await tx
        .update(staff)
        .set({ createdAt: sql`${staff.createdAt}` })
        .where(eq(staff.id, id))
        .returning()
      return row ?? null
    },

    async change(tx: Db, id: string, change: StaffChange): Promise<void> {
      await tx.update(staff).set(change).where(eq(staff.id, id))
    },

    /** Uses up a time step of the second factor. False when it, or a later one, was used before. */
    async useStep(tx: Db, id: string, step: number): Promise<boolean> {
      const used = await tx
        .update(staff)
        .set({ totpStep: step })
        .where(and(eq(staff.id, id), lt(staff.totpStep, step)))
        .returning({ id: staff.id })
      return used.length === 1
    },

    /** What every account may do where. */
    async allRoles(db: Db): Promise<(RoleGrant & { staffId: string })[]> {
      return db
        .select({
          staffId: staffRoles.staffId,
          role: staffRoles.role,
          agencyId: staffRoles.agencyId,
        })
        .from(staffRoles)
        .orderBy(asc(staffRoles.staffId), asc(staffRoles.role), asc(staffRoles.id))
    },

    /** Locks every admin's account and answers those that can be signed in to: one must be left. */
    async lockAdmins(tx: Db): Promise<string[]> {
      const admins = tx
        .select({ id: staffRoles.staffId })
        .from(staffRoles)
        .where(eq(staffRoles.role, 'admin'))
      await tx
        .update(staff)
        .set({ createdAt: sql`${staff.createdAt}` })
        .where(inArray(staff.id, admins))
      // Asked again under the locks: who waited for them saw the roles from before the wait.
      const rows = await tx
        .select({ id: staff.id })
        .from(staff)
        .where(and(inArray(staff.id, admins), eq(staff.status, 'active')))
        .orderBy(asc(staff.id))
      return rows.map(({ id }) => id)
    },

    async rolesOf(db: Db, staffId: string): Promise<RoleGrant[]> {
      return db
        .select({ role: staffRoles.role, agencyId: staffRoles.agencyId })
        .from(staffRoles)
        .where(eq(staffRoles.staffId, staffId))
        .orderBy(asc(staffRoles.role), asc(staffRoles.id))
    },

    /** Gives an account exactly these roles. */
    async setRoles(
      tx: Db,
      staffId: string,
      grants: readonly (RoleGrant & { id: string })[],
    ): Promise<void> {
      await tx.delete(staffRoles).where(eq(staffRoles.staffId, staffId))
      for (const grant of grants) await tx.insert(staffRoles).values({ ...grant, staffId })
    },
  }
}

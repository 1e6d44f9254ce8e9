import { sql } from 'drizzle-orm'
import type { Columns } from '#dialect'
import type { InstitutionTables } from './institution.ts'

/** The people who work here: accounts, what each may do where, and who is signed in. */
export function staffTables(
  { table, text, integer, json, index, uniqueIndex, primaryKey }: Columns,
  { agencies }: InstitutionTables,
) {
  /** An account. `personal` (name and address) and the TOTP secret are sealed. */
  const staff = table('staff', {
    id: text('id').primaryKey(),
    emailKey: text('email_key').notNull().unique(),
    personal: text('personal').notNull(),
    /** A PHC string; null until the person chose one by their own link. */
    passwordHash: text('password_hash'),
    totpSecret: text('totp_secret'),
    /** The last time step whose code was used: each is good once. */
    totpStep: integer('totp_step').notNull(),
    /** Keyed hashes of the recovery codes that are left. */
    recoveryKeys: json('recovery_keys').$type<string[]>().notNull(),
    status: text('status', { enum: ['invited', 'active', 'disabled'] }).notNull(),
    createdAt: text('created_at').notNull(),
  })

  /** What an account may do: at one agency, or (null) in the whole institution. */
  const staffRoles = table(
    'staff_roles',
    {
      id: text('id').primaryKey(),
      staffId: text('staff_id')
        .notNull()
        .references(() => staff.id),
      role: text('role', {
        enum: ['window', 'reception', 'supervisor', 'admin', 'auditor'],
      }).notNull(),
      agencyId: text('agency_id').references(() => agencies.id),
    },
    (t) => [
      uniqueIndex('staff_roles_once').on(t.staffId, t.role, t.agencyId),
      uniqueIndex('staff_roles_once_everywhere')
        .on(t.staffId, t.role)
        .where(sql`agency_id is null`),
    ],
  )

  /** A signed-in browser, by the keyed hash of its cookie. Ended by deleting the row. */
  const staffSessions = table(
    'staff_sessions',
    {
      key: text('key').primaryKey(),
      staffId: text('staff_id')
        .notNull()
        .references(() => staff.id),
      createdAt: text('created_at').notNull(),
      seenAt: text('seen_at').notNull(),
      /** Whether the second factor was given in this session. */
      strong: integer('strong').notNull(),
    },
    (t) => [index('staff_sessions_by_staff').on(t.staffId)],
  )

  /** A one-time link to choose a password: the first one, or a new one. By its keyed hash. */
  const staffLinks = table(
    'staff_links',
    {
      key: text('key').primaryKey(),
      staffId: text('staff_id')
        .notNull()
        .references(() => staff.id),
      purpose: text('purpose', { enum: ['invite', 'reset', 'demo'] }).notNull(),
      expiresAt: text('expires_at').notNull(),
      usedAt: text('used_at'),
    },
    (t) => [index('staff_links_by_staff').on(t.staffId)],
  )

  /** Who did what, when, to which: appended only. Personal data never goes in. */
  const audit = table(
    'audit',
    {
      number: integer('number').notNull(),
      chain: text('chain').notNull(),
      at: text('at').notNull(),
      actor: text('actor').notNull(),
      action: text('action').notNull(),
      subject: text('subject').notNull(),
      agencyId: text('agency_id'),
      detail: json('detail').$type<Record<string, unknown>>().notNull(),
      /** Hash over this row and the one before it: a row altered or removed by hand shows. */
      seal: text('seal').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.chain, t.number] }),
      index('audit_by_time').on(t.at),
      index('audit_by_subject').on(t.subject),
      index('audit_by_actor').on(t.actor, t.at),
      index('audit_by_action').on(t.action, t.at),
      index('audit_by_agency').on(t.agencyId, t.at),
    ],
  )

  return { staff, staffRoles, staffSessions, staffLinks, audit }
}

export type StaffTables = ReturnType<typeof staffTables>

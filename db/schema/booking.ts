import { sql } from 'drizzle-orm'
import type { Columns } from '#dialect'
import type { CalendarTables } from './calendar.ts'
import type { InstitutionTables } from './institution.ts'

/** The walk through the steps, the seats it takes, and the turno it ends in. */
export function bookingTables(
  { table, text, integer, json, index, uniqueIndex, primaryKey, check }: Columns,
  { pools, agendas, agencies, procedures }: InstitutionTables,
  _calendar: CalendarTables,
) {
  /** One walk through the nine steps. `personal` is sealed; the keys are keyed hashes. */
  const drafts = table(
    'drafts',
    {
      id: text('id').primaryKey(),
      ownerKey: text('owner_key').notNull(),
      nonceKey: text('nonce_key').notNull().unique(),
      language: text('language', { enum: ['es', 'en'] }).notNull(),
      procedureId: text('procedure_id')
        .notNull()
        .references(() => procedures.id),
      personal: text('personal').notNull(),
      holderKey: text('holder_key'),
      mailboxKey: text('mailbox_key'),
      verifiedAt: text('verified_at'),
      agendaId: text('agenda_id').references(() => agendas.id),
      slotStart: text('slot_start'),
      heldUntil: text('held_until'),
      holdCeiling: text('hold_ceiling'),
      turnoId: text('turno_id'),
      createdAt: text('created_at').notNull(),
      expiresAt: text('expires_at').notNull(),
    },
    (t) => [index('drafts_by_expiry').on(t.expiresAt), index('drafts_by_hold').on(t.heldUntil)],
  )

  /** A code sent to an address for a draft. Only its keyed hash is kept. */
  const codes = table(
    'codes',
    {
      id: text('id').primaryKey(),
      draftId: text('draft_id').notNull(),
      mailboxKey: text('mailbox_key').notNull(),
      codeKey: text('code_key').notNull(),
      createdAt: text('created_at').notNull(),
      expiresAt: text('expires_at').notNull(),
      endedAt: text('ended_at'),
      ending: text('ending', { enum: ['used', 'replaced'] }),
    },
    (t) => [
      index('codes_by_draft').on(t.draftId, t.createdAt),
      index('codes_by_expiry').on(t.expiresAt),
      uniqueIndex('codes_one_live').on(t.draftId).where(sql`ended_at is null`),
    ],
  )

  /** How often something was done under a key of late: instants, newest last. The row is the lock. */
  const allowances = table(
    'allowances',
    {
      key: text('key').primaryKey(),
      taken: json('taken').$type<string[]>().notNull(),
      touched: integer('touched').notNull(),
      forgetAt: text('forget_at').notNull(),
    },
    (t) => [index('allowances_by_forget').on(t.forgetAt)],
  )

  /**
   * The row that serialises a pool's day: whoever takes, moves or frees a seat touches it first.
   * It carries that day's confirmed load, so that a month is read from thirty small rows.
   */
  const poolDays = table(
    'pool_days',
    {
      poolId: text('pool_id')
        .notNull()
        .references(() => pools.id),
      day: text('day').notNull(),
      load: text('load').notNull(),
      touched: integer('touched').notNull(),
    },
    (t) => [primaryKey({ columns: [t.poolId, t.day] })],
  )

  /** A row exists only while the seat is taken: by a hold until its expiry, or by a turno. */
  const seats = table(
    'seats',
    {
      poolId: text('pool_id')
        .notNull()
        .references(() => pools.id),
      startAt: text('start_at').notNull(),
      seatNo: integer('seat_no').notNull(),
      endAt: text('end_at').notNull(),
      day: text('day').notNull(),
      draftId: text('draft_id').unique(),
      turnoId: text('turno_id').unique(),
      holderKey: text('holder_key').unique(),
      mailboxKey: text('mailbox_key').unique(),
      expiresAt: text('expires_at'),
    },
    (t) => [
      primaryKey({ columns: [t.poolId, t.startAt, t.seatNo] }),
      index('seats_by_day').on(t.poolId, t.day),
      index('seats_by_expiry').on(t.expiresAt),
      // The live holds of a pool are a handful, and its seats of a month thousands.
      index('seats_by_pool_expiry').on(t.poolId, t.expiresAt),
      check(
        'seats_hold_or_turno',
        sql`(draft_id is not null and turno_id is null and expires_at is not null and holder_key is not null and mailbox_key is not null) or (draft_id is null and turno_id is not null and expires_at is null and holder_key is null and mailbox_key is null)`,
      ),
      check('seats_number', sql`seat_no >= 1`),
      check('seats_span', sql`end_at > start_at`),
    ],
  )

  /** The confirmed appointment. `personal` is sealed. */
  const turnos = table(
    'turnos',
    {
      id: text('id').primaryKey(),
      reference: text('reference').notNull().unique(),
      draftId: text('draft_id').notNull().unique(),
      procedureId: text('procedure_id')
        .notNull()
        .references(() => procedures.id),
      procedureVersion: integer('procedure_version').notNull(),
      agendaId: text('agenda_id')
        .notNull()
        .references(() => agendas.id),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      poolId: text('pool_id')
        .notNull()
        .references(() => pools.id),
      startAt: text('start_at').notNull(),
      endAt: text('end_at').notNull(),
      day: text('day').notNull(),
      status: text('status', {
        enum: ['confirmed', 'arrived', 'served', 'no-show', 'cancelled'],
      }).notNull(),
      holderKey: text('holder_key').notNull(),
      mailboxKey: text('mailbox_key').notNull(),
      personal: text('personal').notNull(),
      language: text('language', { enum: ['es', 'en'] }).notNull(),
      linkVersion: integer('link_version').notNull(),
      sequence: integer('sequence').notNull(),
      createdAt: text('created_at').notNull(),
    },
    (t) => [
      uniqueIndex('turnos_one_live')
        .on(t.procedureId, t.holderKey)
        .where(sql`status in ('confirmed', 'arrived')`),
      index('turnos_by_mailbox').on(t.mailboxKey, t.procedureId),
      index('turnos_by_agency_day').on(t.agencyId, t.day, t.startAt),
      index('turnos_by_pool_day').on(t.poolId, t.day),
    ],
  )

  /** What happened to a turno, in order and without gaps. */
  const turnoEvents = table(
    'turno_events',
    {
      turnoId: text('turno_id')
        .notNull()
        .references(() => turnos.id),
      number: integer('number').notNull(),
      kind: text('kind', {
        enum: ['confirmed', 'moved', 'cancelled', 'arrived', 'served', 'no-show'],
      }).notNull(),
      actor: text('actor').notNull(),
      at: text('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.turnoId, t.number] })],
  )

  return { drafts, codes, allowances, poolDays, seats, turnos, turnoEvents }
}

export type BookingTables = ReturnType<typeof bookingTables>

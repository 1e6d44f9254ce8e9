import { sql } from 'drizzle-orm'
import type { Columns } from '#dialect'
import type { StandBefore } from '../../src/attendance/arrival.ts'
import type { CheckedRequirement, OutcomeDetail } from '../../src/attendance/outcome.ts'
import type { PlaceReason } from '../../src/attendance/place.ts'
import type { InstitutionTables } from './institution.ts'
import type { StaffTables } from './staff.ts'

/** What happens at the agency: arrival, queue, windows, calls, visits, outcomes, certificates. */
export function attendanceTables(
  { table, text, integer, bool, json, index, uniqueIndex, primaryKey }: Columns,
  { agencies, procedures }: InstitutionTables,
  { staff }: StaffTables,
) {
  /** How an agency runs its waiting room; defaults where there is no row. */
  const waitingRooms = table('waiting_rooms', {
    agencyId: text('agency_id')
      .primaryKey()
      .references(() => agencies.id),
    earlyMinutes: integer('early_minutes').notNull(),
    graceMinutes: integer('grace_minutes').notNull(),
    recallSeconds: integer('recall_seconds').notNull(),
    recallMost: integer('recall_most').notNull(),
    priorityMinutes: integer('priority_minutes').notNull(),
    walkInMinutes: integer('walk_in_minutes').notNull(),
    walkInQuota: integer('walk_in_quota').notNull(),
    /** How many of the next tickets the display lists; 0 for none. */
    displayNext: integer('display_next').notNull().default(6),
  })

  /** An agency's day: the row that whoever arrives, calls or moves somebody touches first. */
  const agencyDays = table(
    'agency_days',
    {
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      day: text('day').notNull(),
      touched: integer('touched').notNull(),
      lastTicket: integer('last_ticket').notNull(),
      walkIns: integer('walk_ins').notNull(),
      /** Why no arrivals are taken just now; null while they are. */
      pausedBecause: text('paused_because'),
      closedAt: text('closed_at'),
      /** The number of the last announcement to the room. */
      lastAnnounced: integer('last_announced').notNull().default(0),
    },
    (t) => [primaryKey({ columns: [t.agencyId, t.day] })],
  )

  /** The last that a display of an agency said of itself; see `displays` in src/attendance. */
  const displays = table(
    'displays',
    {
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      /** Made by the display itself; names a screen, nobody. */
      id: text('id').notNull(),
      voice: text('voice', { enum: ['spanish', 'none', 'off'] }).notNull(),
      seenAt: text('seen_at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.agencyId, t.id] })],
  )

  /** Which link makes a screen a display of an agency: the first where there is no row. */
  const displayLinks = table('display_links', {
    agencyId: text('agency_id')
      .primaryKey()
      .references(() => agencies.id),
    version: integer('version').notNull(),
  })

  /** A window (ventanilla) of an agency; `procedures` is empty where it serves all. */
  const windows = table(
    'windows',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      number: integer('number').notNull(),
      procedures: json('procedures').$type<string[]>().notNull(),
      active: bool('active').notNull(),
    },
    (t) => [uniqueIndex('windows_by_number').on(t.agencyId, t.number)],
  )

  /** A clerk at a window, from opening to closing it. */
  const windowShifts = table(
    'window_shifts',
    {
      id: text('id').primaryKey(),
      windowId: text('window_id')
        .notNull()
        .references(() => windows.id),
      staffId: text('staff_id')
        .notNull()
        .references(() => staff.id),
      openedAt: text('opened_at').notNull(),
      closedAt: text('closed_at'),
    },
    (t) => [
      uniqueIndex('window_shifts_one_clerk').on(t.windowId).where(sql`closed_at is null`),
      uniqueIndex('window_shifts_one_window').on(t.staffId).where(sql`closed_at is null`),
    ],
  )

  /** Somebody who came: with a turno, or without (walk-in). `place` is where they stand in line. */
  const arrivals = table(
    'arrivals',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      day: text('day').notNull(),
      turnoId: text('turno_id'),
      procedureId: text('procedure_id')
        .notNull()
        .references(() => procedures.id),
      /** What the waiting room sees: `B 014`. */
      label: text('label').notNull(),
      arrivedAt: text('arrived_at').notNull(),
      /** The one number of the queue's order, as an instant. */
      place: text('place').notNull(),
      placeReason: json('place_reason').$type<PlaceReason>().notNull(),
      /** Keyed by group, never shown to others; null without priority. */
      priority: text('priority'),
      status: text('status', {
        enum: ['waiting', 'called', 'parked', 'served', 'no-show', 'left'],
      }).notNull(),
      /** Only this window may call them; null for any that serves the procedure. */
      windowId: text('window_id').references(() => windows.id),
      language: text('language', { enum: ['es', 'en'] }).notNull(),
      /** What a walk-in gave of themselves, sealed; null where the turno has it. */
      personal: text('personal'),
    },
    (t) => [
      uniqueIndex('arrivals_one_per_turno')
        .on(t.turnoId)
        .where(sql`status in ('waiting', 'called', 'parked', 'served')`),
      uniqueIndex('arrivals_by_label').on(t.agencyId, t.day, t.label),
      index('arrivals_by_turno').on(t.turnoId, t.arrivedAt, t.id),
      index('arrivals_by_window').on(t.windowId, t.day),
      index('arrivals_queue').on(t.agencyId, t.day, t.status, t.place),
    ],
  )

  /** What happened to an arrival, in order and without gaps; every jump with its reason. */
  const arrivalEvents = table(
    'arrival_events',
    {
      arrivalId: text('arrival_id')
        .notNull()
        .references(() => arrivals.id),
      number: integer('number').notNull(),
      kind: text('kind').notNull(),
      actor: text('actor').notNull(),
      windowId: text('window_id'),
      reason: text('reason'),
      /** How the arrival stood before, where the step can be undone. */
      before: json('before').$type<StandBefore>(),
      at: text('at').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.arrivalId, t.number] }),
      index('arrival_events_by_window').on(t.windowId, t.at),
    ],
  )

  /** A call of somebody to a window; open until it ends. */
  const calls = table(
    'calls',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      day: text('day').notNull(),
      arrivalId: text('arrival_id')
        .notNull()
        .references(() => arrivals.id),
      windowId: text('window_id')
        .notNull()
        .references(() => windows.id),
      staffId: text('staff_id')
        .notNull()
        .references(() => staff.id),
      calledAt: text('called_at').notNull(),
      /** The last time the room was told: the call, or a recall. */
      toldAt: text('told_at').notNull(),
      told: integer('told').notNull(),
      /** The day's own number of its last announcement, by which a display knows what it missed. */
      announced: integer('announced').notNull().default(0),
      endedAt: text('ended_at'),
      ending: text('ending', {
        enum: ['served', 'no-show', 'parked', 'transferred', 'undone', 'left'],
      }),
    },
    (t) => [
      uniqueIndex('calls_one_per_window').on(t.windowId).where(sql`ended_at is null`),
      uniqueIndex('calls_one_per_arrival').on(t.arrivalId).where(sql`ended_at is null`),
      index('calls_by_day').on(t.agencyId, t.day, t.toldAt),
      index('calls_by_announcement').on(t.agencyId, t.day, t.announced),
      index('calls_by_arrival').on(t.arrivalId),
    ],
  )

  /** What happens at the window, from the person's arrival at it to the outcome. */
  const visits = table(
    'visits',
    {
      id: text('id').primaryKey(),
      callId: text('call_id')
        .notNull()
        .unique()
        .references(() => calls.id),
      arrivalId: text('arrival_id')
        .notNull()
        .references(() => arrivals.id),
      checks: json('checks').$type<CheckedRequirement[]>().notNull(),
      /** Whether somebody came for the holder: more is asked of them. */
      thirdParty: bool('third_party').notNull().default(false),
      /** Which version of the procedure is walked through; null in visits older than this column. */
      procedureVersion: integer('procedure_version'),
      /** Sealed. */
      notes: text('notes'),
      startedAt: text('started_at').notNull(),
      endedAt: text('ended_at'),
    },
    (t) => [index('visits_by_arrival').on(t.arrivalId)],
  )

  /** What became of the certificate. A correction is a new row with a reason; the last one counts. */
  const outcomes = table(
    'outcomes',
    {
      visitId: text('visit_id')
        .notNull()
        .references(() => visits.id),
      number: integer('number').notNull(),
      kind: text('kind', {
        enum: ['issued', 'affiliated', 'papers-missing', 'no-authority', 'withdrew'],
      }).notNull(),
      detail: json('detail').$type<OutcomeDetail>().notNull(),
      staffId: text('staff_id')
        .notNull()
        .references(() => staff.id),
      reason: text('reason'),
      at: text('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.visitId, t.number] })],
  )

  /** The last certificate number of a province's year: the row that serialises issuing. */
  const certificateCounters = table(
    'certificate_counters',
    {
      provinceCode: text('province_code').notNull(),
      year: integer('year').notNull(),
      last: integer('last').notNull(),
    },
    (t) => [primaryKey({ columns: [t.provinceCode, t.year] })],
  )

  /** An issued certificate. `personal` is sealed; the code is what its QR confirms. */
  const certificates = table(
    'certificates',
    {
      id: text('id').primaryKey(),
      visitId: text('visit_id')
        .notNull()
        .references(() => visits.id),
      provinceCode: text('province_code').notNull(),
      year: integer('year').notNull(),
      number: integer('number').notNull(),
      codeKey: text('code_key').notNull().unique(),
      /** The code itself, sealed, so that the paper can be made again. */
      code: text('code').notNull(),
      personal: text('personal').notNull(),
      holderKey: text('holder_key').notNull(),
      issuedAt: text('issued_at').notNull(),
      annulledAt: text('annulled_at'),
    },
    (t) => [
      uniqueIndex('certificates_by_number').on(t.provinceCode, t.year, t.number),
      index('certificates_by_visit').on(t.visitId),
      uniqueIndex('certificates_one_valid').on(t.visitId).where(sql`annulled_at is null`),
    ],
  )

  /**
   * A device at an agency's door that takes people in, opened by a supervisor. Known by the keyed hash of
   * the secret in its cookie; closed by hand.
   */
  const kiosks = table(
    'kiosks',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      secretKey: text('secret_key').notNull().unique(),
      openedBy: text('opened_by')
        .notNull()
        .references(() => staff.id),
      openedAt: text('opened_at').notNull(),
      closedAt: text('closed_at'),
    },
    (t) => [index('kiosks_by_agency').on(t.agencyId, t.openedAt)],
  )

  return {
    waitingRooms,
    agencyDays,
    displays,
    displayLinks,
    windows,
    windowShifts,
    arrivals,
    arrivalEvents,
    calls,
    visits,
    outcomes,
    certificateCounters,
    certificates,
    kiosks,
  }
}

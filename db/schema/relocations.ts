import { sql } from 'drizzle-orm'
import type { Columns } from '#dialect'
import type { Localized } from '../../src/language.ts'
import type { BookingTables } from './booking.ts'
import type { InstitutionTables } from './institution.ts'

/** What was changed under turnos that exist, and what becomes of each of them. */
export function relocationTables(
  { table, text, integer, json, index, uniqueIndex }: Columns,
  { agencies, agendas }: InstitutionTables,
  { turnos }: BookingTables,
) {
  /** A change after which turnos of an agency cannot be served at their hour. */
  const changes = table(
    'changes',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      kind: text('kind', {
        enum: ['closure', 'exception', 'holiday', 'hours', 'capacity', 'agenda', 'agency'],
      }).notNull(),
      /** What was changed, as the audit names it: `closure:<id>`. */
      source: text('source').notNull(),
      /** What the people are told. */
      reason: json('reason').$type<Localized>().notNull(),
      actor: text('actor').notNull(),
      createdAt: text('created_at').notNull(),
      sentAt: text('sent_at'),
    },
    (t) => [index('changes_by_agency').on(t.agencyId, t.createdAt)],
  )

  /**
   * One turno that cannot be served at its hour. The turno keeps its hour and its seat until it has
   * another. The proposed hour is held by a row of `seats` under this row's id. Whoever changes
   * anything here holds the turno's row, or the day of its seat.
   */
  const relocations = table(
    'relocations',
    {
      id: text('id').primaryKey(),
      changeId: text('change_id')
        .notNull()
        .references(() => changes.id),
      turnoId: text('turno_id')
        .notNull()
        .references(() => turnos.id),
      status: text('status', {
        enum: [
          'open',
          'sent',
          'accepted',
          'chose-another',
          'cancelled',
          'moved-by-staff',
          'moved-at-deadline',
          'kept',
          'overtaken',
          'unserved',
        ],
      }).notNull(),
      fromStart: text('from_start').notNull(),
      fromEnd: text('from_end').notNull(),
      fromAgencyId: text('from_agency_id')
        .notNull()
        .references(() => agencies.id),
      /** Counts the proposals; 0 while there was none. */
      proposalNo: integer('proposal_no').notNull(),
      toAgendaId: text('to_agenda_id').references(() => agendas.id),
      toStart: text('to_start'),
      createdAt: text('created_at').notNull(),
      /** When the person was first written to, and about which proposal they were last. */
      sentAt: text('sent_at'),
      sentNo: integer('sent_no'),
      answerBy: text('answer_by'),
      remindedAt: text('reminded_at'),
      calls: integer('calls').notNull(),
      calledAt: text('called_at'),
      /** Somebody told them on the telephone. */
      reachedAt: text('reached_at'),
      endedAt: text('ended_at'),
      endedBy: text('ended_by'),
      /** When the assistant looks at it again; null once there is nothing left to do. */
      dueAt: text('due_at'),
    },
    (t) => [
      uniqueIndex('relocations_one_open').on(t.turnoId).where(sql`ended_at is null`),
      index('relocations_by_change').on(t.changeId, t.fromStart),
      index('relocations_by_turno').on(t.turnoId, t.createdAt),
      index('relocations_by_due').on(t.dueAt),
    ],
  )

  return { changes, relocations }
}

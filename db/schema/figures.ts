import type { Columns } from '#dialect'
import type { Counts } from '../../src/figures/figures.ts'
import type { InstitutionTables } from './institution.ts'

/** What became of each day, in numbers: the reports read these rows and not the turnos. */
export function figureTables(
  { table, text, integer, bool, json, index, primaryKey }: Columns,
  { agencies, agendas }: InstitutionTables,
) {
  /** What cannot be found out afterwards about an agenda's day, written down on the day itself. */
  const agendaDays = table(
    'agenda_days',
    {
      agendaId: text('agenda_id')
        .notNull()
        .references(() => agendas.id),
      day: text('day').notNull(),
      /** Seats of its slots as hours and capacity stood when the day was over; null until then. */
      offered: integer('offered'),
      /** The pool they were seats of; procedures that share one share its seats. */
      poolId: text('pool_id'),
      /** Whether it was looked that day how far away the first free slot was. */
      sampled: bool('sampled').notNull(),
      /** Hours to it; null where there was none. */
      leadHours: integer('lead_hours'),
      /** Searches that ended with nothing free. */
      unmet: integer('unmet').notNull(),
    },
    (t) => [primaryKey({ columns: [t.agendaId, t.day] }), index('agenda_days_by_day').on(t.day)],
  )

  /**
   * A day of an agency that is over and was counted. The row is the lock: who counts writes it first, and
   * who changes a fact of the day marks it stale in the transaction of that fact.
   */
  const closedDays = table(
    'closed_days',
    {
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      day: text('day').notNull(),
      /** Null where a fact changed before the day was first counted. */
      countedAt: text('counted_at'),
      /** When it was written down what its agendas offered; that is done once. */
      offeredAt: text('offered_at'),
      stale: bool('stale').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.agencyId, t.day] }),
      index('closed_days_stale').on(t.stale, t.agencyId, t.day),
    ],
  )

  /**
   * The figures of a procedure at an agency in a span of time that begins on a day; `*` stands for all
   * agencies or all procedures. Days are counted from the rows, the longer spans are their sums.
   */
  const figures = table(
    'figures',
    {
      agencyId: text('agency_id').notNull(),
      procedureId: text('procedure_id').notNull(),
      span: text('span', { enum: ['day', 'week', 'month', 'ever'] }).notNull(),
      from: text('from_day').notNull(),
      offered: integer('offered').notNull(),
      booked: integer('booked').notNull(),
      cancelled: integer('cancelled').notNull(),
      moved: integer('moved').notNull(),
      noShow: integer('no_show').notNull(),
      served: integer('served').notNull(),
      walkIns: integer('walk_ins').notNull(),
      unmet: integer('unmet').notNull(),
      /** Outcomes by kind, missing papers by code, waits by minute, lead times by hour. */
      outcomes: json('outcomes').$type<Counts>().notNull(),
      missing: json('missing').$type<Counts>().notNull(),
      waits: json('waits').$type<Counts>().notNull(),
      leads: json('leads').$type<Counts>().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.agencyId, t.procedureId, t.span, t.from] }),
      index('figures_by_time').on(t.span, t.procedureId, t.from),
    ],
  )

  return { agendaDays, closedDays, figures }
}

import type { Columns } from '#dialect'
import type { Interval } from '../../src/calendar/openingHours.ts'
import type { Localized } from '../../src/language.ts'
import type { InstitutionTables } from './institution.ts'

/** When an agency is open, and why not. Days and hours are the agency's own. */
export function calendarTables(
  { table, text, integer, json, index, uniqueIndex }: Columns,
  { agencies, agendas }: InstitutionTables,
) {
  /** An interval of a weekday; of the whole agency, or of one agenda where that differs. */
  const openingHours = table(
    'opening_hours',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      agendaId: text('agenda_id').references(() => agendas.id),
      weekday: integer('weekday').notNull(),
      from: text('from_time').notNull(),
      to: text('to_time').notNull(),
      validFrom: text('valid_from'),
      validTo: text('valid_to'),
    },
    (t) => [index('opening_hours_by_agency').on(t.agencyId)],
  )

  /** One day with other hours. */
  const dayExceptions = table(
    'day_exceptions',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      date: text('date').notNull(),
      intervals: json('intervals').$type<Interval[]>().notNull(),
      reason: json('reason').$type<Localized>().notNull(),
    },
    (t) => [uniqueIndex('day_exceptions_by_day').on(t.agencyId, t.date)],
  )

  /** A span in which the agency serves nobody. */
  const closures = table(
    'closures',
    {
      id: text('id').primaryKey(),
      agencyId: text('agency_id')
        .notNull()
        .references(() => agencies.id),
      from: text('from_at').notNull(),
      to: text('to_at').notNull(),
      reason: json('reason').$type<Localized>().notNull(),
    },
    (t) => [index('closures_by_agency').on(t.agencyId, t.to)],
  )

  /**
   * A rest day as observed: of the country, a province, or a canton. What the law's rule proposed
   * counts at once and waits to be confirmed; what was removed stays, so that nothing brings it back.
   */
  const holidays = table(
    'holidays',
    {
      id: text('id').primaryKey(),
      date: text('date').notNull(),
      name: json('name').$type<Localized>().notNull(),
      scope: text('scope', { enum: ['national', 'province', 'canton'] }).notNull(),
      provinceCode: text('province_code'),
      canton: text('canton'),
      /** The day the law names, where the rule of transfers made `date` of it. */
      lawDate: text('law_date'),
      state: text('state', { enum: ['proposed', 'confirmed', 'removed'] })
        .notNull()
        .default('confirmed'),
      origin: text('origin', { enum: ['import', 'law', 'decree'] })
        .notNull()
        .default('import'),
    },
    (t) => [index('holidays_by_date').on(t.date)],
  )

  return { openingHours, dayExceptions, closures, holidays }
}

export type CalendarTables = ReturnType<typeof calendarTables>

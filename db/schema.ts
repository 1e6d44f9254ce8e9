import type { Columns } from '#dialect'
import { bookingTables } from './schema/booking.ts'
import { calendarTables } from './schema/calendar.ts'
import { institutionTables } from './schema/institution.ts'
import { messageTables } from './schema/messages.ts'

/**
 * Every table, written once. The dialect gives the column builders, so the same text makes the
 * SQLite and the PostgreSQL schema, and the compiler checks it once for each.
 */
export function schema(columns: Columns) {
  const institution = institutionTables(columns)
  const calendar = calendarTables(columns, institution)
  const booking = bookingTables(columns, institution, calendar)
  return { ...institution, ...calendar, ...booking, ...messageTables(columns) }
}

export type Tables = ReturnType<typeof schema>

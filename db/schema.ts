import type { Columns } from '#dialect'
import { attendanceTables } from './schema/attendance.ts'
import { bookingTables } from './schema/booking.ts'
import { calendarTables } from './schema/calendar.ts'
import { figureTables } from './schema/figures.ts'
import { institutionTables } from './schema/institution.ts'
import { messageTables } from './schema/messages.ts'
import { relocationTables } from './schema/relocations.ts'
import { staffTables } from './schema/staff.ts'

/**
 * Every table, written once. The dialect gives the column builders, so the same text makes the
 * SQLite and the PostgreSQL schema, and the compiler checks it once for each.
 */
export function schema(columns: Columns) {
  const institution = institutionTables(columns)
  const calendar = calendarTables(columns, institution)
  const booking = bookingTables(columns, institution, calendar)
  const staff = staffTables(columns, institution)
  return {
    ...institution,
    ...calendar,
    ...booking,
    ...messageTables(columns),
    ...staff,
    ...attendanceTables(columns, institution, staff),
    ...figureTables(columns, institution),
    ...relocationTables(columns, institution, booking),
  }
}

export type Tables = ReturnType<typeof schema>

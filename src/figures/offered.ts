import type { Agenda, AgendaCalendar } from '../agencies/agenda.ts'
import { capacityOfDay } from '../calendar/capacity.ts'
import { dayPlan } from '../calendar/openingHours.ts'
import { slotsOfDay } from '../calendar/slots.ts'
import type { LocalDate } from '../clock.ts'

/** How many seats the slots of an agenda's day have, by these hours and the agenda's capacity. */
export function offeredSeats(agenda: Agenda, calendar: AgendaCalendar, day: LocalDate): number {
  const { zone } = agenda.agency
  const seatsAt = capacityOfDay(agenda.seats, agenda.bands, zone, day)
  return slotsOfDay(dayPlan(calendar, day), agenda.slotMinutes, zone).reduce(
    (sum, { start, end }) => sum + Math.max(0, seatsAt(Date.parse(start), Date.parse(end))),
    0,
  )
}

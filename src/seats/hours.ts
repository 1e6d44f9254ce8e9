import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Agenda } from '../agencies/agenda.ts'
import { type DayAvailability, type DayCause, dayAvailability } from '../calendar/availability.ts'
import { addDays } from '../calendar/dates.ts'
import { dayPlan } from '../calendar/openingHours.ts'
import { bookableWindow } from '../calendar/release.ts'
import { type Slot, slotsOfDay } from '../calendar/slots.ts'
import { localDateOf, startOfDay } from '../calendar/zonedDay.ts'
import type { Clock, Instant, LocalDate } from '../clock.ts'
import type { Door } from './ledger.ts'

export type HoursPorts = { database: Database; stores: Stores; clock: Clock }

/** How many days are looked at together when the first free hour is searched. */
const daysAtOnce = 14

/** What an agenda offers, as shown; taking a seat checks again under the day's lock. */
export function createHours({ database, stores, clock }: HoursPorts) {
  /**
   * Each day of an agenda from one to another, both included, with its free slots or why it has none.
   * A draft's own hold does not count against it: the person still sees their hour as free. Reception
   * is shown the seats that are kept from online booking as well.
   */
  async function days(
    agenda: Agenda,
    from: LocalDate,
    to: LocalDate,
    ownDraft: string | null,
    door: Door = 'online',
  ): Promise<DayAvailability[]> {
    const db = database.read
    const now = clock.now()
    const { zone } = agenda.agency
    const rules = await stores.agencies.calendar(db, agenda, from, to)
    const loads = await stores.seats.loads(db, agenda.poolId, from, to)
    const holds = await stores.seats.liveHolds(db, agenda.poolId, from, to, now)
    const window = bookableWindow(agenda.release, zone, now)
    const answer: DayAvailability[] = []
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const plan = dayPlan(rules, day)
      answer.push(
        dayAvailability({
          plan,
          slots: slotsOfDay(plan, agenda.slotMinutes, zone),
          zone,
          load: loads.get(day) ?? '',
          dayStart: startOfDay(day, zone),
          liveHolds: holds.filter((hold) => hold.day === day && hold.draftId !== ownDraft),
          capacity: capacityFor(agenda, door),
          window,
        }),
      )
    }
    return answer
  }

  return {
    days,

    /** The first slot of an agenda that can be booked now; null when there is none. */
    async firstFree(agenda: Agenda): Promise<Slot | null> {
      const { zone } = agenda.agency
      const window = bookableWindow(agenda.release, zone, clock.now())
      let from = localDateOf(window.earliest, zone)
      while (from <= window.through) {
        const last = addDays(from, daysAtOnce - 1)
        const to = last < window.through ? last : window.through
        const found = (await days(agenda, from, to, null)).find((day) => day.free.length > 0)
        if (found) return found.free[0] ?? null
        from = addDays(to, 1)
      }
      return null
    },

    /** When an agenda opens its next days, where it does so at a stated hour; else null. */
    nextRelease(agenda: Agenda): Instant | null {
      return bookableWindow(agenda.release, agenda.agency.zone, clock.now()).nextRelease
    },

    /** The last day that can be booked now. */
    lastDay(agenda: Agenda): LocalDate {
      return bookableWindow(agenda.release, agenda.agency.zone, clock.now()).through
    },

    /** Why an agenda has no free hour at all: what its days say most often. */
    async whyNone(agenda: Agenda): Promise<Exclude<DayCause, 'free'>> {
      const { zone } = agenda.agency
      const now = clock.now()
      const through = bookableWindow(agenda.release, zone, now).through
      const causes = (await days(agenda, localDateOf(now, zone), through, null)).map(
        ({ cause }) => cause,
      )
      // What could change by itself is said first: full before closed, closed before no hours.
      const order = ['full', 'not-released', 'closure', 'holiday', 'too-soon', 'past'] as const
      return order.find((cause) => causes.includes(cause)) ?? 'no-hours'
    },

    /** The hours of today at an agency, and which rule made them. */
    async today(agenda: Agenda) {
      const today = localDateOf(clock.now(), agenda.agency.zone)
      const rules = await stores.agencies.calendar(database.read, agenda, today, today)
      return dayPlan(rules, today)
    },
  }
}

/** The seats of a pool as this door may take them. */
function capacityFor({ seats, bands, keptSeats }: Agenda, door: Door) {
  const kept = door === 'online' ? keptSeats : 0
  if (kept === 0) return { defaultSeats: seats, bands }
  return {
    defaultSeats: seats - kept,
    bands: bands.map((band) => ({ ...band, seats: band.seats - kept })),
  }
}

export type Hours = ReturnType<typeof createHours>

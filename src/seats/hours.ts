import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import type { Agenda } from '../agencies/agenda.ts'
import { type DayAvailability, type DayCause, dayAvailability } from '../calendar/availability.ts'
import { addDays } from '../calendar/dates.ts'
import type { Load } from '../calendar/load.ts'
import { type CalendarRules, type DayPlan, dayPlan } from '../calendar/openingHours.ts'
import { bookableWindow } from '../calendar/release.ts'
import { type Slot, slotsOfDay } from '../calendar/slots.ts'
import { localDateOf, startOfDay } from '../calendar/zonedDay.ts'
import type { Clock, Instant, LocalDate } from '../clock.ts'
import type { Door } from './ledger.ts'

export type HoursPorts = {
  database: Database
  stores: Stores
  clock: Clock
  /** How long pages may show the hours an admin set as they were. */
  memoSeconds: number
}

/** Why an agenda has no hour to offer. */
export type NoneCause = Exclude<DayCause, 'free'>

/** How many days are read together when the first free hour is searched. */
const daysAtOnce = 14

/** How many calendars' rules, and looks at them, are kept for a moment. */
const mostRecent = 2000
const mostShared = 200

/** Later than any hold lapses. */
const never = '9999'

/** How long a look may be shared although another process may have taken a seat meanwhile. */
const sharedMillis = 250

/** What an agenda's calendar says from one day to another, as it was read at one moment. */
type Stretch = {
  from: LocalDate
  to: LocalDate
  rules: CalendarRules
  loads: Map<LocalDate, Load>
  holds: readonly (Slot & { day: LocalDate; draftId: string | null; expiresAt: Instant | null })[]
}

/** An agenda's days, all as they are at one moment. */
export type Look = {
  /** Each day from one to another, both included, with its free slots or why it has none. */
  days(from: LocalDate, to: LocalDate): Promise<DayAvailability[]>
  /** The last day that can be booked now. */
  lastDay: LocalDate
  /** Whether a hold that counted when it was read has lapsed by then. */
  isStale(at: Instant): boolean
  /** Whether the hours make a slot at `start` that could be booked now if a seat of it were left. */
  isFull(start: Instant): Promise<boolean>
  /** The first slot that can be booked now; null when there is none. */
  firstFree(): Promise<Slot | null>
  /** Why there is no free hour at all: what the days say most often. */
  whyNone(): Promise<NoneCause>
  /** The hours of today, and which rule made them. */
  today(): Promise<DayPlan>
}

/** What an agenda offers, as shown; taking a seat checks again under the day's lock. */
export function createHours({ database, stores, clock, memoSeconds }: HoursPorts) {
  type RulesOf = (agenda: Agenda, from: LocalDate, to: LocalDate) => Promise<CalendarRules>

  const rulesNow: RulesOf = (agenda, from, to) =>
    stores.agencies.calendar(database.read, agenda, from, to)

  const recent = new Map<string, { until: number; rules: Promise<CalendarRules> }>()
  /** As they were a moment ago: when hours open, thousands look at the same calendar. */
  const rulesOfLate: RulesOf = (agenda, from, to) => {
    if (memoSeconds === 0) return rulesNow(agenda, from, to)
    const key = `${agenda.id} ${from} ${to}`
    const now = Date.parse(clock.now())
    const known = recent.get(key)
    if (known && now < known.until) return known.rules
    if (recent.size >= mostRecent) recent.clear()
    const rules = rulesNow(agenda, from, to)
    recent.set(key, { until: now + memoSeconds * 1000, rules })
    // What failed is not kept: the next to ask tries again.
    rules.catch(() => recent.delete(key))
    return rules
  }

  /**
   * A look at an agenda's days, all at one moment: each is read and reckoned once, and only when it is
   * asked for. A draft's own hold does not count against it: the person still sees their hour as free.
   * Reception is shown the seats that are kept from online booking as well.
   */
  function looking(
    rulesOf: RulesOf,
    agenda: Agenda,
    ownDraft: string | null,
    door: Door = 'online',
  ): Look {
    const now = clock.now()
    const { zone } = agenda.agency
    const window = bookableWindow(agenda.release, zone, now)
    const capacity = capacityFor(agenda, door)
    const stretches: { from: LocalDate; to: LocalDate; read: Promise<Stretch> }[] = []
    const reckoned = new Map<LocalDate, DayAvailability>()
    let lapsesAt = never

    function stretchOf(from: LocalDate, to: LocalDate): Promise<Stretch> {
      const known = stretches.find((stretch) => stretch.from <= from && to <= stretch.to)
      if (known) return known.read
      const stretch = { from, to, read: readStretch(from, to) }
      stretches.push(stretch)
      // What failed is not kept: the next to ask tries again.
      stretch.read.catch(() => stretches.splice(stretches.indexOf(stretch), 1))
      return stretch.read
    }

    /** What was read of a day for another question. */
    function readOf(day: LocalDate): Promise<Stretch> | undefined {
      return stretches.find(({ from, to }) => from <= day && day <= to)?.read
    }

    async function readStretch(from: LocalDate, to: LocalDate): Promise<Stretch> {
      const db = database.read
      const rules = await rulesOf(agenda, from, to)
      const loads = await stores.seats.loads(db, agenda.poolId, from, to)
      const live = await stores.seats.liveHolds(db, agenda.poolId, from, to, now)
      const holds = live.filter((hold) => hold.draftId !== ownDraft)
      for (const { expiresAt } of holds) if (expiresAt && expiresAt < lapsesAt) lapsesAt = expiresAt
      return { from, to, rules, loads, holds }
    }

    function dayIn({ rules, loads, holds }: Stretch, day: LocalDate): DayAvailability {
      const known = reckoned.get(day)
      if (known) return known
      const plan = dayPlan(rules, day)
      const availability = dayAvailability({
        plan,
        slots: slotsOfDay(plan, agenda.slotMinutes, zone),
        zone,
        load: loads.get(day) ?? '',
        dayStart: startOfDay(day, zone),
        liveHolds: holds.filter((hold) => hold.day === day),
        capacity,
        window,
      })
      reckoned.set(day, availability)
      return availability
    }

    async function days(from: LocalDate, to: LocalDate): Promise<DayAvailability[]> {
      const stretch = await stretchOf(from, to)
      const answer: DayAvailability[] = []
      for (let day = from; day <= to; day = addDays(day, 1)) answer.push(dayIn(stretch, day))
      return answer
    }

    return {
      days,

      lastDay: window.through,

      isStale: (at) => at >= lapsesAt,

      async isFull(start: Instant): Promise<boolean> {
        const day = localDateOf(start, zone)
        if (start < window.earliest || day > window.through) return false
        const stretch = await (readOf(day) ?? stretchOf(day, day))
        const { free, total } = dayIn(stretch, day)
        if (total === free.length || free.some((slot) => slot.start === start)) return false
        const slots = slotsOfDay(dayPlan(stretch.rules, day), agenda.slotMinutes, zone)
        return slots.some((slot) => slot.start === start)
      },

      async firstFree(): Promise<Slot | null> {
        let stretch: Stretch | undefined
        let day = localDateOf(window.earliest, zone)
        for (; day <= window.through; day = addDays(day, 1)) {
          if (stretch === undefined || day > stretch.to) {
            const last = addDays(day, daysAtOnce - 1)
            stretch = await (readOf(day) ??
              stretchOf(day, last < window.through ? last : window.through))
          }
          const [first] = dayIn(stretch, day).free
          if (first) return first
        }
        return null
      },

      async whyNone(): Promise<NoneCause> {
        const all = await days(localDateOf(now, zone), window.through)
        // What could change by itself is said first: full before closed, closed before no hours.
        const order = ['full', 'not-released', 'closure', 'holiday', 'too-soon', 'past'] as const
        return order.find((cause) => all.some((day) => day.cause === cause)) ?? 'no-hours'
      },

      async today(): Promise<DayPlan> {
        const today = localDateOf(now, zone)
        return dayPlan((await (readOf(today) ?? stretchOf(today, today))).rules, today)
      },
    }
  }

  const shared = new Map<string, { agenda: Agenda; at: number; look: Look }>()
  let sharedCommits = 0
  return {
    /** A look for a page: seats as they are now, and hours as they were set a moment ago. */
    look(agenda: Agenda, ownDraft: string | null, door?: Door) {
      return looking(rulesOfLate, agenda, ownDraft, door)
    },

    /**
     * The same for somebody who holds no seat: whoever asks before the next commit of this process sees
     * what the one before them saw. When a day opens, hundreds look at it in the same instant.
     */
    sharedLook(agenda: Agenda, door: Door = 'online'): Look {
      if (memoSeconds === 0) return looking(rulesNow, agenda, null, door)
      const now = clock.now()
      const at = Date.parse(now)
      const commits = database.commits()
      // What is let go takes the pages along that were made of it.
      if (commits !== sharedCommits || shared.size >= mostShared) shared.clear()
      sharedCommits = commits
      const key = `${agenda.id} ${door}`
      const known = shared.get(key)
      const fresh = known?.agenda === agenda && Math.abs(at - known.at) < sharedMillis
      if (fresh && !known.look.isStale(now)) return known.look
      const look = looking(rulesOfLate, agenda, null, door)
      shared.set(key, { agenda, at, look })
      return look
    },

    /** Each day of an agenda from one to another, by the hours as they are set now. */
    days(agenda: Agenda, from: LocalDate, to: LocalDate, ownDraft: string | null, door?: Door) {
      return looking(rulesNow, agenda, ownDraft, door).days(from, to)
    },

    /** The last day of an agenda that can be booked now. */
    lastDay(agenda: Agenda): LocalDate {
      return looking(rulesNow, agenda, null).lastDay
    },

    /** The first slot of an agenda that can be booked now; null when there is none. */
    firstFree(agenda: Agenda): Promise<Slot | null> {
      return looking(rulesNow, agenda, null).firstFree()
    },

    /** When an agenda opens its next days, where it does so at a stated hour; else null. */
    nextRelease(agenda: Agenda): Instant | null {
      // A page asks it of every agenda there is, and most open a day every day.
      if (agenda.release.kind === 'rolling') return null
      return bookableWindow(agenda.release, agenda.agency.zone, clock.now()).nextRelease
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

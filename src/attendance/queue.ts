import type { Db } from '#dialect'
import type { ArrivalRow } from '../../db/arrivalStore.ts'
import type { Stores } from '../../db/stores.ts'
import type { WindowRow } from '../../db/windowStore.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import { type Instant, type LocalDate, secondsBetween } from '../clock.ts'
import type { Arrival, ArrivalStatus } from './arrival.ts'
import { expectedWait, serviceTimes, type WaitRange } from './expectedWait.ts'
import type { AttendancePorts } from './ports.ts'
import { arrivalOf, mayCall } from './ticket.ts'

/** Somebody in line, as staff see them. */
export type InQueue = {
  arrival: Arrival
  waitingMinutes: number
  /** How many open windows may call them; where it is 0, somebody must open one. */
  windows: number
}

/** Where somebody stands, as they see it themselves. */
export type Position = {
  status: ArrivalStatus
  label: string
  agencyId: string
  agencyName: string
  /** Whether they came today; a day that is over has no line. */
  today: boolean
  /** How many go before them at the windows that serve them. */
  ahead: number
  /** Null when they do not wait, or no window serves them now. */
  wait: WaitRange | null
  /** The window they are called to; null when they are not. */
  windowNumber: number | null
  calledAt: Instant | null
  /** The number of the last announcement of their call; null when they are not called. */
  announced: number | null
  /** Whether their visit has begun. */
  atWindow: boolean
}

/** Who waits, and what serves them. */
type Line = {
  waiting: Pick<ArrivalRow, 'id' | 'procedureId' | 'windowId'>[]
  windows: WindowRow[]
  /** The windows with an open call. */
  busy: ReadonlySet<string>
  served: Awaited<ReturnType<Stores['calls']['served']>>
}

/** The line at an agency: who waits, in which order, and for how long. */
export function createQueue(ports: AttendancePorts) {
  const { stores, database, clock } = ports

  const inState =
    (...statuses: ArrivalStatus[]) =>
    async (agencyId: string): Promise<InQueue[]> => {
      const db = database.read
      const day = await todayOf(db, agencyId)
      if (day === null) return []
      const rows = await stores.arrivals.inOrder(db, agencyId, day, statuses)
      const windows = await openWindows(db, agencyId)
      const now = clock.now()
      return rows.map((row) => ({
        arrival: arrivalOf(row),
        waitingMinutes: Math.max(0, Math.floor(secondsBetween(row.arrivedAt, now) / 60)),
        windows: windows.filter((window) => mayCall(window, row)).length,
      }))
    }

  async function todayOf(db: Db, agencyId: string) {
    const agency = await stores.agencies.agency(db, agencyId)
    return agency && localDateOf(clock.now(), agency.zone)
  }

  async function openWindows(db: Db, agencyId: string): Promise<WindowRow[]> {
    const rows = await stores.windows.ofAgency(db, agencyId)
    const shifts = await stores.windows.openAmong(
      db,
      rows.map(({ id }) => id),
    )
    const open = new Set(shifts.map(({ windowId }) => windowId))
    return rows.filter(({ id }) => open.has(id))
  }

  /** What every wait at an agency is worked out from; the same until the day is touched again. */
  async function readLine(db: Db, agencyId: string, day: LocalDate): Promise<Line> {
    const waiting = await stores.arrivals.inOrder(db, agencyId, day, ['waiting'])
    const calls = (await stores.calls.ofDay(db, agencyId, day)).filter((one) => !one.endedAt)
    return {
      waiting: waiting.map(({ id, procedureId, windowId }) => ({ id, procedureId, windowId })),
      windows: await openWindows(db, agencyId),
      busy: new Set(calls.map(({ windowId }) => windowId)),
      served: await stores.calls.served(db, agencyId, day),
    }
  }

  // Everybody who waits asks after every call: the line is read once for all of them.
  const lines = new Map<string, { stamp: string; line: Promise<Line> }>()

  async function lineOf(db: Db, agencyId: string, day: LocalDate): Promise<Line> {
    const row = await stores.agencyDays.find(db, agencyId, day)
    if (!row) return readLine(db, agencyId, day)
    // Read before the line, so that a line is never older than its stamp.
    const stamp = `${day} ${row.touched}`
    const known = lines.get(agencyId)
    if (known?.stamp === stamp) return known.line
    const line = readLine(db, agencyId, day)
    lines.set(agencyId, { stamp, line })
    line.catch(() => lines.delete(agencyId))
    return line
  }

  async function waitOf(db: Db, arrival: ArrivalRow) {
    const line = await lineOf(db, arrival.agencyId, arrival.day)
    const windows = line.windows.filter((one) => mayCall(one, arrival))
    const place = line.waiting.findIndex(({ id }) => id === arrival.id)
    const before = line.waiting.slice(0, Math.max(0, place))
    // Only those count whom one of my windows may call; with none open, all who came before.
    const rivals =
      windows.length === 0
        ? before
        : before.filter((other) => windows.some((window) => mayCall(window, other)))
    const free = windows.filter(({ id }) => !line.busy.has(id)).length
    const procedure = await stores.agencies.procedure(db, arrival.procedureId)
    const times = serviceTimes(line.served, procedure?.details.minutesAtWindow ?? 15)
    const ahead = rivals.length
    return { ahead, wait: expectedWait({ ahead, windows: windows.length, free }, times) }
  }

  return {
    /** Who waits, the first first. */
    waiting: inState('waiting'),
    /** Who was set aside. */
    parked: inState('parked'),

    /** Where somebody stands; null for an unknown arrival. */
    async positionOf(arrivalId: string): Promise<Position | null> {
      const db = database.read
      const row = await stores.arrivals.find(db, arrivalId)
      const agency = row && (await stores.agencies.agency(db, row.agencyId))
      if (!row || !agency) return null
      const call = row.status === 'called' ? await stores.calls.openOf(db, row.id) : null
      const visit = call && (await stores.visits.ofCall(db, call.id))
      const window = call && (await stores.windows.find(db, call.windowId))
      const today = row.day === localDateOf(clock.now(), agency.zone)
      const inLine = row.status === 'waiting' && today
      return {
        status: row.status,
        label: row.label,
        agencyId: agency.id,
        agencyName: agency.name,
        today,
        ...(inLine ? await waitOf(db, row) : { ahead: 0, wait: null }),
        windowNumber: window?.number ?? null,
        calledAt: call?.calledAt ?? null,
        announced: call?.announced ?? null,
        atWindow: visit !== null,
      }
    },
  }
}

export type Queue = ReturnType<typeof createQueue>

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '#dialect'
import type { FigureKey } from '../../db/figureStore.ts'
import { addDays } from '../calendar/dates.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { LocalDate } from '../clock.ts'
import { countDays } from './countDays.ts'
import { addFigures, all, differences, type Figures, noFigures } from './figures.ts'
import { offeredSeats } from './offered.ts'
import type { FigurePorts } from './ports.ts'
import { everSince, spansOf } from './spans.ts'

/** How many days of one agency are counted in one transaction. */
const daysAtOnce = 7
/** How many such transactions one run makes; what is left is for the next. */
const batchesAtMost = 200

/**
 * Counts the days that are over at each agency, in its own zone, and the counted ones of which a fact
 * changed since. A day is over when it has passed and nobody on it is expected, waits or is served
 * any more; who is left from it is ended by `endPastDays`. Answers how many days were counted; done
 * twice, the second is 0.
 */
export function closeDays(ports: FigurePorts) {
  const { database, stores, clock } = ports

  return async (): Promise<number> => {
    let counted = 0
    let batches = 0
    for (const { agencyId, day } of await stores.figures.staleDays(database.read, batchesAtMost)) {
      await countAgain(agencyId, [day])
      await nextTurn()
      batches += 1
      counted += 1
    }
    for (const { id, zone } of await stores.agencies.agencyZones(database.read)) {
      const today = localDateOf(clock.now(), zone)
      for (;;) {
        const days = batches < batchesAtMost ? await nextDays(id, today) : []
        if (days.length === 0) break
        await countAgain(id, days)
        // A long past must not keep the pages waiting.
        await nextTurn()
        batches += 1
        counted += days.length
      }
    }
    return counted
  }

  /** The next days of an agency to count, in order. */
  async function nextDays(agencyId: string, today: LocalDate): Promise<LocalDate[]> {
    const db = database.read
    const yesterday = addDays(today, -1)
    const last = await stores.figures.lastCounted(db, agencyId)
    const first = last ?? (await stores.figures.firstDay(db, agencyId))
    const from = last === null ? (first ?? yesterday) : addDays(last, 1)
    if (from > yesterday) return []
    const through = addDays(from, daysAtOnce - 1)
    const to = through < yesterday ? through : yesterday
    const open = await stores.facts.firstOpen(db, { agencyId, from, to })
    const days: LocalDate[] = []
    for (let day = from; day <= to && (open === null || day < open); day = addDays(day, 1)) {
      days.push(day)
    }
    return days
  }

  /** Counts days and brings every longer span to it; all in one transaction, one after the other. */
  async function countAgain(agencyId: string, days: LocalDate[]): Promise<void> {
    await database.transaction(async (tx) => {
      const [from, to] = [days[0], days.at(-1)]
      if (from === undefined || to === undefined) return
      await stores.figures.lock(tx)
      // What was offered is written down once: hours and capacity are changed later.
      const fresh = await stores.figures.markCounted(tx, agencyId, days, clock.now())
      await writeOffered(tx, agencyId, fresh)
      const span = { agencyId, from, to }
      const before = await stores.figures.ofAgency(tx, agencyId, 'day', from, to)
      const changes = new Changes()
      for (const row of before) changes.add(agencyId, row.procedureId, row.from, row, -1)
      for (const { procedureId, day, figures } of await countDays(stores, tx, span)) {
        changes.add(agencyId, procedureId, day, figures, 1)
      }
      await write(tx, changes)
    })
  }

  async function writeOffered(tx: Db, agencyId: string, days: LocalDate[]): Promise<void> {
    const [from, to] = [days[0], days.at(-1)]
    if (from === undefined || to === undefined) return
    for (const id of await stores.facts.agendaIds(tx, agencyId)) {
      const agenda = await stores.agencies.agenda(tx, id)
      if (!agenda) continue
      const calendar = await stores.agencies.calendar(tx, agenda, from, to)
      const rows = days
        .map((day) => ({
          agendaId: id,
          day,
          offered: offeredSeats(agenda, calendar, day),
          poolId: agenda.poolId,
        }))
        .filter(({ offered }) => offered > 0)
      await stores.facts.freezeOffered(tx, rows)
    }
  }

  async function write(tx: Db, changes: Changes): Promise<void> {
    const rows: (FigureKey & Figures)[] = []
    for (const group of changes.groups()) {
      const known = await stores.figures.rows(tx, group.query)
      const byKey = new Map(known.map((row) => [`${row.procedureId} ${row.from}`, row]))
      for (const { key, change } of group.changes) {
        const before = byKey.get(`${key.procedureId} ${key.from}`)
        const figures = noFigures()
        if (before) addFigures(figures, before)
        addFigures(figures, change)
        rows.push({ ...key, ...figures })
      }
    }
    await stores.figures.put(tx, rows)
  }
}

type Change = { key: FigureKey; change: Figures }

/** By how much each row of the figures changes when days change. */
class Changes {
  private readonly changes = new Map<string, Change>()

  /** A day's own row, and all rows that it is part of. */
  add(agencyId: string, procedureId: string, day: LocalDate, figures: Figures, times: 1 | -1) {
    this.change({ agencyId, procedureId, span: 'day', from: day }, figures, times)
    for (const { span, from } of spansOf(day)) {
      this.change({ agencyId, procedureId, span, from }, figures, times)
      this.change({ agencyId: all, procedureId, span, from }, figures, times)
    }
    if (procedureId === all) {
      const ever: FigureKey = { agencyId: all, procedureId: all, span: 'ever', from: everSince }
      this.change(ever, figures, times)
    }
  }

  /** What really changed, with one query for the rows of each agency and span. */
  groups() {
    const groups = new Map<string, Change[]>()
    for (const one of this.changes.values()) {
      if (differences(one.change, noFigures()).length === 0) continue
      const name = `${one.key.agencyId} ${one.key.span}`
      groups.set(name, [...(groups.get(name) ?? []), one])
    }
    return [...groups.values()].map((changes) => {
      const froms = changes.map(({ key }) => key.from).sort()
      const { agencyId = all, span = 'day' } = changes[0]?.key ?? {}
      const procedureIds = [...new Set(changes.map(({ key }) => key.procedureId))]
      const query = {
        span,
        from: froms[0] ?? '',
        to: froms.at(-1) ?? '',
        agencyIds: [agencyId],
        procedureIds,
      }
      return { changes, query }
    })
  }

  private change(key: FigureKey, figures: Figures, times: 1 | -1): void {
    const name = `${key.agencyId} ${key.procedureId} ${key.span} ${key.from}`
    const one = this.changes.get(name) ?? { key, change: noFigures() }
    this.changes.set(name, one)
    addFigures(one.change, figures, times)
  }
}

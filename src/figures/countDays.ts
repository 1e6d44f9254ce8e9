import type { Db } from '#dialect'
import type { FactDays } from '../../db/factStore.ts'
import type { Stores } from '../../db/stores.ts'
import type { LocalDate } from '../clock.ts'
import { addFigures, all, count, type Figures, isNothing, noFigures, noLead } from './figures.ts'

/** The figures of one procedure, or of all (`*`), on one day of an agency. */
export type Leaf = { procedureId: string; day: LocalDate; figures: Figures }

/**
 * Counts days of an agency from the rows: each procedure on each day, and all procedures together,
 * which is their sum but for the seats offered: procedures that share windows offer the same seats.
 * What there is nothing of is left out.
 */
export async function countDays(stores: Stores, db: Db, days: FactDays): Promise<Leaf[]> {
  const leaves = new Map<string, Leaf>()
  const at = (procedureId: string, day: LocalDate): Figures => {
    const key = `${day} ${procedureId}`
    const leaf = leaves.get(key) ?? { procedureId, day, figures: noFigures() }
    leaves.set(key, leaf)
    return leaf.figures
  }
  const { facts } = stores
  for (const { procedureId, day, status, number } of await facts.turnos(db, days)) {
    const figures = at(procedureId, day)
    figures.booked += number
    if (status === 'cancelled') figures.cancelled += number
    if (status === 'no-show') figures.noShow += number
    if (status === 'served') figures.served += number
  }
  for (const { procedureId, day, number } of await facts.moves(db, days)) {
    at(procedureId, day).moved += number
  }
  for (const { procedureId, day, number } of await facts.walkIns(db, days)) {
    at(procedureId, day).walkIns += number
  }
  for (const { procedureId, day, arrivedAt, calledAt } of await facts.firstCalls(db, days)) {
    if (calledAt !== null) count(at(procedureId, day).waits, String(minutes(arrivedAt, calledAt)))
  }
  const outcomes = await facts.outcomes(db, days)
  for (const { procedureId, day, kind, detail } of lastOfEach(outcomes)) {
    const figures = at(procedureId, day)
    count(figures.outcomes, kind)
    for (const code of detail.missing) count(figures.missing, code)
  }
  const agendaDays = await facts.agendaDays(db, days)
  for (const { procedureId, day, offered, sampled, leadHours, unmet } of agendaDays) {
    const figures = at(procedureId, day)
    figures.offered += offered ?? 0
    figures.unmet += unmet
    if (sampled) count(figures.leads, leadHours === null ? noLead : String(leadHours))
  }
  addTogether(leaves, agendaDays)
  return [...leaves.values()].filter(({ figures }) => !isNothing(figures))
}

type AgendaDay = Awaited<ReturnType<Stores['facts']['agendaDays']>>[number]

/** All procedures of a day together; of those that share a pool, the one that offers most stands for it. */
function addTogether(leaves: Map<string, Leaf>, agendaDays: readonly AgendaDay[]): void {
  const together = new Map<LocalDate, Leaf>()
  for (const { day, figures } of leaves.values()) {
    const leaf = together.get(day) ?? { procedureId: all, day, figures: noFigures() }
    together.set(day, leaf)
    addFigures(leaf.figures, { ...figures, offered: 0 })
  }
  const pools = new Map<string, { day: LocalDate; offered: number }>()
  for (const { day, poolId, offered } of agendaDays) {
    const key = `${day} ${poolId}`
    pools.set(key, { day, offered: Math.max(offered ?? 0, pools.get(key)?.offered ?? 0) })
  }
  for (const { day, offered } of pools.values()) {
    const leaf = together.get(day)
    if (leaf) leaf.figures.offered += offered
  }
  for (const leaf of together.values()) leaves.set(`${leaf.day} ${all}`, leaf)
}

/** Rows come in order, the last of a visit last: a correction counts in place of what it corrects. */
function lastOfEach<Row extends { visitId: string }>(rows: readonly Row[]): Row[] {
  return rows.filter((row, n) => rows[n + 1]?.visitId !== row.visitId)
}

function minutes(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000))
}

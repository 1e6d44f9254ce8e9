import { z } from 'zod'
import type { TransferSide } from '../../../db/transferSide.ts'
import type { LocalDate } from '../../clock.ts'
import { addFigures, all, count, type Figures, noFigures, noLead } from '../../figures/figures.ts'
import { type Reading, readings } from '../ledger/readings.ts'

/** Figures of a day by `agency procedure day`. */
export type DayFigures = Map<string, Figures>

/** The key of a procedure's day at an agency; `*` for all procedures. */
export function keyOf(agencyId: string, procedureId: string, day: LocalDate): string {
  return `${agencyId} ${procedureId} ${day}`
}

const text = z.string()
const turnoShape = z.object({
  id: text,
  agency_id: text,
  procedure_id: text,
  day: text,
  status: text,
})
const eventShape = z.object({ turno_id: text, kind: text })
const arrivalShape = z.object({
  id: text,
  agency_id: text,
  procedure_id: text,
  day: text,
  turno_id: text.nullable(),
  status: text,
  arrived_at: text,
})
const callShape = z.object({ arrival_id: text, called_at: text, ending: text.nullable() })
const visitShape = z.object({ id: text, arrival_id: text })
const outcomeShape = z.object({
  visit_id: text,
  number: z.number(),
  kind: text,
  detail: z.looseObject({ missing: z.array(text) }),
})
const agendaShape = z.object({ id: text, agency_id: text, procedure_id: text })
const agendaDayShape = z.object({
  agenda_id: text,
  day: text,
  offered: z.number().nullable(),
  pool_id: text.nullable(),
  sampled: z.boolean(),
  lead_hours: z.number().nullable(),
  unmet: z.number(),
})

/**
 * Counts every day of every agency from the rows, one by one and in no database's own arithmetic, so
 * that it can be held against the figures that are kept.
 */
export async function countFromRows(side: TransferSide): Promise<DayFigures> {
  const days: DayFigures = new Map()
  const at = (agencyId: string, procedureId: string, day: LocalDate): Figures => {
    const key = keyOf(agencyId, procedureId, day)
    const figures = days.get(key) ?? noFigures()
    days.set(key, figures)
    return figures
  }
  await countTurnos(side, at)
  await countAttendance(side, at)
  const offered = await countAgendaDays(side, at)
  addTogether(days, offered)
  return days
}

type At = (agencyId: string, procedureId: string, day: LocalDate) => Figures

async function countTurnos(side: TransferSide, at: At): Promise<void> {
  const moves = new Map<string, number>()
  for await (const event of rows(side, 'turno_events', eventShape)) {
    if (event.kind === 'moved') moves.set(event.turno_id, (moves.get(event.turno_id) ?? 0) + 1)
  }
  for await (const turno of rows(side, 'turnos', turnoShape)) {
    const figures = at(turno.agency_id, turno.procedure_id, turno.day)
    figures.booked += 1
    figures.moved += moves.get(turno.id) ?? 0
    if (turno.status === 'cancelled') figures.cancelled += 1
    if (turno.status === 'no-show') figures.noShow += 1
    if (turno.status === 'served') figures.served += 1
  }
}

async function countAttendance(side: TransferSide, at: At): Promise<void> {
  const firstCall = new Map<string, string>()
  for await (const call of rows(side, 'calls', callShape)) {
    const known = firstCall.get(call.arrival_id)
    if (call.ending !== 'undone' && (known === undefined || call.called_at < known)) {
      firstCall.set(call.arrival_id, call.called_at)
    }
  }
  const lastOutcome = new Map<string, z.infer<typeof outcomeShape>>()
  for await (const outcome of rows(side, 'outcomes', outcomeShape)) {
    const known = lastOutcome.get(outcome.visit_id)
    if (!known || outcome.number > known.number) lastOutcome.set(outcome.visit_id, outcome)
  }
  const outcomesOf = new Map<string, z.infer<typeof outcomeShape>[]>()
  for await (const visit of rows(side, 'visits', visitShape)) {
    const outcome = lastOutcome.get(visit.id)
    if (!outcome) continue
    outcomesOf.set(visit.arrival_id, [...(outcomesOf.get(visit.arrival_id) ?? []), outcome])
  }
  for await (const arrival of rows(side, 'arrivals', arrivalShape)) {
    const figures = at(arrival.agency_id, arrival.procedure_id, arrival.day)
    if (arrival.turno_id === null && arrival.status === 'served') figures.walkIns += 1
    const called = firstCall.get(arrival.id)
    if (called !== undefined) {
      const waited = Date.parse(called) - Date.parse(arrival.arrived_at)
      count(figures.waits, String(Math.max(0, Math.floor(waited / 60_000))))
    }
    for (const { kind, detail } of outcomesOf.get(arrival.id) ?? []) {
      count(figures.outcomes, kind)
      for (const code of detail.missing) count(figures.missing, code)
    }
  }
}

/** Answers the most that any procedure offered of each pool's day, by `agency day`. */
async function countAgendaDays(side: TransferSide, at: At): Promise<Map<string, number>> {
  const agendas = new Map<string, z.infer<typeof agendaShape>>()
  for await (const agenda of rows(side, 'agendas', agendaShape)) agendas.set(agenda.id, agenda)
  const pools = new Map<string, number>()
  for await (const row of rows(side, 'agenda_days', agendaDayShape)) {
    const agenda = agendas.get(row.agenda_id)
    if (!agenda) continue
    const figures = at(agenda.agency_id, agenda.procedure_id, row.day)
    figures.offered += row.offered ?? 0
    figures.unmet += row.unmet
    if (row.sampled) count(figures.leads, row.lead_hours === null ? noLead : String(row.lead_hours))
    const pool = `${agenda.agency_id} ${row.day} ${row.pool_id}`
    pools.set(pool, Math.max(row.offered ?? 0, pools.get(pool) ?? 0))
  }
  const offered = new Map<string, number>()
  for (const [pool, most] of pools) {
    const [agencyId = '', day = ''] = pool.split(' ')
    const key = `${agencyId} ${day}`
    offered.set(key, (offered.get(key) ?? 0) + most)
  }
  return offered
}

function addTogether(days: DayFigures, offered: Map<string, number>): void {
  for (const [key, figures] of [...days]) {
    const [agencyId = '', , day = ''] = key.split(' ')
    const whole = keyOf(agencyId, all, day)
    const sum = days.get(whole) ?? noFigures()
    days.set(whole, sum)
    addFigures(sum, { ...figures, offered: 0 })
  }
  for (const [key, most] of offered) {
    const [agencyId = '', day = ''] = key.split(' ')
    const sum = days.get(keyOf(agencyId, all, day))
    if (sum) sum.offered = most
  }
}

async function* rows<Shape extends z.ZodObject>(
  side: TransferSide,
  table: string,
  shape: Shape,
): AsyncGenerator<z.infer<Shape>> {
  const columns = Object.keys(shape.shape)
  for await (const reading of readings(side, table, columns)) yield read(shape, reading)
}

function read<Shape extends z.ZodObject>(shape: Shape, reading: Reading): z.infer<Shape> {
  return shape.parse(reading)
}

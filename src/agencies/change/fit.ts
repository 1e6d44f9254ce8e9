import { capacityOfDay } from '../../calendar/capacity.ts'
import { dayPlan } from '../../calendar/openingHours.ts'
import { openSpans } from '../../calendar/slots.ts'
import type { Span } from '../../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../../clock.ts'
import { type AgencyRules, calendarOf } from './rules.ts'

/** A seat taken on a day of a pool: a turno's, or a live hold's. */
export type TakenSeat = {
  /** The turno's id or, of a hold, its draft's. */
  id: string
  kind: 'turno' | 'hold'
  agendaId: string
  startAt: Instant
  endAt: Instant
  /** Whose place it is when there is not room for all: the earlier keeps it. */
  since: Instant
  /** Somebody is here already, or the hour has come: nobody can be told to come at another. */
  fixed: boolean
}

/** Why a seat has no place any more: its agenda is not served, is closed then, or has too few seats. */
export type Misfit = 'not-served' | 'closed' | 'capacity'

/**
 * Which of the seats taken in a pool on one day do not fit the rules, and why. A turno fits while its
 * whole span is within the hours, whatever the grid of slots is now: a new length of slots moves nobody.
 *
 * Where there are too few seats, who booked last yields. Places are given in this order, each where at
 * every moment fewer places are given than there are seats: first who is here or whose hour has come,
 * then turnos by the instant they were made (a moved turno keeps its rank), then holds by their end;
 * equal ones by id. So the answer is the same whoever asks, and nobody yields to a later turno.
 */
export function misfits(
  rules: AgencyRules,
  poolId: string,
  day: LocalDate,
  taken: readonly TakenSeat[],
): Map<string, Misfit> {
  const found = new Map<string, Misfit>()
  const open = openSpansOf(rules, day)
  const left: TakenSeat[] = []
  for (const seat of taken) {
    const spans = seat.kind === 'hold' && !drawsOn(rules, seat, poolId) ? null : open(seat.agendaId)
    const from = Date.parse(seat.startAt)
    const to = Date.parse(seat.endAt)
    if (seat.fixed) left.push(seat)
    else if (spans === null) found.set(seat.id, 'not-served')
    else if (spans.some((span) => span.from <= from && to <= span.to)) left.push(seat)
    else found.set(seat.id, 'closed')
  }
  const pool = rules.pools.find(({ id }) => id === poolId)
  if (pool === undefined) return found
  const seatsAt = capacityOfDay(pool.seats, pool.bands, rules.agency.zone, day)
  const given: Span[] = []
  for (const seat of left.sort(byRank)) {
    const span = { from: Date.parse(seat.startAt), to: Date.parse(seat.endAt) }
    if (seat.fixed || hasRoom(span, given, seatsAt)) given.push(span)
    else found.set(seat.id, 'capacity')
  }
  return found
}

/** Whether at every moment of a span fewer places are given than there are seats. */
function hasRoom(
  span: Span,
  given: readonly Span[],
  seatsAt: (from: number, to: number) => number,
): boolean {
  const meeting = given.filter(({ from, to }) => from < span.to && span.from < to)
  const inside = (at: number) => span.from < at && at < span.to
  const edges = meeting.flatMap(({ from, to }) => [from, to]).filter(inside)
  // Between two of these moments the number of places given does not change.
  const moments = [span.from, ...edges.sort((one, other) => one - other), span.to]
  return moments.slice(0, -1).every((from, n) => {
    const to = moments[n + 1] ?? from
    const there = meeting.filter((place) => place.from <= from && from < place.to).length
    return from === to || there < seatsAt(from, to)
  })
}

/** Whether an agenda's seats are this pool's: a hold is not carried over to other windows. */
function drawsOn(rules: AgencyRules, { agendaId }: TakenSeat, poolId: string): boolean {
  return rules.agendas.some((agenda) => agenda.id === agendaId && agenda.poolId === poolId)
}

/** When each agenda is open on a day; null where it is not served at all. */
function openSpansOf(rules: AgencyRules, day: LocalDate) {
  const known = new Map<string, ReturnType<typeof openSpans> | null>()
  return (agendaId: string) => {
    const kept = known.get(agendaId)
    if (kept !== undefined) return kept
    const served = rules.agency.active && rules.agendas.some(isInUse(agendaId))
    const spans = served
      ? openSpans(dayPlan(calendarOf(rules, agendaId), day), rules.agency.zone)
      : null
    known.set(agendaId, spans)
    return spans
  }
}

const isInUse =
  (agendaId: string) =>
  ({ id, active }: { id: string; active: boolean }): boolean =>
    id === agendaId && active

function byRank(one: TakenSeat, other: TakenSeat): number {
  return (
    Number(other.fixed) - Number(one.fixed) ||
    Number(one.kind === 'hold') - Number(other.kind === 'hold') ||
    compare(one.since, other.since) ||
    compare(one.id, other.id)
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

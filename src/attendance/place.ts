import { type Instant, later } from '../clock.ts'
import type { PriorityGroup } from './priority.ts'

/** Why somebody stands where they do in line, in words that can be shown to staff. */
export type PlaceReason = {
  /** What the number counts from: the turno's hour, the arrival, or the return after a no-show. */
  from: 'turno' | 'arrival' | 'return'
  base: Instant
  /** Minutes taken off for constitutional priority; 0 without. */
  priorityMinutes: number
  /** Minutes added to somebody who came without a turno, or too late for it; 0 otherwise. */
  walkInMinutes: number
}

/** The one number of the queue's order, as an instant, and why. */
export type Place = { place: Instant; reason: PlaceReason }

/** What an agency set that decides places. */
export type PlaceRules = { graceMinutes: number; priorityMinutes: number; walkInMinutes: number }

/** Somebody who came; `turnoStart` is null without a turno. */
export type Comer = {
  turnoStart: Instant | null
  arrivedAt: Instant
  priority: PriorityGroup | null
}

/**
 * Where somebody who comes stands in line; null when they are later than the grace and so are a
 * walk-in at best. The number counts from the later of the turno's hour and the arrival. A walk-in's is
 * later, and one with priority earlier, by the agency's minutes: nobody who would otherwise stand more
 * than `priorityMinutes` behind gets in front, whoever they are.
 */
export function placeOf(
  { turnoStart, arrivedAt, priority }: Comer,
  rules: PlaceRules,
): Place | null {
  if (turnoStart === null) return walkInPlace({ arrivedAt, priority }, rules)
  if (arrivedAt > later(turnoStart, { minutes: rules.graceMinutes })) return null
  return arrivedAt > turnoStart
    ? placeFrom('arrival', arrivedAt, priority, 0, rules)
    : placeFrom('turno', turnoStart, priority, 0, rules)
}

/** Where somebody stands who came without a turno, or too late for it. */
export function walkInPlace(
  { arrivedAt, priority }: Omit<Comer, 'turnoStart'>,
  rules: PlaceRules,
): Place {
  return placeFrom('arrival', arrivedAt, priority, rules.walkInMinutes, rules)
}

/** Where somebody stands who comes back after they did not answer their call: behind who was there. */
export function placeOnReturn(
  { at, priority, before }: { at: Instant; priority: PriorityGroup | null; before: PlaceReason },
  rules: PlaceRules,
): Place {
  return placeFrom('return', at, priority, before.walkInMinutes, rules)
}

/** The same place where priority is learnt of, or taken back, after the arrival. */
export function placeWithPriority(
  { from, base, walkInMinutes }: PlaceReason,
  priority: PriorityGroup | null,
  rules: PlaceRules,
): Place {
  return placeFrom(from, base, priority, walkInMinutes, rules)
}

/** What the order is made of. */
export type InLine = { place: Instant; arrivedAt: Instant; id: string }

/**
 * Who goes first: the lower number, then the earlier arrival, then the lower id. Total, and the same on
 * every database: all three are ASCII texts that are never null.
 */
export function inOrder(a: InLine, b: InLine): number {
  return compare(a.place, b.place) || compare(a.arrivedAt, b.arrivedAt) || compare(a.id, b.id)
}

function placeFrom(
  from: PlaceReason['from'],
  base: Instant,
  priority: PriorityGroup | null,
  walkInMinutes: number,
  rules: PlaceRules,
): Place {
  const priorityMinutes = priority === null ? 0 : rules.priorityMinutes
  return {
    place: later(base, { minutes: walkInMinutes - priorityMinutes }),
    reason: { from, base, priorityMinutes, walkInMinutes },
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

import type { Instant } from '../clock.ts'

/** Why somebody stands where they do in line, in words that can be shown to staff. */
export type PlaceReason = {
  /** What the number counts from: the turno's hour, or the arrival. */
  from: 'turno' | 'arrival'
  base: Instant
  /** Minutes taken off for constitutional priority; 0 without. */
  priorityMinutes: number
  /** Minutes added to somebody who came without a turno; 0 with one. */
  walkInMinutes: number
}

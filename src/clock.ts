/** A UTC instant as ISO text with milliseconds (`2026-11-24T13:20:00.000Z`). Two of them compare as text. */
export type Instant = string

/** A calendar day without zone, `YYYY-MM-DD`. Which zone it is meant in is said where it is used. */
export type LocalDate = string

/** A wall-clock time without zone, `HH:MM`, `24:00` allowed as the end of a day. */
export type LocalTime = string

/** Where the application learns the time; passed in everywhere so that a test can stand on any second. */
export type Clock = { now(): Instant }

const second = 1000
const minute = 60 * second

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() }

/**
 * A clock that starts at `instant` (any ISO text with an offset) and runs on at the machine's pace.
 * For demonstrations; the configuration refuses it outside demo mode.
 */
export function startingAt(instant: string): Clock {
  const shift = Date.parse(instant) - Date.now()
  return { now: () => new Date(Date.now() + shift).toISOString() }
}

/** How far `advance` moves a fixed clock; the parts add up. */
export type Step = { days?: number; hours?: number; minutes?: number; seconds?: number }

/** A clock that stands still until it is told otherwise. */
export type FixedClock = Clock & { set(instant: string): void; advance(step: Step): void }

/** A clock for tests: stands at `instant` until `set` or `advance`. */
export function fixedClock(instant: string): FixedClock {
  let current = Date.parse(instant)
  return {
    now: () => new Date(current).toISOString(),
    set: (next) => {
      current = Date.parse(next)
    },
    advance: (step) => {
      current += lengthOf(step)
    },
  }
}

/** The instant `step` after `instant`; a negative part goes back. */
export function later(instant: Instant, step: Step): Instant {
  return new Date(Date.parse(instant) + lengthOf(step)).toISOString()
}

/** Whole seconds from `from` to `to`, rounded up; negative when `to` is earlier. */
export function secondsBetween(from: Instant, to: Instant): number {
  return Math.ceil((Date.parse(to) - Date.parse(from)) / second)
}

function lengthOf({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Step): number {
  return ((days * 24 + hours) * 60 + minutes) * minute + seconds * second
}

import { writeSync } from 'node:fs'

/**
 * The moments at which a crash tells most, since killing at random rarely meets them: around the
 * transaction that makes a turno, between a wake-up in Redis and its end, and between the mail server's
 * answer and the row that says so; at the agency, around the call of a person and the outcome that issues a
 * certificate.
 */
export const crashPoints = [
  'before-transaction',
  'before-commit',
  'after-commit',
  'after-enqueue',
  'after-smtp',
  'call-before-commit',
  'call-after-commit',
  'outcome-before-commit',
  'outcome-after-commit',
] as const

export type CrashPoint = (typeof crashPoints)[number]

/** How often each point ends the process, from 0 (never) to 1 (at once). */
export type CrashChances = Partial<Record<CrashPoint, number>>

const inert = (_point: CrashPoint): void => undefined

let pass = inert

/** A named moment of the code. Does nothing, and asks nothing, unless the points were armed. */
export function crashPoint(point: CrashPoint): void {
  pass(point)
}

/**
 * Makes the points crash with their chances from now on; none at all makes them inert again. Only for
 * the fault tests: the settings refuse it outside demo mode. `die` is what a crash is.
 */
export function armCrashPoints(chances: CrashChances, die: (point: CrashPoint) => void = end) {
  const armed = Object.values(chances).some((chance) => chance > 0)
  pass = armed ? (point) => (Math.random() < (chances[point] ?? 0) ? die(point) : undefined) : inert
}

/** Ends the process as a lost machine would, having named the point on the error stream. */
function end(point: CrashPoint): void {
  writeSync(process.stderr.fd, `crash point ${point}\n`)
  process.kill(process.pid, 'SIGKILL')
}

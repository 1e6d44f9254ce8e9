import type { CrashPoint } from '../../src/crashPoints.ts'
import type { Death, Role } from './processes.ts'

type Situation = {
  role: Role
  deaths: readonly Death[]
  /** What one of them has to do with in a second: mails that leave, steps that clerks take. */
  mails: number
  steps: number
  /** Whether anybody books, and so passes the points of booking. */
  crowd: boolean
}

/**
 * How many seconds the points together should let a process live. A worker has few points to meet, and
 * nobody gets a code while it is away.
 */
const lifeSeconds: Record<Role, number> = { both: 14, web: 20, worker: 45 }

/** How many points are armed at a time. */
const armedAtOnce = 2

/** How often a process passes a point for each mail that leaves (every walk has two), or each step. */
const passes: Record<CrashPoint, { of: 'mails' | 'steps'; each: number }> = {
  'before-transaction': { of: 'mails', each: 0.5 },
  'before-commit': { of: 'mails', each: 0.5 },
  'after-commit': { of: 'mails', each: 0.5 },
  'after-enqueue': { of: 'mails', each: 0.7 },
  'after-smtp': { of: 'mails', each: 1 },
  'call-before-commit': { of: 'steps', each: 0.4 },
  'call-after-commit': { of: 'steps', each: 0.4 },
  'outcome-before-commit': { of: 'steps', each: 0.2 },
  'outcome-after-commit': { of: 'steps', each: 0.2 },
}

const booking: CrashPoint[] = ['before-transaction', 'before-commit', 'after-commit']
const attending: CrashPoint[] = [
  'call-before-commit',
  'call-after-commit',
  'outcome-before-commit',
  'outcome-after-commit',
]
const pointsOf: Record<Role, readonly CrashPoint[]> = {
  web: [...booking, 'after-enqueue', ...attending],
  worker: ['after-enqueue', 'after-smtp'],
  both: [...booking, 'after-enqueue', 'after-smtp', ...attending],
}

/**
 * CRASH_AT for a process that starts now: those points of its role that were hit least so far and that it
 * passes at all, with chances that fit how fast this machine is.
 */
export function crashChances({ role, deaths, crowd, ...pace }: Situation): string {
  const hits = (point: CrashPoint) => deaths.filter(({ cause }) => cause === point).length
  return pointsOf[role]
    .filter((point) => (passes[point].of === 'mails' ? crowd : pace.steps > 0))
    .toSorted((one, other) => hits(one) - hits(other) || Math.random() - 0.5)
    .slice(0, armedAtOnce)
    .map((point) => {
      const { of, each } = passes[point]
      const passed = lifeSeconds[role] * armedAtOnce * pace[of] * each
      return `${point}:${Math.min(0.5, 1 / Math.max(passed, 1)).toFixed(4)}`
    })
    .join(',')
}

/** So many of each thing, by its name. Nothing is kept of what there is none of. */
export type Counts = Record<string, number>

/** What is a plain number of every span. */
export const numberNames = [
  'offered',
  'booked',
  'cancelled',
  'moved',
  'noShow',
  'served',
  'walkIns',
  'unmet',
] as const

export type NumberName = (typeof numberNames)[number]

/** What is counted by kind, code, minute or hour. */
const tallyNames = ['outcomes', 'missing', 'waits', 'leads'] as const

export type TallyName = (typeof tallyNames)[number]

/**
 * The figures of a procedure at an agency in a span of time. Turnos count on their own day, whatever
 * day something was done to them: `booked` are all that were given for it, `cancelled`, `noShow` and
 * `served` what became of them, `moved` how often they were moved before. `offered` are the seats of
 * its slots; `walkIns` who was served without a turno; `unmet` searches that ended with nothing free.
 * `waits` are whole minutes from arrival to the first call, `leads` whole hours from a look at noon to
 * the first free slot, `none` where there was none.
 */
export type Figures = Record<NumberName, number> & Record<TallyName, Counts>

/** The key of a lead time where nothing was free. */
export const noLead = 'none'

/** Stands for all agencies, or for all procedures. */
export const all = '*'

export function noFigures(): Figures {
  return {
    offered: 0,
    booked: 0,
    cancelled: 0,
    moved: 0,
    noShow: 0,
    served: 0,
    walkIns: 0,
    unmet: 0,
    outcomes: {},
    missing: {},
    waits: {},
    leads: {},
  }
}

/** Adds `more` into `to`, or takes it out (`-1`). */
export function addFigures(to: Figures, more: Figures, times: 1 | -1 = 1): void {
  for (const name of numberNames) to[name] += times * more[name]
  for (const name of tallyNames) {
    const [into, tally] = [to[name], more[name]]
    // A report adds a hundred thousand of these: no list of pairs is made of each tally.
    for (const key in tally) count(into, key, times * (tally[key] ?? 0))
  }
}

/** Counts into a tally; what comes to nothing is not kept. */
export function count(counts: Counts, key: string, number = 1): void {
  const sum = (counts[key] ?? 0) + number
  if (sum === 0) delete counts[key]
  else counts[key] = sum
}

/** The names of what differs between two sets of figures; empty where they are equal to the last digit. */
export function differences(one: Figures, other: Figures): string[] {
  const numbers = numberNames.filter((name) => one[name] !== other[name])
  const tallies = tallyNames.filter((name) => !sameCounts(one[name], other[name]))
  return [...numbers, ...tallies]
}

export function isNothing(figures: Figures): boolean {
  return differences(figures, noFigures()).length === 0
}

/** The value that a share (0 to 1) of all counted do not exceed, by numeric keys; null of nothing. */
export function quantileOf(counts: Counts, share: number): number | null {
  const sorted = Object.entries(counts)
    .filter(([key]) => key !== noLead)
    .map(([key, number]): [number, number] => [Number(key), number])
    .sort(([one], [other]) => one - other)
  const total = sorted.reduce((sum, [, number]) => sum + number, 0)
  let before = 0
  for (const [value, number] of sorted) {
    before += number
    if (before >= Math.ceil(total * share)) return value
  }
  return null
}

/** How many were counted in all. */
export function totalOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, number) => sum + number, 0)
}

function sameCounts(one: Counts, other: Counts): boolean {
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key])
}

import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import { type Clock, type LocalDate, later } from '../clock.ts'
import type { Wire } from './wire.ts'

/** How often an agency's day was touched: two that differ mean that something changed in between. */
export type Stamp = { agencyId: string; day: LocalDate; touched: number }

/** Somebody who looks at an agency's queue; neither function may throw. */
export type Listener = { nudge(): void; end(): void }

/** How soon a change that another process made is seen where nothing else tells of it. */
const lookEveryMs = 2000

type ChangesPorts = {
  database: Pick<Database, 'dialect' | 'read'>
  stores: Pick<Stores, 'agencyDays'>
  clock: Clock
  /** To the other processes and back; null where there is none. */
  wire: Wire | null
}

/**
 * Who wants to know when an agency's queue changes: the live pages of this process. A nudge says no
 * more than "look again". What this process changes it tells at once. What others change comes over the
 * wire where there is one, and by looking at the days' counters every two seconds while anybody
 * listens, since what a wire lost nobody tells again. On SQLite there is only one process, so nobody looks.
 */
export function createChanges({ database, stores, clock, wire }: ChangesPorts) {
  const listeners = new Map<string, Set<Listener>>()
  // What was told last, so that the same change does not nudge twice by two ways.
  const told = new Map<string, string>()
  const looks = database.dialect === 'postgres'
  let timer: NodeJS.Timeout | null = null
  let closed = false

  function learn({ agencyId, day, touched }: Stamp): void {
    const own = listeners.get(agencyId)
    const text = `${day} ${touched}`
    if (!own || told.get(agencyId) === text) return
    told.set(agencyId, text)
    for (const listener of [...own]) listener.nudge()
  }

  wire?.hear((text) => {
    const [agencyId = '', day = '', touched = ''] = text.split(' ')
    learn({ agencyId, day, touched: Number(touched) })
  })

  async function look(): Promise<void> {
    // The zones of the world are at most a day apart.
    const since = later(clock.now(), { days: -1 }).slice(0, 10)
    const rows = await stores.agencyDays.stamps(database.read, [...listeners.keys()], since)
    const latest = new Map(rows.map((row) => [row.agencyId, row]))
    for (const row of latest.values()) learn(row)
  }

  function lookLater(): void {
    if (!looks || timer || closed || listeners.size === 0) return
    timer = setTimeout(() => {
      // A database that is away is asked again like any other time.
      look()
        .catch(() => undefined)
        .finally(() => {
          timer = null
          lookLater()
        })
    }, lookEveryMs)
    timer.unref()
  }

  return {
    /** Tells whoever listens to this agency. Called after the commit, never inside a transaction. */
    tell(stamp: Stamp): void {
      learn(stamp)
      wire?.send(`${stamp.agencyId} ${stamp.day} ${stamp.touched}`)
    },

    /** Listens until the function it gives back is called. */
    listen(agencyId: string, listener: Listener): () => void {
      if (closed) {
        listener.end()
        return () => undefined
      }
      const own = listeners.get(agencyId) ?? new Set()
      listeners.set(agencyId, own)
      own.add(listener)
      lookLater()
      return () => {
        own.delete(listener)
        if (own.size > 0 || listeners.get(agencyId) !== own) return
        listeners.delete(agencyId)
        told.delete(agencyId)
      }
    },

    /** How many listen. */
    listening: () => [...listeners.values()].reduce((sum, own) => sum + own.size, 0),

    /** Ends every stream, so that none keeps a process that is to stop. */
    close(): void {
      closed = true
      if (timer) clearTimeout(timer)
      for (const own of [...listeners.values()]) for (const listener of [...own]) listener.end()
    },
  }
}

export type Changes = ReturnType<typeof createChanges>

import type { Agenda } from '../agencies/agenda.ts'
import { type Limit, takeAllowance } from '../allowances.ts'
import { localDateOf } from '../calendar/zonedDay.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { FigurePorts } from './ports.ts'

type Search = { draftId: string; agendaId: string; day: string }

/** A draft counts once a day at an agenda; its key outlives that day in any zone. */
const once: Limit[] = [{ times: 1, seconds: 26 * 60 * 60 }]

/** What waits in memory at most; more than that in a few seconds is no demand but an attack. */
const mostWaiting = 20_000

/**
 * Counts searches that ended with nothing free. Looking changes nothing, so a page only notes it in
 * memory; `flush`, called every few seconds, counts what was noted. A crash in between loses those
 * seconds. Which draft it was is kept as a keyed hash for a day, so that it counts once.
 */
export function createUnmet({ database, stores, clock, hash }: FigurePorts & { hash: KeyedHash }) {
  let waiting = new Map<string, Search>()

  async function countOne({ draftId, agendaId, day }: Search): Promise<void> {
    const key = `unmet:${hash('allowance', `unmet ${draftId} ${agendaId} ${day}`)}`
    await database.transaction(async (tx) => {
      const first = await takeAllowance(stores.allowances, tx, [key], once, clock.now())
      if (first.ok) await stores.facts.addUnmet(tx, agendaId, day)
    })
  }

  return {
    /** Notes that a draft was shown an agenda without any free slot. */
    note(draftId: string, agenda: Agenda): void {
      if (waiting.size >= mostWaiting) return
      const day = localDateOf(clock.now(), agenda.agency.zone)
      waiting.set(`${draftId} ${agenda.id} ${day}`, { draftId, agendaId: agenda.id, day })
    },

    /** Counts what was noted; what cannot be counted now waits for the next time. */
    async flush(): Promise<void> {
      const noted = waiting
      waiting = new Map()
      try {
        for (const [key, search] of noted) {
          await countOne(search)
          noted.delete(key)
        }
      } finally {
        for (const [key, search] of noted) waiting.set(key, search)
      }
    },
  }
}

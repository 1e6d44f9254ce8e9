import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Agenda } from '../agencies/agenda.ts'
import type { Catalogue } from '../agencies/catalogue.ts'
import { memo } from '../agencies/memo.ts'
import type { Slot } from '../calendar/slots.ts'
import type { Clock } from '../clock.ts'
import type { Hours } from '../seats/hours.ts'

/** An agenda with the first slot it can offer now; null when it has none. */
export type Offer = { agenda: Agenda; first: Slot | null }

type EarliestPorts = { catalogue: Catalogue; hours: Hours; clock: Clock; memoSeconds: number }

/** Where the first free hours are; may lag behind by `memoSeconds`. */
export function createEarliest({ catalogue, hours, clock, memoSeconds }: EarliestPorts) {
  const millis = () => Date.parse(clock.now())

  const offers = memo(memoSeconds, millis, async (procedureId: string): Promise<Offer[]> => {
    const found: Offer[] = []
    for (const agenda of await catalogue.agendas(procedureId)) {
      found.push({ agenda, first: await hours.firstFree(agenda) })
      // Thousands of agendas must not keep the others waiting.
      await nextTurn()
    }
    return found.sort(earlierFirst)
  })

  return {
    /** Every agenda of the procedure, those with the earliest hour first, those without any last. */
    offers: (procedureId: string): Promise<Offer[]> => offers(procedureId),

    /** The earliest hour anywhere. */
    async anywhere(procedureId: string): Promise<{ agenda: Agenda; first: Slot } | null> {
      const [best] = await offers(procedureId)
      return best?.first ? { agenda: best.agenda, first: best.first } : null
    },
  }
}

export type Earliest = ReturnType<typeof createEarliest>

function earlierFirst(one: Offer, other: Offer): number {
  if (one.first === null || other.first === null) {
    return Number(one.first === null) - Number(other.first === null)
  }
  return one.first.start < other.first.start ? -1 : Number(one.first.start > other.first.start)
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Agenda } from '../agencies/agenda.ts'
import type { Catalogue } from '../agencies/catalogue.ts'
import type { DayPlan } from '../calendar/openingHours.ts'
import type { Slot } from '../calendar/slots.ts'
import type { Clock } from '../clock.ts'
import type { Hours, NoneCause } from '../seats/hours.ts'
import { background } from './background.ts'

/** An agenda with the first slot it can offer now, or why it has none, and its hours of today. */
export type Offer = { agenda: Agenda; today: DayPlan } & (
  | { first: Slot; noneBecause: null }
  | { first: null; noneBecause: NoneCause }
)

type EarliestPorts = { catalogue: Catalogue; hours: Hours; clock: Clock; memoSeconds: number }

/**
 * Where the first free hours are, as they were `memoSeconds` ago at most while people ask; with
 * thousands of agendas, as long ago as twenty times what looking at all of them takes.
 */
export function createEarliest({ catalogue, hours, clock, memoSeconds }: EarliestPorts) {
  const millis = () => Date.parse(clock.now())

  const offers = background(memoSeconds, millis, async (procedureId: string): Promise<Offer[]> => {
    const found: Offer[] = []
    for (const agenda of await catalogue.agendas(procedureId)) {
      found.push(await offerOf(agenda))
      // Thousands of agendas must not keep the others waiting.
      await nextTurn()
    }
    return found.sort(earlierFirst)
  })

  async function offerOf(agenda: Agenda): Promise<Offer> {
    const look = hours.look(agenda, null)
    const first = await look.firstFree()
    const today = await look.today()
    if (first) return { agenda, today, first, noneBecause: null }
    return { agenda, today, first, noneBecause: await look.whyNone() }
  }

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

function earlierFirst(one: Offer, other: Offer): number {
  if (one.first === null || other.first === null) {
    return Number(one.first === null) - Number(other.first === null)
  }
  return one.first.start < other.first.start ? -1 : Number(one.first.start > other.first.start)
}

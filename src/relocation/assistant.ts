import { isOneRows, isUnavailable } from '../../db/errors.ts'
import { later } from '../clock.ts'
import { type Deed, nextDeed } from './deed.ts'
import type { createEndings } from './endings.ts'
import { hasRoom } from './fits.ts'
import { assistant, type RelocationPorts } from './ports.ts'
import type { Proposals } from './propose.ts'
import type { createSending } from './send.ts'
import type { takeProposal } from './take.ts'

type Hands = {
  proposals: Proposals
  sending: ReturnType<typeof createSending>
  endings: ReturnType<typeof createEndings>
  take: ReturnType<typeof takeProposal>
}

/** How many are looked at in one run, so that a run ends; the rest is due at the next. */
const mostInARun = 300

/** Whoever could not be served is looked at again after so long. */
const againMinutes = 10

/** More deeds than this for one person in one go would be going round in circles. */
const mostDeeds = 8

/**
 * The closure assistant: does for each person what is due, one step after the other. Nothing is kept
 * in memory; whoever runs it, as often as they like, finds in the rows what is still to be done.
 */
export function createAssistant(ports: RelocationPorts, hands: Hands) {
  const { database, stores, clock } = ports
  const { proposals, sending, endings, take } = hands

  /** Answers whether an hour was looked for in vain. */
  const deeds: Record<Deed, (id: string) => Promise<boolean>> = {
    propose: async (id) => !(await proposals.propose(id)).ok,
    send: async (id) => never(await sending.send(id, assistant)),
    remind: async (id) => never(await sending.remind(id, assistant)),
    take: async (id) => never(await take(id, null, assistant)),
    overtake: async (id) => never(await endings.overtake(id)),
    keep: async (id) => never(await endings.keep(id)),
    'give-up': async (id) => never(await endings.giveUp(id)),
  }

  /** Does all that is due for one relocation, and notes when to look at it again. */
  async function attend(id: string): Promise<void> {
    let lookedInVain = false
    for (let done = 0; done < mostDeeds; done += 1) {
      const next = await database.transaction(async (tx) => {
        const relocation = await stores.relocations.find(tx, id)
        if (!relocation || relocation.endedAt !== null) return null
        const turno = await stores.turnos.find(tx, relocation.turnoId)
        const change = await stores.relocations.change(tx, relocation.changeId)
        if (!turno || !change) throw new Error('A relocation without its turno or change')
        const now = clock.now()
        const fits = await hasRoom(stores, tx, turno, now)
        const decided = nextDeed({ relocation, turno, change, fits, lookedInVain }, now)
        if (decided.deed === null) await stores.relocations.sleep(tx, relocation, decided.at)
        return decided.deed
      })
      if (next === null) return
      lookedInVain = (await deeds[next](id)) || lookedInVain
    }
  }

  /**
   * Does something for one of many. Where it fails, that one is looked at again after a while, and those
   * behind them are served all the same. A database that is away fails for everybody: that is thrown on.
   */
  async function serve(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (isUnavailable(error) && !isOneRows(error)) throw error
      ports.log.error({ err: error, relocation: id }, 'A relocation could not be carried on')
      const dueAt = later(clock.now(), { minutes: againMinutes })
      await database.transaction(async (tx) => {
        const relocation = await stores.relocations.find(tx, id)
        if (relocation) await stores.relocations.sleep(tx, relocation, dueAt)
      })
    }
  }

  return {
    attend,
    serve,

    /** Does what is due, for everybody, as long as `goOn` says so; how many were looked at. */
    async carryOn(goOn: () => boolean = () => true): Promise<number> {
      const due = await stores.relocations.due(database.read, clock.now(), mostInARun)
      let looked = 0
      for (const id of due) {
        if (!goOn()) break
        await serve(id, async () => {
          // Until its old hour a proposal is held; one that is not any more was taken away by a change.
          const relocation = await stores.relocations.find(database.read, id)
          if (relocation && clock.now() < relocation.fromStart) await proposals.recheck(id)
          await attend(id)
        })
        looked += 1
      }
      return looked
    },
  }
}

function never(_done: unknown): false {
  return false
}

import type { Database } from '../db/database.ts'
import type { MessageStore } from '../db/messageStore.ts'
import { type Clock, later } from '../src/clock.ts'
import type { Delivery } from '../src/messages/deliver.ts'

export type SweeperParts = {
  database: Database
  store: MessageStore
  clock: Clock
  deliver: (id: string) => Promise<Delivery>
  /** What each delivery of anything but a code waits for first. */
  standBack: () => Promise<void>
  /** How long a message must have been due: 5 where BullMQ workers come first, else 0. */
  graceSeconds: number
  /** How many deliveries may run at once. */
  atMost: number
  /** How many of those may be anything but codes. */
  othersAtMost: number
  onError: (error: unknown) => void
}

/** Sends what is due without Redis; see `createSweeper`. */
export type Sweeper = {
  /** Starts as many deliveries as there is room for; does not wait for them. */
  sweep(): Promise<void>
  /** Resolves when no delivery runs any more. */
  idle(): Promise<void>
}

/**
 * The guarantee behind the queue: it takes whatever has been due for a while and nobody works on,
 * whatever Redis seems to be. `more` is called when a delivery ends and so made room.
 */
export function createSweeper(parts: SweeperParts, more: () => void): Sweeper {
  const { database, store, clock, deliver, standBack, graceSeconds, atMost, onError } = parts
  const running = new Map<string, Promise<void>>()
  let others = 0

  async function one(id: string, isCode: boolean) {
    if (!isCode) others += 1
    try {
      if (!isCode) await standBack()
      await deliver(id)
      done(id, isCode)
      more()
    } catch (error) {
      // No `more`: what fails outright is met again in the next round, not at once.
      done(id, isCode)
      onError(error)
    }
  }

  function done(id: string, isCode: boolean) {
    running.delete(id)
    if (!isCode) others -= 1
  }

  function hasRoom(isCode: boolean): boolean {
    return running.size < atMost && (isCode || others < parts.othersAtMost)
  }

  return {
    async sweep() {
      if (running.size >= atMost) return
      const now = clock.now()
      const dueBy = later(now, { seconds: -graceSeconds })
      for (const { id, kind } of await store.due(
        database.read,
        dueBy,
        now,
        atMost + running.size,
      )) {
        const isCode = kind === 'code'
        if (running.has(id) || !hasRoom(isCode)) continue
        running.set(id, one(id, isCode))
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

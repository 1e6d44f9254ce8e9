import type { Database } from '../db/database.ts'
import type { DueMessage, MessageStore } from '../db/messageStore.ts'
import type { Clock } from '../src/clock.ts'
import { crashPoint } from '../src/crashPoints.ts'
import { type Asked, askRedis } from './connections.ts'
import { type Queues, wakeUpId } from './queues.ts'

/** How many rows are copied at once; the rest waits for the next round. */
const mostAtOnce = 100

export type RelayParts = {
  database: Database
  store: MessageStore
  clock: Clock
  queues: Pick<Queues, 'codes' | 'mail'>
}

/**
 * Copies the messages that are due to BullMQ, as wake-ups for its workers. The rows stay as they
 * are, so copying twice, by several processes, or to a Redis that forgets, does no harm. Gives up
 * within a second where Redis does not answer.
 */
export async function relay({ database, store, clock, queues }: RelayParts): Promise<Asked> {
  const now = clock.now()
  const due = await store.due(database.read, now, now, mostAtOnce)
  if (due.length === 0) return { ok: true }
  const codes = due.filter(({ kind }) => kind === 'code')
  const others = due.filter(({ kind }) => kind !== 'code')
  const asked = await askRedis(
    Promise.all([
      queues.codes.addBulk(codes.map(wakeUpFor)),
      queues.mail.addBulk(others.map(wakeUpFor)),
    ]),
  )
  crashPoint('after-enqueue')
  return asked
}

function wakeUpFor(message: DueMessage) {
  return { name: 'send', data: { id: message.id }, opts: { jobId: wakeUpId(message) } }
}

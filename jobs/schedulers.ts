import { type Asked, askRedis } from './connections.ts'
import { type Queues, wakeUpOptions } from './queues.ts'
import type { Recurring } from './schedule.ts'

/**
 * Tells BullMQ when to call for which work. Said again every minute, because FLUSHALL erases it;
 * saying it twice changes nothing. Gives up within a second where Redis does not answer.
 */
export async function upsertSchedulers(queues: Queues, all: readonly Recurring[]): Promise<Asked> {
  return askRedis(
    Promise.all(
      all.map(({ name, queue, everySeconds }) =>
        queues[queue].upsertJobScheduler(
          name,
          { every: everySeconds * 1000 },
          { name, data: { id: name }, opts: wakeUpOptions },
        ),
      ),
    ),
  )
}

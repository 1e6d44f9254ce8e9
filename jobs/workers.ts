import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { JobLog } from './connections.ts'
import { keyPrefix, type QueueName, queueNames, type WakeUp } from './queues.ts'
import { within } from './within.ts'

/** What a queue's jobs do with the id they carry. */
export type Handlers = Record<QueueName, (id: string) => Promise<unknown>>

export type Workers = {
  /** Takes no more jobs, waits for those that run, at most `ms`, and closes. Never rejects. */
  close(ms: number): Promise<void>
}

type WorkersParts = {
  connection: Redis
  handlers: Handlers
  /** How many jobs of a queue run at once. */
  concurrency: Record<QueueName, number>
  log: JobLog
}

const wakeUp = z.object({ id: z.string() })

/** BullMQ has this much time for its own book-keeping once our work is done. */
const bookKeepingMs = 2000

/** One BullMQ worker per queue. They wait for Redis where it is away. */
export function startWorkers({ connection, handlers, concurrency, log }: WorkersParts): Workers {
  const running = new Set<Promise<unknown>>()
  const workers = queueNames.map((name) => {
    const worker = new Worker<WakeUp>(
      name,
      async (job) => {
        const work = handlers[name](wakeUp.parse(job.data).id)
        running.add(work)
        try {
          await work
        } finally {
          running.delete(work)
        }
      },
      {
        connection,
        prefix: keyPrefix,
        concurrency: concurrency[name],
        // After an outage the first look is a second away, not fifteen; closing waits for it too.
        runRetryDelay: 1000,
        // jobs/redisWarnings.ts says it better.
        skipVersionCheck: true,
      },
    )
    // The connection's own listener tells; without one here an error would end us.
    worker.on('error', () => undefined)
    worker.on('failed', (job, error) =>
      log.error({ queue: name, job: job?.id, err: error }, 'A job failed'),
    )
    return worker
  })

  async function settle(): Promise<void> {
    while (running.size > 0) await Promise.allSettled(running)
  }

  return {
    async close(ms) {
      // Where Redis is away, BullMQ would wait for it before it closes.
      const ready = connection.status === 'ready'
      const closing = ready ? workers.map((worker) => worker.close()) : []
      await within(settle(), ms)
      if (!ready) closing.push(...workers.map((worker) => worker.close(true)))
      if (!(await within(Promise.allSettled(closing), bookKeepingMs))) {
        void Promise.allSettled(workers.map((worker) => worker.disconnect()))
      }
    },
  }
}

import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'

/** Codes have a queue of their own: somebody waits for each, and other mails may stand back. */
export const queueNames = ['codes', 'mail', 'holds', 'housekeeping'] as const
export type QueueName = (typeof queueNames)[number]

/** All that a job carries: the id of a message, or the name of recurring work. Redis keeps it in clear. */
export type WakeUp = { id: string }

export type Queues = Record<QueueName, Queue<WakeUp>>

/** The braces keep all keys in one slot, which Redis Cluster needs. */
export const keyPrefix = '{turnero}'

/**
 * A job is a wake-up and nothing more: whether and when to try again stands in the database, so a
 * job is tried once and leaves no trace.
 */
export const wakeUpOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true }

/** The queues over one producer connection. They never wait for Redis, neither now nor later. */
export function openQueues(connection: Redis): Queues {
  const open = (name: QueueName) => {
    const queue = new Queue<WakeUp>(name, {
      connection,
      prefix: keyPrefix,
      skipVersionCheck: true,
      skipWaitingForReady: true,
      skipMetasUpdate: true,
      defaultJobOptions: wakeUpOptions,
    })
    // The connection's own listener tells; without one here an error would end us.
    queue.on('error', () => undefined)
    return queue
  }
  return {
    codes: open('codes'),
    mail: open('mail'),
    holds: open('holds'),
    housekeeping: open('housekeeping'),
  }
}

/**
 * One try of one message: the same wake-up twice is one job. BullMQ refuses ids that are numbers or
 * hold a colon; message ids are made of letters, digits, `_` and `-`.
 */
export function wakeUpId({ id, attempts }: { id: string; attempts: number }): string {
  return `m-${id}-${attempts}`
}

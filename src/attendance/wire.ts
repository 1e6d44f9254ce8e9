import type { Redis } from 'ioredis'

const channel = 'turnero:changes'

/** Carries short texts to every process, ours included. One that is lost costs a moment. */
export type Wire = {
  send(text: string): void
  hear(listener: (text: string) => void): void
  close(): void
}

/**
 * A wire over Redis. `producer` sends and fails at once where Redis is away; one more connection, the
 * only one of its kind in a process, listens, and takes up its listening whenever Redis is back.
 */
export function wireOver(producer: Redis): Wire {
  const listening = producer.duplicate({
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    commandTimeout: undefined,
  })
  listening.on('error', () => undefined)
  listening.subscribe(channel).catch(() => undefined)
  return {
    send(text) {
      producer.publish(channel, text).catch(() => undefined)
    },
    hear(listener) {
      listening.on('message', (_channel, text) => listener(text))
    },
    close() {
      listening.disconnect()
    },
  }
}

import type { JobsHealth, QueueSide, QueueSideParts } from './queueSide.ts'

/**
 * The queue side, loaded by whoever has a Redis: BullMQ and its client take memory that an installation
 * without one can spare. Until it is loaded, a moment later, Redis counts as not reached yet.
 */
export function openQueueSide(parts: QueueSideParts): QueueSide {
  let open: QueueSide | null = null
  const opening = import('./queueSide.ts').then(({ startQueueSide }) => {
    open = startQueueSide(parts)
    return open
  })
  opening.catch(parts.onError)
  const notYet: JobsHealth = { redis: 'unreachable', warnings: [] }
  return {
    nudge: () => open?.nudge(),
    health: () => open?.health() ?? notYet,
    // What could not be loaded has nothing to close, and was told when it failed.
    close: () =>
      opening.then(
        (side) => side.close(),
        () => undefined,
      ),
  }
}

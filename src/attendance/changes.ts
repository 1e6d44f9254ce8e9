/**
 * Who wants to know when an agency's queue changes: the live pages of this process. A nudge says no
 * more than "look again", so one that is lost costs a moment and nothing else.
 */
export function createChanges() {
  const listeners = new Map<string, Set<() => void>>()

  return {
    /** Tells whoever listens to this agency. Called after the commit, never inside a transaction. */
    tell(agencyId: string): void {
      for (const listener of listeners.get(agencyId) ?? []) listener()
    },

    /** Listens until the function it gives back is called. The listener must not throw. */
    listen(agencyId: string, listener: () => void): () => void {
      const own = listeners.get(agencyId) ?? new Set()
      listeners.set(agencyId, own)
      own.add(listener)
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(agencyId) === own) listeners.delete(agencyId)
      }
    },
  }
}

export type Changes = ReturnType<typeof createChanges>

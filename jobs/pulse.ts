/** A round of work that is done again and again, never twice at once. */
export type Pulse = {
  /** Does a round at once, or one more right after the present one. Never throws. */
  nudge(): void
  /** No further round; resolves when the present one is done. */
  stop(): Promise<void>
}

type PulseParts = {
  /** The pause between the end of a round and the next. */
  everyMs: number
  round: () => Promise<void>
  /** Told of a round that threw; the next one comes all the same. */
  onError: (error: unknown) => void
}

/** Starts with a round. */
export function startPulse({ everyMs, round, onError }: PulseParts): Pulse {
  let stopped = false
  let wanted = false
  let present: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  async function rounds() {
    do {
      wanted = false
      await round().catch(onError)
    } while (wanted && !stopped)
    present = null
    if (!stopped) timer = setTimeout(nudge, everyMs)
  }

  function nudge() {
    if (stopped) return
    clearTimeout(timer)
    wanted = true
    present ??= rounds()
  }

  nudge()
  return {
    nudge,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await present
    },
  }
}

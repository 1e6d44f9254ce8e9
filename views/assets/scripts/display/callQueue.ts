/** One announcement to the room: a ticket and a window. A recall is another one, with a higher number. */
export type Call = { number: number; say: string; caption: string; open: boolean }

/** What makes itself heard. Each promise ends when the sound has; none takes for ever, and none throws. */
export type Speaker = {
  chime(): Promise<void>
  /** Reads a text out; without a voice it waits as long as reading takes. */
  say(text: string): Promise<void>
}

type QueuePorts = {
  speaker: Speaker
  /** What is being announced, for the screen; null when nothing is. */
  show(call: Call | null): void
}

/**
 * The calls that the room has yet to hear. One is said to its end before the next begins, and each is
 * said twice: at once where nobody else waits to be called, else after those who were not called yet.
 * Each number is taken once. A call that was over before it was taken is not said.
 */
export function createCallQueue({ speaker, show }: QueuePorts) {
  const first: Call[] = []
  const again: Call[] = []
  let last = 0
  let saying: Call | null = null
  let done = Promise.resolve()

  async function announce(call: Call): Promise<void> {
    saying = call
    show(call)
    await speaker.chime()
    await speaker.say(call.say)
    saying = null
    show(null)
  }

  async function work(): Promise<void> {
    for (;;) {
      const call = first.shift()
      if (call) {
        again.push(call)
        await announce(call)
        continue
      }
      const repeated = again.shift()
      if (!repeated) return
      await announce(repeated)
    }
  }

  return {
    /** Takes what is new, and begins to say it. */
    hear(calls: readonly Call[]): void {
      const fresh = calls.filter(({ number }) => number > last).sort((a, b) => a.number - b.number)
      last = fresh.at(-1)?.number ?? last
      const idle = saying === null && first.length + again.length === 0
      first.push(...fresh.filter(({ open }) => open))
      if (idle && first.length > 0) done = work()
    },

    /** From here on counts what is new: nothing up to this number is said. A new day begins at 0. */
    startAfter(number: number): void {
      last = number
      first.length = 0
      again.length = 0
    },

    /** The number of the last call that was taken. */
    last: () => last,
    saying: () => saying,
    /** What is yet to be said: those for the first time, then those for the second. */
    waiting: (): readonly Call[] => [...first, ...again],
    /** Ends when everything that waits was said. */
    idle: () => done,
  }
}

export type CallQueue = ReturnType<typeof createCallQueue>

/** Without a stream, how often one looks; with one, how often one looks all the same. */
const pollMs = 2000
const calmMs = 15_000
/** Where a stream was refused, as where a network has too many, when it is asked for again. */
const askAgainMs = 30_000

type NudgePorts = {
  /** The stream of nudges. */
  events: string
  /** Looks; throws where the server cannot be reached. */
  look(): Promise<void>
  /** Whether the server was reached last. */
  reached(yes: boolean): void
  /** Waits so long after a nudge, so that a whole room of phones does not ask in the same instant. */
  spreadMs?: number
}

/**
 * Looks again whenever a stream says so, and every two seconds where there is none. A stream that ended
 * for good, as where there are too many, is asked for again after half a minute.
 */
export function lookWhenNudged({ events, look, reached, spreadMs = 0 }: NudgePorts): void {
  let timer = 0
  let looking = false
  let again = false
  let streaming = false
  let stream: EventSource | null = null
  let askedAt = 0

  async function lookNow(): Promise<void> {
    if (looking) {
      again = true
      return
    }
    looking = true
    clearTimeout(timer)
    let good = true
    do {
      again = false
      try {
        await look()
        good = true
      } catch {
        good = false
      }
      // What came while we looked may be newer than what we saw.
    } while (again && good)
    looking = false
    reached(good)
    const refused = !stream || stream.readyState === EventSource.CLOSED
    if (refused && performance.now() - askedAt >= askAgainMs) listen()
    timer = window.setTimeout(() => void lookNow(), streaming && good ? calmMs : pollMs)
  }

  function listen(): void {
    stream?.close()
    askedAt = performance.now()
    stream = new EventSource(events)
    stream.addEventListener('open', () => {
      streaming = true
      void lookNow()
    })
    stream.addEventListener('message', () => {
      if (spreadMs === 0) return void lookNow()
      clearTimeout(timer)
      timer = window.setTimeout(() => void lookNow(), Math.random() * spreadMs)
    })
    stream.addEventListener('error', () => {
      if (streaming) void lookNow()
      streaming = false
    })
  }

  listen()
  // A page that is left takes its stream along, or the browser runs out of them.
  window.addEventListener('pagehide', () => stream?.close())
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    streaming = false
    askedAt = -askAgainMs
    void lookNow()
  })
  // A phone stops timers in its pocket; who takes it out sees how things stand.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void lookNow()
  })
  timer = window.setTimeout(() => void lookNow(), pollMs)
}

/** The text of a page of ours; throws where it cannot be had within some seconds. */
export async function fetchText(url: string, timeoutMs = 8000): Promise<string> {
  const stop = new AbortController()
  const late = setTimeout(() => stop.abort(), timeoutMs)
  try {
    const answer = await fetch(url, { credentials: 'same-origin', signal: stop.signal })
    if (!answer.ok) throw new Error(String(answer.status))
    return await answer.text()
  } finally {
    clearTimeout(late)
  }
}

import type { Response } from 'express'
import type { Changes } from '../changes.ts'

/** Shorter than the time after which proxies cut a silent connection. */
const heartbeatMs = 15_000

type LivePorts = {
  changes: Pick<Changes, 'listen'>
  /** Whether whoever listens may still do so; asked with every heartbeat. */
  still: () => Promise<boolean>
}

/**
 * A stream of nudges, one for every change of an agency's queue. Each says "look again" and nothing
 * else, so that a stream can show nobody what a page would not.
 */
export function nudgeStream(
  response: Response,
  agencyId: string,
  { changes, still }: LivePorts,
): void {
  // Gone while we looked who it was: its close was told already, and would never end the listening.
  if (response.destroyed) return
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Compression would keep every nudge back until there is enough of them.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  // Asked for its head alone, it has said all: nothing would ever end it.
  if (response.req.method === 'HEAD') return void response.end()
  // What comes after this process has gone is answered by another one, soon.
  response.write('retry: 2000\n\n')
  const end = () => void response.end()
  // Ended, it may take a while to be over: who reads nothing keeps it open.
  const write = (text: string) => {
    if (!response.writableEnded) response.write(text)
  }
  const stop = changes.listen(agencyId, { nudge: () => write('data: mire\n\n'), end })
  const heartbeat = setInterval(() => {
    still().then((may) => (may ? write(': \n\n') : end()), end)
  }, heartbeatMs)
  heartbeat.unref()
  response.on('close', () => {
    clearInterval(heartbeat)
    stop()
  })
}

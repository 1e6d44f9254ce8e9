import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'

/** A turn of the event loop that takes longer has people waiting for their pages. */
const busyMillis = 20

/** How long a mail stands back at most, and how often it looks whether it may go. */
const mostMillis = 1000
const lookAgainMillis = 50

/** What standing back needs of a process, in milliseconds of a clock that never goes back. */
export interface EventLoop {
  now(): number
  nextTurn(): Promise<unknown>
  pause(millis: number): Promise<unknown>
}

const ownLoop: EventLoop = {
  now: () => performance.now(),
  nextTurn: () => nextTurn(),
  pause: (millis) => pause(millis),
}

/**
 * Waits while this process is so busy that pages wait, a second at most. Somebody looks at the page that
 * does not come, and nobody at the mail box: what goes by mail is on the screen already. Called before
 * each mail, so that as long as a rush lasts a process sends about one a second for each place it has.
 */
export async function afterPages(loop: EventLoop = ownLoop): Promise<void> {
  const end = loop.now() + mostMillis
  while ((await lengthOfTurn(loop)) > busyMillis && loop.now() < end) {
    await loop.pause(lookAgainMillis)
  }
}

async function lengthOfTurn(loop: EventLoop): Promise<number> {
  const began = loop.now()
  await loop.nextTurn()
  return loop.now() - began
}

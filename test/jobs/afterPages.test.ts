import { expect, test } from '@jest/globals'
import { afterPages, type EventLoop } from '../../jobs/afterPages.ts'

/** An event loop whose turns take as long as told, the last of them for ever after, and its clock. */
function loopOf(...turnMillis: [number, ...number[]]): EventLoop & { pauses: number } {
  let now = 0
  let turns = 0
  return {
    pauses: 0,
    now: () => now,
    async nextTurn() {
      if (turns > 100) throw new Error('the mail still waits after a hundred looks')
      now += turnMillis[Math.min(turns, turnMillis.length - 1)] ?? 0
      turns += 1
    },
    async pause(millis) {
      now += millis
      this.pauses += 1
    },
  }
}

test('a mail waits while pages keep the process busy, and goes once they do not', async () => {
  const loop = loopOf(30, 30, 30, 1)
  await afterPages(loop)
  expect(loop.pauses).toBe(3)
})

test('it does not wait for ever: everybody gets their paper in the end', async () => {
  const loop = loopOf(30)
  await afterPages(loop)
  expect(loop.now()).toBeGreaterThanOrEqual(1000)
  expect(loop.now()).toBeLessThan(1000 + 30 + 50 + 30)
})

test('it does not wait at all where nobody does', async () => {
  const loop = loopOf(1)
  await afterPages(loop)
  expect(loop.pauses).toBe(0)
})

test('of its own process too it sees that it is busy', async () => {
  let stopped = false
  const busyTurn = () => {
    const end = performance.now() + 30
    while (performance.now() < end);
    if (!stopped) setImmediate(busyTurn)
  }
  setImmediate(busyTurn)
  const began = performance.now()
  await afterPages()
  stopped = true
  expect(performance.now() - began).toBeGreaterThanOrEqual(1000)
})

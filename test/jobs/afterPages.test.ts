import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { afterPages } from '../../jobs/afterPages.ts'

/** Keeps every turn of the event loop busy for so long, until told to stop. */
function busyLoop(millis: number) {
  let stopped = false
  const turn = () => {
    const end = performance.now() + millis
    while (performance.now() < end);
    if (!stopped) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    stopped = true
  }
}

test('a mail waits while pages keep the process busy, and goes once they do not', async () => {
  const rest = busyLoop(30)
  let gone = false
  const waiting = afterPages().then(() => {
    gone = true
  })
  for (let turns = 0; turns < 5; turns += 1) await nextTurn()
  expect(gone).toBe(false)
  rest()
  await waiting
})

test('it does not wait for ever: everybody gets their paper in the end', async () => {
  const rest = busyLoop(30)
  await afterPages()
  rest()
})

test('it does not wait at all where nobody does', async () => {
  let turns = 0
  const counting = setInterval(() => {
    turns += 1
  })
  await nextTurn()
  await afterPages()
  clearInterval(counting)
  expect(turns).toBeLessThan(20)
})

import { expect, test } from '@jest/globals'
import { backoffSeconds } from '../../src/messages/backoff.ts'

const waits = (kind: 'code' | 'other', random: number) =>
  [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => backoffSeconds(kind, attempt, random))

test('a code is tried again within seconds', () => {
  expect(waits('code', 0.5)).toEqual([2, 5, 15, 30, 60, 60, 60, 60])
})

test('anything else waits longer each time, an hour at most', () => {
  expect(waits('other', 0.5)).toEqual([5, 15, 60, 300, 900, 3600, 3600, 3600])
})

test('chance moves a wait by a fifth either way', () => {
  expect(backoffSeconds('other', 3, 0)).toBeCloseTo(48)
  expect(backoffSeconds('other', 3, 1)).toBeCloseTo(72)
})

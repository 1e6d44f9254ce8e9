import { describe, expect, test } from '@jest/globals'
import { newCode, newId, newSecret } from '../../src/keys/codes.ts'

/** How far counts are from equal: about `bins` for a fair source, with a deviation of √(2·bins). */
function chiSquare(values: readonly number[], bins: number): number {
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  const expected = values.length / bins
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('codes', () => {
  // Six deviations above the mean of 999 degrees of freedom: a fair source fails once in a billion runs.
  const bound = 1270
  const codes = Array.from({ length: 100_000 }, newCode)

  test('have six digits', () => {
    expect(codes.every((code) => /^[0-9]{6}$/.test(code))).toBe(true)
  })

  test('are equally likely, by their first and by their last three digits', () => {
    expect(
      chiSquare(
        codes.map((code) => Number(code.slice(0, 3))),
        1000,
      ),
    ).toBeLessThan(bound)
    expect(
      chiSquare(
        codes.map((code) => Number(code.slice(3))),
        1000,
      ),
    ).toBeLessThan(bound)
  })

  test('and the measure sees a source that never starts with zero', () => {
    const skewed = codes.map((code) => Number(code.replace(/^0/, '1').slice(0, 3)))
    expect(chiSquare(skewed, 1000)).toBeGreaterThan(bound)
  })
})

test('secrets are 192 bits for a cookie, never the same', () => {
  const secrets = Array.from({ length: 1000 }, newSecret)
  expect(new Set(secrets).size).toBe(1000)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{32}$/)
})

describe('ids', () => {
  const ids = Array.from({ length: 1000 }, newId)

  test('are version 7 UUIDs, never the same', () => {
    expect(new Set(ids).size).toBe(1000)
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })

  test('sort by the millisecond they were made in', () => {
    const times = ids.map((id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(Math.abs((times[0] ?? 0) - Date.now())).toBeLessThan(60_000)
  })
})

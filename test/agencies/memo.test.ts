import { expect, test } from '@jest/globals'
import { memo } from '../../src/agencies/memo.ts'

test('what was asked is kept for its seconds, and what failed is not', async () => {
  let now = 0
  let asked = 0
  const kept = memo(
    2,
    () => now,
    async (name: string) => {
      asked += 1
      if (name === 'nothing') throw new Error('There is nothing')
      return `${name} ${asked}`
    },
  )
  expect([await kept('quito'), await kept('quito')]).toEqual(['quito 1', 'quito 1'])
  now = 2000
  expect(await kept('quito')).toBe('quito 2')
  await expect(kept('nothing')).rejects.toThrow()
  await expect(kept('nothing')).rejects.toThrow()
  expect(asked).toBe(4)
})

test('whoever asks for ever more names takes no more room than for two thousand', async () => {
  let asked = 0
  const kept = memo(
    3600,
    () => 0,
    async (name: number) => {
      asked += 1
      return name
    },
  )
  for (let name = 0; name < 2001; name += 1) await kept(name)
  // The first was let go of with all the others, so it is asked for again.
  await kept(0)
  expect(asked).toBe(2002)
})

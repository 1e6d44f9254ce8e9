import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { contradictions, readLedger } from '../faults/ledger.ts'
import { tuesdayMorning } from '../support/app.ts'
import { dialects } from './dialects.ts'
import { commands } from './model/commands.ts'
import { type Ground, openGround } from './model/ground.ts'
import { createModel } from './model/model.ts'

/** How many stories are told on each database; `MODEL_RUNS=1000` for a long evening. */
const runs = Number(process.env.MODEL_RUNS ?? 40)

/** Seeds with which a fault was found once, and at which story; each is told again every time. */
const pastFailures = [
  { seed: 1171485716, path: '0', numRuns: 10 },
  { seed: -1841866301, path: '344', numRuns: 1 },
]

describe.each(dialects)('any story of the nine steps on %s', (dialect) => {
  let ground: Ground
  beforeAll(async () => {
    ground = await openGround(dialect)
  }, 60_000)
  afterAll(() => ground.close())

  const stories = fc.asyncProperty(
    fc.commands(commands, { maxCommands: 40, size: 'max' }),
    async (told) => {
      await ground.wipe()
      const setup = () => ({
        model: createModel(Date.parse(tuesdayMorning)),
        real: { ground, ids: new Map<string, string>() },
      })
      await fc.asyncModelRun(setup, told)
      expect(contradictions(await readLedger(ground.services().database))).toEqual([])
    },
  )

  test(
    'goes as the rules say, crash or no crash',
    async () => {
      await fc.assert(stories, { numRuns: runs })
    },
    60_000 + runs * 10_000,
  )

  for (const past of pastFailures) {
    test(`seed ${past.seed}`, async () => {
      await fc.assert(stories, past)
    }, 120_000)
  }
})

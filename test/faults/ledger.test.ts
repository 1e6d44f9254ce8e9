import { expect, test } from '@jest/globals'
import { killsIn, runFaults, told } from './run.ts'

test('a crowd books while everything is broken: nothing is lost, doubled or wrong', async () => {
  const reports = await Promise.all([
    runFaults({ dialect: 'sqlite', minutes: 0.5, clients: 16 }),
    runFaults({ dialect: 'postgres', minutes: 0.5, clients: 16 }),
  ])
  for (const report of reports) {
    process.stdout.write(`${told(report)}\n`)
    expect([...report.lost, ...report.doubled, ...report.wrong]).toEqual([])
    // Nothing would be lost either if nobody came and nothing was broken.
    expect(report.answered).toBeGreaterThan(0)
    expect(killsIn(report.counts)).toBeGreaterThan(0)
  }
}, 600_000)

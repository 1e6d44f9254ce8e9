import { expect, test } from '@jest/globals'
import { killsIn, runFaults, told } from './run.ts'

/** Half a minute of harm on each database at once; `npm run test:faults` takes longer. */
const short = { minutes: 0.4, clients: 12, room: { windows: 4, people: 24 } }

test('a crowd books and clerks call while everything is broken: nothing is lost, doubled or wrong', async () => {
  const reports = await Promise.all([
    runFaults({ dialect: 'sqlite', ...short }),
    runFaults({ dialect: 'postgres', ...short }),
  ])
  for (const report of reports) {
    process.stdout.write(`${told(report)}\n`)
    expect([...report.lost, ...report.doubled, ...report.wrong]).toEqual([])
    // Nothing would be lost either if nobody came and nothing was broken.
    expect(report.answered).toBeGreaterThan(0)
    expect(report.called).toBe(short.room.people)
    expect(report.issued).toBeGreaterThan(0)
    expect(killsIn(report.counts)).toBeGreaterThan(0)
  }
}, 600_000)

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { filledGround } from '../cli/filled.ts'
import { ground } from '../cli/ground.ts'
import { freshPostgres } from '../support/postgres.ts'

/** `TURNOS=1000 npm run bench -- transfer` for a smaller one. */
const count = Number(process.env.TURNOS ?? 100_000)

const linesOf = (said: string) => said.split('\n').filter((line) => / = .* = /.test(line))

test('An installation of many turnos moves to PostgreSQL and back, is backed up, restored and verified', async () => {
  const told: string[] = []
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const done = await work()
    told.push(`${what.padEnd(28)} ${((performance.now() - start) / 1000).toFixed(1)} s`)
    return done
  }
  const here = await timed(`making ${count} turnos`, () => filledGround(count))
  const postgres = await freshPostgres()
  const back = ground({ ...here.keys, DATABASE_URL: postgres.url })
  const copy = join(here.folder, 'copy.sqlite')

  const there = await timed('SQLite to PostgreSQL', () =>
    here.run('transfer', '--to', postgres.url),
  )
  const home = await timed('PostgreSQL to SQLite', () => back.run('transfer', '--to', back.file))
  const checks = [
    await timed('verify, SQLite', () => here.run('verify')),
    await timed('verify, PostgreSQL', () => back.run('verify')),
    await timed('backup, SQLite', () => back.runWith({ DATABASE_URL: back.file }, 'backup', copy)),
    await timed('verify, the backup', () => here.run('verify', copy)),
    await timed('restore --replace', () => here.run('restore', copy, '--replace')),
  ]
  told.push(`${(statSync(copy).size / 1_000_000).toFixed(0)} MB of backup`)
  process.stdout.write(`\n${[...linesOf(there.said), '', ...told].join('\n')}\n`)

  expect([there.code, home.code, ...checks.map(({ code }) => code)]).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(linesOf(home.said)).toEqual(linesOf(there.said))
  expect(linesOf(there.said).find((line) => line.startsWith('turnos '))).toContain(` ${count} `)
  here.clear()
  back.clear()
  await postgres.drop()
}, 3_600_000)

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { migrationState } from '../../db/migrationState.ts'
import { openDatabase } from '../../db/open.ts'
import { type FreshPostgres, freshPostgres } from '../support/postgres.ts'

const folder = 'db/migrations'

/**
 * What the version that still runs would trip over: something it reads or writes is gone, named
 * otherwise, or wants a value that it does not know of.
 */
const breaking = [
  /\bdrop\s+(table|column|constraint|index|type|schema|not\s+null)\b/i,
  /\brename\b/i,
  /\balter\s+column\b.*\b(type|set\s+data\s+type|set\s+not\s+null)\b/i,
  /\badd\s+(column\s+)?(?!constraint\b)\S+(?!.*\bdefault\b).*\bnot\s+null\b/i,
]

/** A migration that contracts says why nobody needs the old shape any more. */
const marker = /^-- contract: \S.{20,}/m

/** The statements of a migration that need the marker and do not have it. */
function unmarked(sql: string): string[] {
  if (marker.test(sql)) return []
  return sql
    .split('--> statement-breakpoint')
    .flatMap((statement) => statement.split(';'))
    .map((statement) => statement.trim().replace(/\s+/g, ' '))
    .filter((statement) => !/^create\b/i.test(statement))
    .filter((statement) => breaking.some((shape) => shape.test(statement)))
}

describe('a migration', () => {
  const files = ['sqlite', 'pg'].flatMap((dialect) =>
    readdirSync(join(folder, dialect))
      .filter((name) => name.endsWith('.sql') && !name.startsWith('0000'))
      .map((name) => join(folder, dialect, name)),
  )

  test.each(files)('%s leaves the version before it running', (file) => {
    expect(unmarked(readFileSync(file, 'utf8'))).toEqual([])
  })

  test.each([
    'DROP TABLE "turnos";',
    'ALTER TABLE `turnos` DROP COLUMN `day`;',
    'ALTER TABLE "turnos" RENAME COLUMN "day" TO "date";',
    'ALTER TABLE "turnos" ALTER COLUMN "day" SET NOT NULL;',
    'ALTER TABLE "turnos" ALTER COLUMN "sequence" SET DATA TYPE bigint;',
    'ALTER TABLE "turnos" ADD COLUMN "colour" text NOT NULL;',
    'ALTER TABLE `turnos` ADD `colour` text NOT NULL;',
    'CREATE TABLE `a` (`b` text);--> statement-breakpoint\nDROP INDEX `c`;',
  ])('%s is told from one that only adds', (sql) => {
    expect(unmarked(sql)).toHaveLength(1)
    expect(unmarked(`-- contract: no version since 0.3 reads this\n${sql}`)).toEqual([])
  })

  test.each([
    'CREATE TABLE "a" ("b" text NOT NULL);',
    'ALTER TABLE "turnos" ADD COLUMN "colour" text;',
    "ALTER TABLE `turnos` ADD `colour` text DEFAULT 'blue' NOT NULL;",
    'ALTER TABLE "a" ADD CONSTRAINT "b" FOREIGN KEY ("c") REFERENCES "d"("e");',
    'CREATE UNIQUE INDEX "a" ON "b" ("c") WHERE d is not null;',
  ])('%s only adds', (sql) => {
    expect(unmarked(sql)).toEqual([])
  })
})

describe('many processes that start at once on a fresh PostgreSQL', () => {
  let postgres: FreshPostgres
  afterEach(() => postgres.drop())

  test('bring it up to date once, whoever comes first', async () => {
    postgres = await freshPostgres()
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => openDatabase(postgres.url, folder)),
    )
    const states = await Promise.all(opened.map((one) => migrationState(one, folder)))
    for (const database of opened) await database.close()
    for (const { applied, known } of states) expect(applied).toBe(known)
  })

  test('wait for a migration that takes longer than a request may', async () => {
    postgres = await freshPostgres()
    const slow = new Client({ connectionString: postgres.url })
    await slow.connect()
    await slow.query('select pg_advisory_lock(7410233)')
    const opening = openDatabase(postgres.url, folder)
    // What a waiting process allows itself stands in its own session, so it is asked by waiting.
    const held = slow.query('select pg_sleep(5.5)')
    await held
    await slow.query('select pg_advisory_unlock(7410233)')
    await slow.end()
    const database = await opening
    const { applied, known } = await migrationState(database, folder)
    await database.close()
    expect(applied).toBe(known)
  })
})

import pg from 'pg'
import { z } from 'zod'
import { backupRun } from '../../../db/backupRecord.ts'
import { ForeignDatabase, nameOf } from '../../../db/foreignDatabase.ts'
import { knownMigrations } from '../../../db/migrationState.ts'
import { placeOf } from '../../../db/place.ts'
import { standingOf } from '../../../db/standing.ts'
import { openSide } from '../../../db/transfer.ts'
import type { TransferSide } from '../../../db/transferSide.ts'
import { type Instant, secondsBetween } from '../../clock.ts'
import type { Config } from '../../config.ts'
import { counted } from '../counted.ts'
import { readings } from '../ledger/readings.ts'
import { databaseTrouble } from '../trouble.ts'
import { examineClock } from './clock.ts'
import { examineInstitution } from './institution.ts'
import { bad, good, type Verdict } from './verdict.ts'
import { examineMessages, examineRuns, type Run } from './work.ts'

const runShape = z.object({
  name: z.string(),
  last_run_at: z.string().nullable(),
})

/** The database, whose it is, and what is written in it of backups, recurring work and mails. Migrates nothing. */
export async function examineDatabase(config: Config, now: () => Instant): Promise<Verdict[]> {
  const place = placeOf(config.databaseUrl)
  try {
    const standing = await standingOf(place)
    if (standing === 'none') {
      return [bad('database', `There is no database yet: ${nameOf(place)}.`, 'Start Turnero once.')]
    }
    if (standing === 'foreign') {
      return [bad('database', new ForeignDatabase(place).message, 'Mend DATABASE_URL.')]
    }
    const side = await openSide(place, false)
    try {
      const state = await examineState(side, config.migrationsDir)
      if (state.verdict === 'bad') return [state]
      return [
        state,
        await examineInstitution(side, config.demo),
        place.dialect === 'postgres'
          ? await compareClocks(place.url, now)
          : examineClock(await newestTrace(side), now()),
        ...examineRuns(await readRuns(side), now(), backupRun),
        examineMessages(await waiting(side), now()),
      ]
    } finally {
      await side.close()
    }
  } catch (error) {
    const why = databaseTrouble(error)
    if (why === null) throw error
    return [bad('database', why, 'Mend DATABASE_URL or the database.')]
  }
}

async function examineState(side: TransferSide, migrationsDir: string): Promise<Verdict> {
  const known = await knownMigrations(side.dialect, migrationsDir)
  const applied = await side.migrations()
  const kind = side.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'
  if (applied === known) {
    return good('database', `${kind}, up to date (${counted(known, 'migration')}).`)
  }
  return applied > known
    ? bad('database', 'The database is ahead of this program.', 'Use the newer program.')
    : bad(
        'database',
        `The database is behind this program by ${counted(known - applied, 'migration')}.`,
        'Make a backup, then run "migrate" or start Turnero.',
      )
}

async function compareClocks(url: string, now: () => Instant): Promise<Verdict> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at')
    const skew = Math.abs(secondsBetween(rows[0]?.at.toISOString() ?? now(), now()))
    return skew <= 2
      ? good('clock', 'This machine and the database agree on the time.')
      : bad(
          'clock',
          `This machine and the database differ by ${counted(skew, 'second')}.`,
          'Have both set their clocks by NTP: holds and codes end by the clock.',
        )
  } finally {
    await client.end()
  }
}

/** The latest instant that somebody wrote down as past. */
async function newestTrace(side: TransferSide): Promise<Instant | null> {
  let newest: Instant | null = null
  for (const { lastRunAt } of await readRuns(side)) {
    if (lastRunAt !== null && (newest === null || lastRunAt > newest)) newest = lastRunAt
  }
  return newest
}

async function readRuns(side: TransferSide): Promise<Run[]> {
  const runs: Run[] = []
  for await (const reading of readings(side, 'runs', ['name', 'last_run_at'])) {
    const { name, last_run_at: lastRunAt } = runShape.parse(reading)
    runs.push({ name, lastRunAt })
  }
  return runs
}

/** When each message that waits to be sent was due. */
async function waiting(side: TransferSide): Promise<Instant[]> {
  const due: Instant[] = []
  for await (const reading of readings(side, 'messages', ['status', 'due_at'])) {
    if (reading.status === 'queued') due.push(String(reading.due_at))
  }
  return due
}

import { existsSync, renameSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { listOf, restorePostgres } from '../../db/backupPostgres.ts'
import { checkFile, placeBackup } from '../../db/backupSqlite.ts'
import { ForeignDatabase } from '../../db/foreignDatabase.ts'
import { knownMigrations } from '../../db/migrationState.ts'
import { isOccupied } from '../../db/occupied.ts'
import { openDatabase } from '../../db/open.ts'
import { type DatabasePlace, placeOf } from '../../db/place.ts'
import { standingOf } from '../../db/standing.ts'
import { systemClock } from '../clock.ts'
import { holdings } from './holdings.ts'
import { shortcoming } from './shortcoming.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { withSettings } from './withSettings.ts'

type Put = { ok: true; aside: string | null } | { ok: false; says: string }

const stopIt = 'Another program has the database open: stop Turnero on every machine first.'

/**
 * Puts a backup where the settings say the database is, checks it before and after, brings it up to
 * date and says what it holds. Only into an empty place; with `replace` also over a database that
 * nobody has open, and on SQLite the old file is kept beside it.
 */
export function restore(
  asked: { file: string; replace: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  return withSettings(terminal, async (config) => {
    const file = resolve(asked.file)
    if (!existsSync(file)) {
      terminal.complain(`There is no file ${file}.`)
      return 1
    }
    const place = placeOf(config.databaseUrl)
    const put =
      place.dialect === 'sqlite'
        ? await putFile(place.file, file, asked.replace, config.migrationsDir)
        : await putDump(place, file, asked.replace, terminal.environment.PATH)
    if (!put.ok) {
      terminal.complain(put.says)
      return 1
    }
    const database = await openDatabase(config.databaseUrl, config.migrationsDir)
    await database.close()
    terminal.say(`Restored from ${file}: ${await holdings(place, systemClock.now())}`)
    if (put.aside !== null) terminal.say(`What was there before is in ${put.aside}.`)
    return 0
  })
}

async function putFile(
  target: string,
  backup: string,
  replace: boolean,
  migrationsDir: string,
): Promise<Put> {
  const { problems, contents } = checkFile(backup)
  if (problems.length > 0) return { ok: false, says: problems.join('\n') }
  if (contents.migrations > (await knownMigrations('sqlite', migrationsDir))) {
    return { ok: false, says: 'The backup was made by a newer program: use that one.' }
  }
  await mkdir(dirname(target), { recursive: true })
  const aside = `${target}.before-${stamp()}`
  const hasTarget = existsSync(target)
  if (hasTarget) {
    if (!replace) {
      return {
        ok: false,
        says: `${target} exists and was left alone. To put the backup in its place, stop Turnero and add --replace.`,
      }
    }
    // Whoever has it open would go on writing to the file that is put aside.
    if (await isOccupied({ dialect: 'sqlite', file: target })) return { ok: false, says: stopIt }
  }
  try {
    await placeBackup(backup, target, () => putAside(target, aside))
    return { ok: true, aside: hasTarget ? aside : null }
  } catch (error) {
    return { ok: false, says: `Nothing was restored: ${shortcoming(error)}` }
  }
}

/** The journals go with their database: left behind, they would be played into the one that comes. */
function putAside(file: string, aside: string): void {
  for (const rest of ['', '-wal', '-shm', '-journal']) {
    if (existsSync(`${file}${rest}`)) renameSync(`${file}${rest}`, `${aside}${rest}`)
  }
}

async function putDump(
  place: Extract<DatabasePlace, { dialect: 'postgres' }>,
  dump: string,
  replace: boolean,
  path: string | undefined,
): Promise<Put> {
  const listed = await listOf(dump, path)
  if (!listed.ok) return listed
  if (await isOccupied(place)) return { ok: false, says: stopIt }
  const standing = await standingOf(place)
  if (standing === 'foreign') return { ok: false, says: new ForeignDatabase(place).message }
  if (!replace && standing === 'ours') {
    return {
      ok: false,
      says: 'The database of DATABASE_URL has tables of Turnero and was left alone. Name an empty one, or add --replace to lose what it holds.',
    }
  }
  const restored = await restorePostgres(place.url, dump, replace, path)
  return restored.ok ? { ok: true, aside: null } : restored
}

/** The present second as a part of a file's name. */
function stamp(): string {
  return systemClock.now().slice(0, 19).replace(/\D/g, '')
}

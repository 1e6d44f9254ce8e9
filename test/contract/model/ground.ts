import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { importInstitution } from '../../../src/agencies/import.ts'
import { type FixedClock, fixedClock } from '../../../src/clock.ts'
import { readConfig } from '../../../src/config.ts'
import { type Keyring, keyringFrom } from '../../../src/keys/keyring.ts'
import { newKeySettings } from '../../../src/keys/newKeys.ts'
import { createServices, type Services } from '../../../src/services.ts'
import { type Dialect, tuesdayMorning } from '../../support/app.ts'
import { directPapers } from '../../support/directPapers.ts'
import { freshPostgres } from '../../support/postgres.ts'
import { story } from '../../support/story.ts'
import { unbuiltAssets } from '../../support/unbuiltAssets.ts'

/** The services over a database that outlives them. */
export type Ground = {
  services: () => Services
  clock: FixedClock
  keyring: Keyring
  /** The process ends where it stands, and another opens the same database. */
  restart(): Promise<void>
  /** Nobody has been here; the clock stands on Tuesday morning. */
  wipe(): Promise<void>
  close(): Promise<void>
}

/** Opens a database of one's own with the story's institution. */
export async function openGround(dialect: Dialect): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'turnero-model-'))
  const postgres = dialect === 'postgres' ? await freshPostgres() : null
  const read = readConfig({
    DATA_DIR: folder,
    DATABASE_URL: postgres?.url,
    LOG_LEVEL: 'silent',
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const config = {
    ...read.config,
    viewsDir: resolve('views'),
    migrationsDir: resolve('db/migrations'),
  }
  const clock = fixedClock(tuesdayMorning)
  const keyring = keyringFrom(newKeySettings())
  const open = () =>
    createServices({
      config,
      clock,
      keyring,
      mailer: { send: async () => ({ outcome: 'sent' }), close: () => undefined },
      pdf: directPapers(),
      assets: unbuiltAssets(),
      limitsRedis: null,
      publicUrl: () => 'http://localhost:3000',
      memoSeconds: 0,
      mailbox: null,
    })
  let services = await open()
  await importInstitution(services.database, services.stores, story, services.clock.now())

  return {
    services: () => services,
    clock,
    keyring,
    async restart() {
      await services.database.close()
      services = await open()
    },
    async wipe() {
      clock.set(tuesdayMorning)
      const { database, stores } = services
      const { turnoEvents, seats, turnos, codes, drafts } = database.tables
      const { allowances, messages, poolDays, closures } = database.tables
      await database.transaction(async (tx) => {
        const all = [turnoEvents, seats, turnos, codes, drafts, allowances, messages, poolDays]
        for (const table of [...all, closures]) await tx.delete(table)
        for (const { code, windows } of story.agencies) {
          await stores.agencies.setSeats(tx, code, windows)
        }
      })
    },
    async close() {
      await services.database.close()
      await postgres?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Express } from 'express'
import type { Patience } from '../../db/patience.ts'
import { createApp } from '../../src/app.ts'
import type { Wire } from '../../src/attendance/wire.ts'
import { type FixedClock, fixedClock } from '../../src/clock.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { type Keyring, keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import type { Mailbox } from '../../src/messages/builtIn/mailbox.ts'
import type { Mailer, OutgoingMail } from '../../src/messages/mailer.ts'
import { createServices, type Services } from '../../src/services.ts'
import type { Assets } from '../../src/web/assets.ts'
import { createI18n, type I18n } from '../../src/web/i18n.ts'
import { createRenderer, type Renderer } from '../../src/web/render.ts'
import { directPapers } from './directPapers.ts'
import { loadStory, storyAt, storyOnPostgres } from './storyDatabase.ts'
import { unbuiltAssets } from './unbuiltAssets.ts'

/** The application over a database of its own, with a clock that stands still and mails kept at hand. */
export type TestApp = {
  app: Express
  services: Services
  clock: FixedClock
  /** What was handed to the mail server, in order. */
  mails: OutgoingMail[]
  /** Sends every message that is due, like the jobs would. */
  sendMails(): Promise<void>
  stop(): Promise<void>
}

export type Dialect = 'sqlite' | 'postgres'

/** Tuesday 24 November 2026, nine in the morning in Guayaquil. */
export const tuesdayMorning = '2026-11-24T09:00:00-05:00'

type TestOptions = {
  dialect?: Dialect
  at?: string
  mailer?: Mailer
  holdMinutes?: number
  /** What the settings would say otherwise than in demo mode. */
  config?: Partial<Config>
  /** Takes the log's lines, at every level; without it nothing is logged. */
  logTo?: { write(line: string): void }
  /** The built files, for a browser that is to see the pages as they are. */
  assets?: Assets
  mailbox?: Mailbox
  /** How long the database is waited for, where it is not as usual. */
  patience?: Patience
  /** Those that what is in `config.databaseUrl` was written with. */
  keyring?: Keyring
  /** Another process of the same installation: the same database and keys, its own everything else. */
  beside?: TestApp
  /** To the other processes. */
  wire?: Wire
}

const unbuilt = unbuiltAssets()
const wordings = new WeakMap<Assets, { i18n: I18n; renderer: Renderer }>()

/** Texts and views, loaded once in a test file. What a page kept of itself is proved each time. */
function wordingFor(assets: Assets) {
  const known = wordings.get(assets)
  if (known) return known
  const viewsDir = resolve('views')
  const i18n = createI18n(join(viewsDir, 'locales'), { onMissing: () => undefined })
  const renderer = createRenderer({ viewsDir, i18n, assets, cache: true, proveKept: true })
  const wording = { i18n, renderer }
  wordings.set(assets, wording)
  return wording
}

/** In memory where the system has such a place: a commit then waits for no disk. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/**
 * Starts the application as `createApp` makes it, over a real database: a SQLite file, or a fresh
 * database on a real PostgreSQL. It holds the story's institution; see story.ts.
 */
export async function startTestApp(options: TestOptions = {}): Promise<TestApp> {
  const folder = await mkdtemp(join(place, 'turnero-'))
  const { beside } = options
  const postgres = options.dialect === 'postgres' && !beside ? await storyOnPostgres() : null
  const read = readConfig({
    DATA_DIR: folder,
    DATABASE_URL: beside?.services.config.databaseUrl ?? postgres?.url,
    LOG_LEVEL: options.logTo ? 'debug' : 'silent',
    HOLD_MINUTES: String(options.holdMinutes ?? 10),
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const config = read.config
  const elsewhere = options.config?.databaseUrl
  if (elsewhere !== undefined) await loadStory(elsewhere)
  else if (!postgres && !beside) await storyAt(config.databaseUrl)
  const clock = beside?.clock ?? fixedClock(options.at ?? tuesdayMorning)
  const assets = options.assets ?? unbuilt
  const mails: OutgoingMail[] = []
  const keeping: Mailer = {
    send: async (mail) => {
      mails.push(mail)
      return { outcome: 'sent' }
    },
    close: () => {},
  }
  const services = await createServices({
    config: {
      ...config,
      viewsDir: resolve('views'),
      migrationsDir: resolve('db/migrations'),
      ...options.config,
    },
    clock,
    keyring: options.keyring ?? beside?.services.keyring ?? keyringFrom(newKeySettings()),
    mailer: options.mailer ?? keeping,
    pdf: directPapers(),
    assets,
    limitsRedis: null,
    publicUrl: () => 'http://localhost:3000',
    memoSeconds: 0,
    wording: wordingFor(assets),
    mailbox: options.mailbox ?? null,
    ...(options.wire ? { wire: options.wire } : {}),
    ...(options.logTo ? { logTo: options.logTo } : {}),
    // Hundreds at once are no overload here, however slow the machine is.
    patience: options.patience ?? (postgres ? { turn: 60_000 } : {}),
  })
  return {
    app: createApp(services),
    services,
    clock,
    mails,
    async sendMails() {
      const { store, deliver } = services.jobs.messages
      const due = await store.due(services.database.read, clock.now(), clock.now(), 1000)
      for (const { id } of due) await deliver(id)
    },
    async stop() {
      services.attendance.changes.close()
      await services.database.close()
      await services.pdf.close()
      await postgres?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

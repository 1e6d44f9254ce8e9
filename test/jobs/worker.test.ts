import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { eq } from 'drizzle-orm'
import { openDatabase } from '../../db/open.ts'
import { openStores } from '../../db/stores.ts'
import { importInstitution } from '../../src/agencies/import.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { namedKeys, newKeySettings } from '../../src/keys/newKeys.ts'
import { fillWithTurnos } from '../support/manyTurnos.ts'
import { freshPostgres } from '../support/postgres.ts'
import { startSmtpSink } from '../support/smtp.ts'
import { story, storyBegins } from '../support/story.ts'

const patienceMs = 30_000

let folder: string
const started: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnero-worker-'))
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** The worker as `npm run worker` starts it, once it is built. */
function startWorker(settings: Record<string, string>) {
  const program = resolve('dist/jobs/worker.js')
  if (!existsSync(program)) throw new Error('Nothing is built: run npm run build.')
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, DATA_DIR: folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString()
    })
  }
  const ended = new Promise<number | null>((settle) => child.once('exit', settle))
  return { said: () => said, ended, stop: () => child.kill('SIGTERM') }
}

test(
  'A worker sends what waits in PostgreSQL, serves no pages, and ends with 0 when it is asked to',
  async () => {
    const postgres = await freshPostgres()
    const sink = await startSmtpSink()
    const texts = newKeySettings()
    const database = await openDatabase(postgres.url, 'db/migrations')
    const stores = openStores(database.tables)
    await importInstitution(database, stores, story, storyBegins)
    const keyring = keyringFrom(texts)
    await fillWithTurnos({ database, stores, keyring, count: 1, lastDay: '2026-12-11' })
    const { messages } = database.tables
    await database.transaction((tx) =>
      tx
        .update(messages)
        .set({ status: 'queued', endedAt: null, attempts: 0, dueAt: '2026-11-24T13:00:00.000Z' }),
    )

    const worker = startWorker({
      DATABASE_URL: postgres.url,
      SMTP_URL: sink.url,
      MAIL_FROM: 'turnos@example.org',
      CLOCK: '2026-11-24T09:00:00-05:00',
      ...namedKeys(texts),
    })
    const mail = await sink.waitForMail(undefined, { timeout: patienceMs })
    worker.stop()
    const code = await worker.ended
    const sent = await database.read.select().from(messages).where(eq(messages.status, 'sent'))
    await database.close()
    await sink.stop()
    await postgres.drop()
    expect(mail.attachments.map(({ contentType }) => contentType)).toContain('application/pdf')
    expect({ code, sent: sent.length, said: worker.said() }).toMatchObject({ code: 0, sent: 1 })
    expect(worker.said()).not.toContain('Listening')
  },
  2 * patienceMs,
)

test(
  'A worker is refused on SQLite, where one process does everything',
  async () => {
    const worker = startWorker({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'turnos@example.org' })
    expect(await worker.ended).toBe(1)
    expect(worker.said()).toContain('On SQLite the jobs run inside the web process')
  },
  patienceMs,
)

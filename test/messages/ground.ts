import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Database } from '../../db/database.ts'
import { messageStore } from '../../db/messageStore.ts'
import { openDatabase } from '../../db/open.ts'
import { fixedClock, later } from '../../src/clock.ts'
import { keyringFrom } from '../../src/keys/keyring.ts'
import { newKeySettings } from '../../src/keys/newKeys.ts'
import { type DeliverParts, deliver } from '../../src/messages/deliver.ts'
import type { ComposedMail } from '../../src/messages/mailer.ts'
import { createMailer } from '../../src/messages/mailer.ts'
import type { NewMessage } from '../../src/messages/message.ts'
import { createOutbox } from '../../src/messages/outbox.ts'

export const morning = '2026-11-24T13:00:00.000Z'
export const maria = 'maria.nanez@correo.example'
export const code = '482913'

export const codeLetter: ComposedMail = {
  subject: 'Verificar IESS turno online',
  html: `<p>${code}</p>`,
  text: code,
  attachments: [],
}

/** A message with a code for María José, good for ten minutes. */
export function codeMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    id: 'code-1',
    kind: 'code',
    subjectId: 'draft-1',
    to: maria,
    secret: code,
    language: 'es',
    notAfter: later(morning, { minutes: 10 }),
    ...changes,
  }
}

type Surroundings = {
  smtpUrl: string
  /** `sqlite:<file>` or `postgres://…`; a fresh SQLite file where none is given. */
  databaseUrl?: string
  /** The longest a hand-over may take. */
  seconds?: number
}

/** A real database, real keys and a real mailer, on a clock that stands still. */
export async function ground({ smtpUrl, databaseUrl, seconds = 2 }: Surroundings) {
  const folder = mkdtempSync(join(tmpdir(), 'turnero-messages-'))
  const file = databaseUrl ?? join(folder, 'turnero.sqlite')
  const database: Database = await openDatabase(file, 'db/migrations')
  const store = messageStore(database.tables)
  const clock = fixedClock(morning)
  const keyring = keyringFrom(newKeySettings())
  const mailer = createMailer({ smtpUrl, from: 'IESS <turnos@institucion.example>', seconds })
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  let nudged: () => void = () => undefined
  const outbox = createOutbox({ store, keyring, clock, nudge: () => nudged() })
  const parts: DeliverParts = {
    database,
    store,
    keyring,
    clock,
    mailer,
    letter: async () => codeLetter,
    log,
    random: () => 0.5,
  }
  return {
    /** The SQLite file, or the address that was given. */
    file,
    database,
    store,
    clock,
    keyring,
    outbox,
    log,
    logged,
    parts,
    /** What the outbox wakes after a commit. */
    onNudge(wake: () => void) {
      nudged = wake
    },
    write: (message: NewMessage) => database.transaction((tx) => outbox.write(tx, message)),
    row: (id: string) => store.find(database.read, id),
    deliver: (id: string, changes: Partial<DeliverParts> = {}) =>
      deliver(id, { ...parts, ...changes }),
    async close() {
      mailer.close()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Ground = Awaited<ReturnType<typeof ground>>

/** Waits until `condition` holds; fails after `seconds` with what was waited for. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  seconds = 10,
): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

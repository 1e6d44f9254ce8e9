import type { Db } from '#dialect'
import type { Database } from '../../db/database.ts'
import type { Stores } from '../../db/stores.ts'
import { type Limit, takeAllowance } from '../allowances.ts'
import { type Clock, type Instant, later } from '../clock.ts'
import { mailboxKeyText } from '../identity/email.ts'
import { newId } from '../keys/codes.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { Language } from '../language.ts'
import type { Outbox } from '../messages/outbox.ts'
import type { TurnoSeal } from './seal.ts'
import type { TurnoStatus } from './turno.ts'

/** How often an address is sent its links. */
const sendingLimits: Limit[] = [
  { times: 1, seconds: 60 },
  { times: 3, seconds: 60 * 60 },
  { times: 10, seconds: 24 * 60 * 60 },
]

/** Links that arrive later than this were asked for by somebody who has long given up. */
const goodForHours = 1

/** Somebody who comes late, or waits long, still looks for their turno on the same day. */
const lookedForHours = 12

type LinksPorts = {
  database: Database
  stores: Stores
  clock: Clock
  hash: KeyedHash
  turnoSeal: TurnoSeal
  outbox: Outbox
}

/** Whether a turno is one that a person may still look for: neither ended nor long past. */
export function isLookedFor(
  { status, endAt }: { status: TurnoStatus; endAt: Instant },
  now: Instant,
): boolean {
  const live = status === 'confirmed' || status === 'arrived'
  return live && endAt > later(now, { hours: -lookedForHours })
}

/** The mails that answer "Mi turno". */
export function createLinks({ database, stores, clock, hash, turnoSeal, outbox }: LinksPorts) {
  async function write(tx: Db, address: string, language: Language): Promise<void> {
    const now = clock.now()
    const mailboxKey = hash('mailbox', mailboxKeyText(address))
    const keys = [`links:${mailboxKey}`]
    const allowance = await takeAllowance(stores.allowances, tx, keys, sendingLimits, now)
    const rows = await stores.turnos.liveOfMailbox(tx, mailboxKey)
    if (!allowance.ok) return
    const idsByAddress = new Map<string, string[]>()
    for (const row of rows.filter((one) => isLookedFor(one, now))) {
      // Never to what was typed: two spellings share a key, and only this one was verified.
      const { email } = turnoSeal.open(row.id, row.personal)
      if (email !== null) idsByAddress.set(email, [...(idsByAddress.get(email) ?? []), row.id])
    }
    for (const [to, ids] of idsByAddress) {
      await outbox.write(tx, {
        id: `links-${newId()}`,
        kind: 'links',
        subjectId: newId(),
        to,
        secret: JSON.stringify(ids),
        language,
        notAfter: later(now, { hours: goodForHours }),
      })
    }
  }

  return {
    /**
     * Mails the links of an address's turnos to the address each was verified with, if there are any
     * and not too often. It says nothing of either: whoever asks learns nothing about anybody.
     */
    async send(address: string, language: Language): Promise<void> {
      await database.transaction((tx) => write(tx, address, language))
      outbox.committed()
    },
  }
}

export type Links = ReturnType<typeof createLinks>

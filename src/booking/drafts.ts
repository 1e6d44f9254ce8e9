import type { Db } from '#dialect'
import type { DraftChange } from '../../db/draftStore.ts'
import { type Clock, type Instant, later } from '../clock.ts'
import { newId } from '../keys/codes.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { Language } from '../language.ts'
import { type Answers, type Draft, draftOf, noAnswers } from './draft.ts'
import type { BookingPorts } from './ports.ts'

/** An unfinished walk is forgotten after a day; what became a turno lives on in the turno. */
const draftHours = 24

/** A change of a draft as the steps speak of it, its answers in clear. */
export type Change = Omit<DraftChange, 'personal' | 'expiresAt'> & { answers?: Answers }

/** By what a draft knows whose it is. */
export function ownerKeyOf(hash: KeyedHash, owner: string): string {
  return hash('draft-owner', owner)
}

/** The walks through the steps: each belongs to one browser, known by the secret in its cookie. */
export function createDrafts(ports: BookingPorts) {
  const { database, stores, clock, hash, answersSeal } = ports

  async function change(tx: Db, draft: Draft, { answers, ...rest }: Change): Promise<void> {
    const personal = answers ? { personal: answersSeal.seal(draft.id, answers) } : {}
    await stores.drafts.change(tx, draft.id, { ...rest, ...personal })
  }

  return {
    /** Starts a walk. The same form sent twice starts one: `nonce` was made with the form. */
    async start(input: {
      browserSecret: string
      nonce: string
      procedureId: string
      language: Language
    }): Promise<{ id: string }> {
      const now = clock.now()
      const id = newId()
      return database.transaction((tx) =>
        stores.drafts.start(tx, {
          id,
          ownerKey: ownerKeyOf(hash, input.browserSecret),
          nonceKey: hash('draft-nonce', `${input.browserSecret}|${input.nonce}`),
          language: input.language,
          procedureId: input.procedureId,
          personal: answersSeal.seal(id, noAnswers),
          holderKey: null,
          mailboxKey: null,
          verifiedAt: null,
          agendaId: null,
          slotStart: null,
          heldUntil: null,
          holdCeiling: null,
          turnoId: null,
          createdAt: now,
          expiresAt: later(now, { hours: draftHours }),
        }),
      )
    },

    /** The draft, if it exists, is not over, and belongs to this browser; else null. */
    async find(browserSecret: string, id: string): Promise<Draft | null> {
      const row = await stores.drafts.find(database.read, id)
      if (!row || row.ownerKey !== ownerKeyOf(hash, browserSecret) || isOver(row, clock))
        return null
      return draftOf(row, answersSeal)
    },

    /** The draft as it is now; null when it is gone. */
    async reread({ id }: Draft): Promise<Draft | null> {
      const row = await stores.drafts.find(database.read, id)
      return row ? draftOf(row, answersSeal) : null
    },

    /** Locks a draft for a change; null when it is gone or has become a turno. */
    async lockUnfinished(tx: Db, id: string): Promise<Draft | null> {
      const row = await stores.drafts.lock(tx, id)
      if (!row || row.turnoId !== null || isOver(row, clock)) return null
      return draftOf(row, answersSeal)
    },

    change,

    /** Gives up the chosen hour: the seat is free with this very transaction. */
    async releaseHold(tx: Db, draft: Draft): Promise<void> {
      const seat = await stores.seats.ofDraft(tx, draft.id)
      if (!seat) return
      await stores.seats.lockDays(tx, [seat])
      await stores.seats.releaseDrafts(tx, [draft.id])
    },

    /** Housekeeping: forgets what is past its end. Answers how many rows went. */
    async purge(now: Instant): Promise<number> {
      return database.transaction(async (tx) => {
        const drafts = await stores.drafts.purge(tx, now)
        const codes = await stores.codes.purge(tx, later(now, { hours: -1 }))
        const allowances = await stores.allowances.purge(tx, now)
        return drafts + codes + allowances
      })
    },
  }
}

export type Drafts = ReturnType<typeof createDrafts>

function isOver(row: { expiresAt: Instant }, clock: Clock): boolean {
  return row.expiresAt <= clock.now()
}

/** What a change clears when the hour must be chosen anew. */
export const noHour = { slotStart: null, heldUntil: null } as const

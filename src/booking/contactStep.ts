import { mailboxKeyText } from '../identity/email.ts'
import type { Language } from '../language.ts'
import { type CodeSending, sendCode } from './code.ts'
import type { ApplicantContact, Draft } from './draft.ts'
import { type Drafts, noHour } from './drafts.ts'
import type { BookingPorts } from './ports.ts'

export type ContactResult = { ok: true; code: CodeSending } | { ok: false; reason: 'over' }

/**
 * Writes names, address and phone, and sends the code to an address that is not verified yet. A
 * changed address loses its verification and the hour that was held under it.
 */
export function contactStep(ports: BookingPorts, drafts: Drafts) {
  const { database, hash, outbox } = ports
  return async (
    draftId: string,
    contact: ApplicantContact,
    language: Language,
  ): Promise<ContactResult> => {
    const result = await database.transaction(async (tx): Promise<ContactResult> => {
      const draft = await drafts.lockUnfinished(tx, draftId)
      if (!draft) return { ok: false, reason: 'over' }
      const mailboxKey = hash('mailbox', mailboxKeyText(contact.email))
      const sameMailbox = draft.mailboxKey === mailboxKey
      if (!sameMailbox) await drafts.releaseHold(tx, draft)
      const change = {
        language,
        mailboxKey,
        answers: { ...draft.answers, contact },
        ...(sameMailbox ? {} : { verifiedAt: null, ...noHour }),
      }
      await drafts.change(tx, draft, change)
      const changed: Draft = { ...draft, ...change }
      if (changed.verifiedAt !== null) return { ok: true, code: { ok: true } }
      return { ok: true, code: await sendCode(ports, tx, changed) }
    })
    outbox.committed()
    return result
  }
}

import type { Agenda } from '../agencies/agenda.ts'
import { later } from '../clock.ts'
import { mailboxKeyText } from '../identity/email.ts'
import { holderKey } from '../identity/holderKey.ts'
import { newId } from '../keys/codes.ts'
import type { Language } from '../language.ts'
import type { ContactAnswer, DocumentAnswer } from './draft.ts'
import { ownerKeyOf } from './drafts.ts'
import type { BookingPorts } from './ports.ts'

/** What reception learnt of somebody who stands before it, document in hand. */
export type AtDesk = {
  /** Whose the walk is: the desk's, as a browser's is a person's. */
  owner: string
  /** Of the form that was sent: sending it twice begins one walk. */
  nonce: string
  agenda: Pick<Agenda, 'id' | 'procedureId'>
  document: DocumentAnswer
  contact: ContactAnswer
  language: Language
}

/** A receptionist finishes a walk at once or never. */
const deskHours = 2

/**
 * Begins a walk for somebody at reception: everything is known but the hour, and the same hold and
 * confirmation as everybody's follow. Their presence stands for the code of the mail. Who has no address
 * counts as an address of their own, so that nobody holds two hours.
 */
export function deskStep({ database, stores, clock, hash, answersSeal }: BookingPorts) {
  return async ({ owner, nonce, ...given }: AtDesk): Promise<{ id: string }> => {
    const { agenda, document, contact, language } = given
    const now = clock.now()
    const id = newId()
    const holder = holderKey(hash, document.document)
    const mailbox = contact.email === null ? `none|${holder}` : mailboxKeyText(contact.email)
    return database.transaction((tx) =>
      stores.drafts.start(tx, {
        id,
        ownerKey: ownerKeyOf(hash, owner),
        nonceKey: hash('draft-nonce', `${owner}|${nonce}`),
        language,
        procedureId: agenda.procedureId,
        personal: answersSeal.seal(id, { document, contact }),
        holderKey: holder,
        mailboxKey: hash('mailbox', mailbox),
        verifiedAt: now,
        agendaId: agenda.id,
        slotStart: null,
        heldUntil: null,
        holdCeiling: null,
        turnoId: null,
        createdAt: now,
        expiresAt: later(now, { hours: deskHours }),
      }),
    )
  }
}

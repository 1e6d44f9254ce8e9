import { takeAllowance } from '../../allowances.ts'
import { later } from '../../clock.ts'
import type { Language } from '../../language.ts'
import type { Edits } from '../../messages/texts/editedTexts.ts'
import type { EditableKind } from '../../messages/texts/mailTexts.ts'
import type { Services } from '../../services.ts'

/** How often somebody may send themselves a mail to look at. */
const samples = [{ times: 20, seconds: 60 * 60 }]

type Addressee = { id: string; email: string }
type Sample = { kind: EditableKind; language: Language; edits: Edits }

/**
 * Sends a mail, with texts that are not saved yet, to who asks for it. Asking twice with the same `nonce` is
 * asking once; false where they asked too often within the hour.
 */
export function ownSample({ clock, database, hash, mailTexts, outbox, stores }: Services) {
  return async (to: Addressee, nonce: string, sample: Sample): Promise<boolean> => {
    const now = clock.now()
    const id = `sample-${hash('mail-sample', `${to.id} ${nonce}`)}`
    const written = await database.transaction(async (tx) => {
      if (await stores.messages.find(tx, id)) return true
      const key = `mail-sample:${to.id}`
      const allowed = await takeAllowance(stores.allowances, tx, [key], samples, now)
      if (!allowed.ok) return false
      await outbox.write(tx, {
        id,
        kind: 'sample',
        subjectId: to.id,
        to: to.email,
        secret: mailTexts.samples.toSecret(sample),
        language: sample.language,
        notAfter: later(now, { hours: 1 }),
      })
      return true
    })
    outbox.committed()
    return written
  }
}

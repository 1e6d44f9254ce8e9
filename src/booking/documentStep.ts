import { holderKey } from '../identity/holderKey.ts'
import type { DocumentAnswer, Draft } from './draft.ts'
import { type Drafts, noHour } from './drafts.ts'
import type { BookingPorts } from './ports.ts'

/**
 * Writes whose document it is. Looks nothing up, so the answer is the same for a known and an
 * unknown document. Another holder gives up the hour held so far. False when the draft is over.
 */
export function documentStep({ database, hash }: BookingPorts, drafts: Drafts) {
  return (draftId: string, answer: DocumentAnswer): Promise<boolean> =>
    database.transaction(async (tx) => {
      const draft = await drafts.lockUnfinished(tx, draftId)
      if (!draft) return false
      const key = holderKey(hash, answer.document)
      const sameHolder = draft.holderKey === key
      if (!sameHolder) await drafts.releaseHold(tx, draft)
      await drafts.change(tx, draft, {
        answers: answersWith(draft, answer),
        holderKey: key,
        ...(sameHolder ? {} : noHour),
      })
      return true
    })
}

/** A third party who appears or goes changes the names that are needed, so those are asked again. */
function answersWith({ answers }: Draft, document: DocumentAnswer) {
  const fits =
    answers.contact === null ||
    (answers.contact.thirdParty === null) === (document.thirdParty === null)
  return { document, contact: fits ? answers.contact : null }
}

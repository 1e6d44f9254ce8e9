import type { MessageFate } from './message.ts'

/** What a page tells the person of a mail; `late` while its server cannot be reached. */
export type ShownFate = 'queued' | 'sent' | 'late' | 'refused' | 'failed'

/** Puts what became of a message in the words of the pages. One that is not known is still on its way. */
export function shownFate(fate: MessageFate | null): ShownFate {
  if (fate === null) return 'queued'
  if (fate.status === 'queued') return fate.reason === 'unreachable' ? 'late' : 'queued'
  if (fate.status === 'sent') return 'sent'
  return fate.reason === 'refused' ? 'refused' : 'failed'
}

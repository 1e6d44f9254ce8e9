import type { MessageRow } from '../../db/messageStore.ts'
import type { Relocation } from './relocation.ts'

/** The newest mail about a relocation, as far as it matters whether it arrived. */
export type LastMail = Pick<MessageRow, 'status' | 'reason'>

/** Why somebody must be called: their mail was refused, or there is no hour to propose by mail. */
export type WhyToCall = 'mail-failed' | 'no-hour'

/** Whether the mail will never arrive. */
export function hasFailed(mail: LastMail | null): boolean {
  if (mail === null) return false
  return mail.status === 'failed' || (mail.status === 'dropped' && mail.reason === 'too-late')
}

/** Why somebody is on the list of those to be called; null once they know, or answered themselves. */
export function whyToCall(
  {
    status,
    proposal,
    sentAt,
    reachedAt,
  }: Pick<Relocation, 'status' | 'proposal' | 'sentAt' | 'reachedAt'>,
  mail: LastMail | null,
): WhyToCall | null {
  if (reachedAt !== null) return null
  const knows = !['open', 'sent', 'kept', 'moved-at-deadline', 'unserved'].includes(status)
  if (knows) return null
  if (hasFailed(mail)) return 'mail-failed'
  return status === 'sent' && sentAt !== null && proposal === null ? 'no-hour' : null
}

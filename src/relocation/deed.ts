import type { ChangeRow, RelocationRow } from '../../db/relocationStore.ts'
import type { TurnoRow } from '../../db/turnoStore.ts'
import { type Instant, later } from '../clock.ts'
import { giveUpAtOf, remindAtOf, sendByOf } from './deadlines.ts'

/**
 * What the assistant does for somebody next. `overtake`: the turno is not waiting for its old hour
 * any more. `keep`: there is room for it at its hour again. `take`: takes the proposal for who never answered.
 */
export type Deed = 'overtake' | 'keep' | 'propose' | 'send' | 'remind' | 'take' | 'give-up'

export type Next = { deed: Deed } | { deed: null; at: Instant }

/** How long until an hour is looked for again where none was free. */
const lookAgainMinutes = 10

export type Situation = {
  relocation: RelocationRow
  turno: Pick<TurnoRow, 'status' | 'startAt' | 'agencyId'>
  change: Pick<ChangeRow, 'sentAt'>
  /** The hours and the capacity of now have room for it where it is. */
  fits: boolean
  /** An hour was looked for just now, and none was free. */
  lookedInVain: boolean
}

/** What to do now, or when to look again. A pure function: whoever calls it at any time, the same comes of it. */
export function nextDeed(situation: Situation, now: Instant): Next {
  const { relocation, turno, fits, lookedInVain } = situation
  const { fromStart, toStart, answerBy, sentAt } = relocation
  const waits = turno.status === 'confirmed' && turno.startAt === fromStart
  if (!waits || turno.agencyId !== relocation.fromAgencyId) return { deed: 'overtake' }
  if (fits) return { deed: 'keep' }
  if (toStart === null && !lookedInVain) return { deed: 'propose' }
  if (toStart === null && now >= giveUpAtOf(fromStart)) return { deed: 'give-up' }
  const isLate = now >= fromStart || (answerBy !== null && now >= answerBy)
  if (toStart !== null && isLate) return { deed: 'take' }
  const sendAt = toBeSentAt(situation)
  if (sendAt !== null && now >= sendAt) return { deed: 'send' }
  const remindAt = toBeRemindedAt(relocation)
  if (remindAt !== null && now >= remindAt) return { deed: 'remind' }

  const moments = [
    sendAt,
    remindAt,
    toStart === null ? later(now, { minutes: lookAgainMinutes }) : null,
    toStart === null ? giveUpAtOf(fromStart) : null,
    toStart !== null && sentAt !== null ? answerBy : null,
    fromStart,
  ]
  const ahead = moments.flatMap((at) => (at !== null && at > now ? [at] : [])).sort()
  return { deed: null, at: ahead[0] ?? later(now, { minutes: lookAgainMinutes }) }
}

/** A proposal the person does not know of is sent once the staff said so, or did not for too long. */
function toBeSentAt({ relocation, change }: Situation): Instant | null {
  const { createdAt, fromStart, proposalNo, sentAt, sentNo } = relocation
  if (sentNo === proposalNo) return null
  if (sentAt !== null || change.sentAt !== null) return createdAt
  return sendByOf(createdAt, fromStart)
}

function toBeRemindedAt({
  sentAt,
  sentNo,
  proposalNo,
  toStart,
  answerBy,
  remindedAt,
}: RelocationRow): Instant | null {
  if (sentAt === null || answerBy === null || remindedAt !== null) return null
  if (toStart === null || sentNo !== proposalNo) return null
  return remindAtOf(sentAt, answerBy)
}

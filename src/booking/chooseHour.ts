import { isBusy } from '../../db/errors.ts'
import type { Instant } from '../clock.ts'
import type { Services } from '../services.ts'
import type { Draft } from './draft.ts'
import type { HoldResult } from './hold.ts'
import { turnstile } from './turnstile.ts'

/** How many choose at once: as many as share a commit, so that nobody waits for the others' disk. */
const atOnce = 32

export type Choice =
  | Extract<HoldResult, { ok: true }>
  /** Why the hour could not be had, and the draft as it is now. */
  | (Extract<HoldResult, { ok: false }> & { draft: Draft })

type ChoicePorts = Pick<Services, 'booking' | 'catalogue' | 'database' | 'hours' | 'stores'>

/**
 * Takes an hour for a draft, for a page. When a day opens, most who press "Sí" in the same second want
 * hours that are gone by their turn: they are told so from what the page would show them anyway, and
 * do not queue up for a transaction that refuses them. What an admin changed, or another process freed,
 * counts here as soon as it shows on the page.
 */
export function chooseHour({ booking, catalogue, database, hours, stores }: ChoicePorts) {
  // A lock that is not to be had would keep each of those who wait as long as it kept the first.
  const inTurn = turnstile(atOnce, { failsAll: isBusy })

  async function isGone(draft: Draft, start: Instant): Promise<boolean> {
    const { agendaId, holderKey, mailboxKey, verifiedAt, turnoId } = draft
    if (!agendaId || !holderKey || !mailboxKey || !verifiedAt || turnoId) return false
    const agenda = await catalogue.agenda(agendaId)
    if (!agenda || !(await hours.sharedLook(agenda).isFull(start))) return false
    // Whoever holds an hour gives it up for the new one: it may be the very seat they ask for.
    return (await stores.seats.holdsOf(database.read, { holderKey, mailboxKey })).length === 0
  }

  return (draft: Draft, start: Instant): Promise<Choice> =>
    inTurn(async () => {
      // It was read before this turn came, and another tab may have walked on.
      const before = (await booking.drafts.reread(draft)) ?? draft
      if (await isGone(before, start)) return { ok: false, reason: 'seat-taken', draft: before }
      const result = await booking.hold(draft.id, start)
      if (result.ok) return result
      return { ...result, draft: (await booking.drafts.reread(draft)) ?? draft }
    })
}

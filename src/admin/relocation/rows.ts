import { maskPhone } from '../../identity/masks.ts'
import type { Relocation } from '../../relocation/relocation.ts'
import type { LastMail } from '../../relocation/toCall.ts'
import { hasFailed, whyToCall } from '../../relocation/toCall.ts'
import { fullName } from '../../turno/turno.ts'
import type { PersonState, Progress, TouchedRow } from './viewModels.ts'

/** Statuses in which somebody has an hour, or gave theirs up. */
function isSettled({ endedAt }: Pick<Relocation, 'endedAt'>): boolean {
  return endedAt !== null
}

/** One of those touched, as lists show them. */
export function touchedRow(relocation: Relocation, mail: LastMail | null, url: string): TouchedRow {
  const { turno, from, proposal, calls } = relocation
  const { agency } = isSettled(relocation) ? turno : { agency: proposal?.agency ?? null }
  const start = isSettled(relocation) ? turno.startAt : (proposal?.start ?? null)
  const isGone = turno.status === 'cancelled' && isSettled(relocation)
  return {
    url,
    name: fullName(turno.personal.holder),
    reference: turno.reference,
    from: { at: from.start, zone: from.agency.zone },
    to:
      agency && start && !isGone
        ? {
            at: start,
            zone: agency.zone,
            agencyName: agency.name,
            elsewhere: agency.id !== from.agency.id,
          }
        : null,
    state: stateOf(relocation, mail),
    done: isSettled(relocation),
    toCall: whyToCall(relocation, mail),
    phoneMasked: maskPhone(turno.personal.phone),
    calls,
  }
}

function stateOf({ status, proposal }: Relocation, mail: LastMail | null): PersonState {
  if (status === 'open') return proposal === null ? 'no-hour' : 'ready'
  if (status !== 'sent') return status
  if (hasFailed(mail)) return 'mail-failed'
  return proposal === null ? 'no-hour' : 'sent'
}

/** How far those of a change are. */
export function progressOf(rows: readonly TouchedRow[]): Progress {
  const settled = rows.filter(({ done }) => done).length
  const unsent = rows.filter(({ state, done }) => !done && state === 'ready').length
  return {
    total: rows.length,
    settled,
    waiting: rows.length - settled,
    toCall: rows.filter(({ toCall }) => toCall !== null).length,
    unsent,
  }
}

import type { AuditDetail, AuditFact } from '../../audit/audit.ts'
import type { Change } from './change.ts'

type Entry = { action: string; subject: string; agencyId: string | null; detail: AuditDetail }

/**
 * What goes on record of a change, beside what stood `before` (null where there was nothing): one entry
 * for each record it is about, with all of it before and after.
 */
export function entriesOf(change: Change, before: Change | null): Entry[] {
  if (change.kind !== 'holidays') {
    const agencyId = change.agencyId
    return [{ ...headOf(change), agencyId, detail: values(before?.to ?? null, change.to) }]
  }
  const was = before?.kind === 'holidays' ? before.to : []
  return change.to.map(({ id, to }) => ({
    action: 'holidays-changed',
    subject: `holiday:${id}`,
    agencyId: null,
    detail: values(was.find((one) => one.id === id)?.to ?? null, to),
  }))
}

function headOf(change: Exclude<Change, { kind: 'holidays' }>): {
  action: string
  subject: string
} {
  const action = `${change.kind}-changed`
  switch (change.kind) {
    case 'closure':
    case 'pool':
    case 'agenda':
      return { action, subject: `${change.kind}:${change.id}` }
    case 'exception':
      return { action, subject: `exception:${change.agencyId} ${change.date}` }
    case 'hours':
      return {
        action,
        subject: change.agendaId ? `agenda:${change.agendaId}` : `agency:${change.agencyId}`,
      }
    case 'agency-use':
      return { action, subject: `agency:${change.agencyId}` }
  }
}

function values(before: AuditFact, after: AuditFact): AuditDetail {
  return { before, after }
}

import { z } from 'zod'
import type { Change } from './change.ts'

const localized = z.object({ es: z.string(), en: z.string() })
const interval = z.object({ from: z.string(), to: z.string() })
const day = z.string().nullable()
const release = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rolling'), leadMinutes: z.number(), horizonDays: z.number() }),
  z.object({
    kind: z.literal('weekly'),
    leadMinutes: z.number(),
    weekday: z.number(),
    time: z.string(),
    weeksAhead: z.number(),
  }),
])

const closure = z.object({ from: z.string(), to: z.string(), reason: localized }).nullable()
const exception = z.object({ intervals: z.array(interval), reason: localized }).nullable()
const hours = z.array(interval.extend({ weekday: z.number(), validFrom: day, validTo: day }))
const band = interval.extend({ weekday: z.number().nullable(), seats: z.number() })
const pool = z.object({ name: z.string(), seats: z.number(), bands: z.array(band) })
const agenda = z.object({
  poolId: z.string(),
  procedureId: z.string(),
  slotMinutes: z.number(),
  release,
  keptSeats: z.number(),
  active: z.boolean(),
})

/** What a row of the record says was done. */
type Recorded = {
  action: string
  subject: string
  agencyId: string | null
  detail: Record<string, unknown>
}

/**
 * The changes that a row on record tells of: the one that leads back to what stood `before` it, and the
 * one to what stood `after`. Null where the row tells of no change of an agency's hours or capacity, or
 * of one that cannot be taken back, such as the first of a pool.
 */
export function recordedChange(
  { action, subject, agencyId, detail }: Recorded,
  side: 'before' | 'after',
): Change | null {
  if (agencyId === null) return null
  const id = subject.slice(subject.indexOf(':') + 1)
  const to: unknown = detail[side]
  switch (action) {
    case 'closure-changed': {
      const read = closure.safeParse(to)
      return read.success ? { kind: 'closure', agencyId, id, to: read.data } : null
    }
    case 'exception-changed': {
      const read = exception.safeParse(to)
      const date = id.slice(-10)
      return read.success ? { kind: 'exception', agencyId, date, to: read.data } : null
    }
    case 'hours-changed': {
      const read = hours.safeParse(to)
      const agendaId = subject.startsWith('agenda:') ? id : null
      return read.success ? { kind: 'hours', agencyId, agendaId, to: read.data } : null
    }
    case 'pool-changed': {
      const read = pool.safeParse(to)
      return read.success ? { kind: 'pool', agencyId, id, to: read.data } : null
    }
    case 'agenda-changed': {
      const read = agenda.safeParse(to)
      return read.success ? { kind: 'agenda', agencyId, id, to: read.data } : null
    }
    default:
      return null
  }
}

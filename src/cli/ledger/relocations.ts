import { z } from 'zod'
import type { TransferSide } from '../../../db/transferSide.ts'
import type { Instant } from '../../clock.ts'
import type { Findings } from './findings.ts'
import { readings } from './readings.ts'

const relocationShape = z.object({
  id: z.string(),
  turno_id: z.string(),
  from_start: z.string(),
  to_start: z.string().nullable(),
  ended_at: z.string().nullable(),
})
const holdShape = z.object({ draft_id: z.string().nullable(), start_at: z.string() })

/**
 * Reads who waits for another hour, since a change took theirs: each such turno waits once, and the
 * hour proposed to it is held until the old one. Answers the ids of these turnos; nobody will come at
 * the hour they still have.
 */
export async function checkRelocations(
  side: TransferSide,
  now: Instant,
  findings: Findings,
): Promise<Set<string>> {
  const held = new Map<string, string>()
  for await (const reading of readings(side, 'seats', Object.keys(holdShape.shape))) {
    const { draft_id: id, start_at: start } = holdShape.parse(reading)
    if (id !== null) held.set(id, start)
  }
  const waiting = new Set<string>()
  for await (const reading of readings(side, 'relocations', Object.keys(relocationShape.shape))) {
    const relocation = relocationShape.parse(reading)
    if (relocation.ended_at !== null) continue
    const { id, turno_id: turno, from_start: until, to_start: proposed } = relocation
    if (waiting.has(turno)) {
      findings.add('turnos that wait twice', `Turno ${turno} waits for another hour twice.`)
    }
    waiting.add(turno)
    if (proposed !== null && until > now && held.get(id) !== proposed) {
      findings.add(
        'proposed hours that are not held',
        `The hour proposed to turno ${turno} is not held: somebody else can take it.`,
      )
    }
  }
  return waiting
}

import { z } from 'zod'
import type { TransferSide } from '../../../db/transferSide.ts'
import type { Findings } from './findings.ts'
import { readings } from './readings.ts'

const eventShape = z.object({ turno_id: z.string(), number: z.number(), kind: z.string() })

/** Every turno's events begin with its confirmation and are numbered 1, 2, 3 without a gap. */
export async function checkEvents(side: TransferSide, findings: Findings): Promise<void> {
  const lastOf = new Map<string, number>()
  for await (const reading of readings(side, 'turno_events', Object.keys(eventShape.shape))) {
    const { turno_id: turno, number, kind } = eventShape.parse(reading)
    const expected = (lastOf.get(turno) ?? 0) + 1
    lastOf.set(turno, number)
    if (number !== expected) {
      findings.add(
        'gaps in the events',
        `The events of turno ${turno} go from ${expected - 1} to ${number}: one is missing.`,
      )
    } else if (number === 1 && kind !== 'confirmed') {
      findings.add('first events', `The first event of turno ${turno} is not its confirmation.`)
    }
  }
  for await (const reading of readings(side, 'turnos', ['id'])) {
    const id = String(reading.id)
    if (lastOf.has(id)) continue
    findings.add(
      'turnos without events',
      `Nothing is recorded of turno ${id}, not even its making.`,
    )
  }
}

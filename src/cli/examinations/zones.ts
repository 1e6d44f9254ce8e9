import { instantAt } from '../../calendar/zonedDay.ts'
import { bad, good, type Verdict } from './verdict.ts'

/** Ecuador's two clocks, on a day whose offset is known: five and six hours behind UTC. */
const known = [
  { zone: 'America/Guayaquil', eight: '2026-11-24T13:00:00.000Z' },
  { zone: 'Pacific/Galapagos', eight: '2026-11-24T14:00:00.000Z' },
]

/** Whether this Node.js knows the time zones that hours are computed in. */
export function examineZones(): Verdict {
  const wrong = known.filter(({ zone, eight }) => !knows(zone, eight)).map(({ zone }) => zone)
  return wrong.length === 0
    ? good('time zones', 'The clocks of the mainland and of Galápagos are known.')
    : bad(
        'time zones',
        `This Node.js does not know the time of ${wrong.join(' and ')}.`,
        'Install a Node.js with full ICU data, as the official ones are.',
      )
}

function knows(zone: string, eight: string): boolean {
  try {
    return instantAt('2026-11-24', '08:00', zone) === eight
  } catch {
    return false
  }
}

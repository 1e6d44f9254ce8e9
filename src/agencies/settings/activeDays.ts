import { addDays } from '../../calendar/dates.ts'
import { startOfDay } from '../../calendar/zonedDay.ts'
import type { Localized } from '../../language.ts'
import type { Change } from '../change/change.ts'
import type { AgencySettings } from './agencySettings.ts'

/** Before and after everything that a calendar of ours shows. */
const longAgo = '2000-01-01T00:00:00.000Z'
const farAhead = '2199-12-31T00:00:00.000Z'

const notYet: Localized = {
  es: 'Esta agencia todavía no abre.',
  en: 'This agency is not open yet.',
}
const noLonger: Localized = {
  es: 'Esta agencia dejó de atender.',
  en: 'This agency no longer serves.',
}

/** The closure of all days before an agency's first one. */
export function beforeClosureId(agencyId: string): string {
  return `${agencyId} before`
}

/** The closure of all days after an agency's last one. */
export function afterClosureId(agencyId: string): string {
  return `${agencyId} after`
}

/**
 * An agency's first and last day are kept as closures, so that one rule decides the hours, and what a
 * change of them touches is found like that of any closure. Answers those that make them so.
 */
export function activeDayChanges(agencyId: string, settings: AgencySettings): Change[] {
  const { activeFrom, activeTo, zone } = settings
  return [
    {
      kind: 'closure',
      agencyId,
      id: beforeClosureId(agencyId),
      to:
        activeFrom === null
          ? null
          : { from: longAgo, to: startOfDay(activeFrom, zone), reason: notYet },
    },
    {
      kind: 'closure',
      agencyId,
      id: afterClosureId(agencyId),
      to:
        activeTo === null
          ? null
          : { from: startOfDay(addDays(activeTo, 1), zone), to: farAhead, reason: noLonger },
    },
  ]
}

import type { Language } from '../../language.ts'
import type { Turno } from '../turno.ts'
import type { TurnoSummary } from '../viewModels.ts'

/** What every page says of a turno, in the page's language. */
export function turnoSummary(
  { reference, startAt, procedure, agency }: Turno,
  language: Language,
): TurnoSummary {
  return {
    reference,
    start: startAt,
    zone: agency.zone,
    procedureName: procedure.name[language],
    agency: {
      name: agency.name,
      address: agency.address,
      city: agency.canton,
      phone: agency.phone,
      demonstration: agency.demonstration,
    },
  }
}

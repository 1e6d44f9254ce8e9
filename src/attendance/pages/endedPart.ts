import type { Request } from 'express'
import type { Services } from '../../services.ts'
import type { EndedPart } from '../windowViewModels.ts'
import { windowUrl } from './addresses.ts'
import type { OwnWindow } from './ownWindow.ts'

/** So many visits one looks back on. */
const most = 3

type EndedServices = Pick<Services, 'attendance' | 'database' | 'pages' | 'stores'>

/** The last visits of this clerk's shift, for their papers and for a correction. */
export async function endedPart(
  { attendance, database, pages, stores }: EndedServices,
  request: Request,
  { window }: OwnWindow,
): Promise<EndedPart[]> {
  const since = window.clerk?.since
  if (since === undefined) return []
  const events = await stores.arrivals.eventsAt(database.read, window.id, since)
  const served = events.filter(({ kind }) => kind === 'served').slice(0, most)
  const parts = await Promise.all(
    served.map(async ({ arrivalId }): Promise<EndedPart[]> => {
      const [row] = await stores.visits.ofArrival(database.read, arrivalId)
      const arrival = await stores.arrivals.find(database.read, arrivalId)
      const outcomes = row ? await stores.visits.outcomes(database.read, row.id) : []
      const last = outcomes.at(-1)
      if (!row || !arrival || !last) return []
      const { certificateId } = last.detail
      const certificate = certificateId && (await attendance.certificates.byId(certificateId))
      return [
        {
          visitId: row.id,
          label: arrival.label,
          outcome: pages.text(request, `room:outcomes.${last.kind}`),
          certificateNumber: certificate ? certificate.number : null,
          certificateUrl: certificateId ? windowUrl(`certificados/${certificateId}`) : null,
          noteUrl: last.kind === 'issued' ? null : windowUrl(`visitas/${row.id}/nota`),
          againUrl: last.kind === 'issued' ? null : windowUrl(`visitas/${row.id}/turno`),
          correctUrl: windowUrl(`visitas/${row.id}/correccion`),
        },
      ]
    }),
  )
  return parts.flat()
}

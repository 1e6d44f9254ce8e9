import type { RequestHandler } from 'express'
import { newSecret } from '../../keys/codes.ts'
import type { Services } from '../../services.ts'
import { type AgencyOf, knownStaff, presenceOf } from '../../staff/access.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import { receptionUrl } from '../pages/addresses.ts'
import { agencyOf, inPath } from '../pages/room.ts'
import type { KioskDevice } from './device.ts'
import { kioskUrl } from './kioskPart.ts'
import type { KiosksView } from './viewModels.ts'

/** The kiosks of an agency, for its supervisor: which devices take people in, one more, one less. */
export function kiosksPage(services: Services, device: KioskDevice) {
  const { attendance, staff, staffPages } = services
  const { kiosks } = attendance

  const show: RequestHandler = async (request, response) => {
    const agency = await agencyOf(services, request)
    const open = await kiosks.ofAgency(agency.id)
    const view: Omit<KiosksView, 'page' | 'staff'> = {
      agencyName: agency.name,
      nonce: newSecret(),
      openUrl: receptionUrl(agency.id, 'quioscos'),
      dayUrl: receptionUrl(agency.id, 'dia'),
      kiosks: await Promise.all(
        open.map(async ({ id, openedBy, openedAt }, place) => ({
          number: place + 1,
          openedBy: (await staff.accounts.byId(openedBy))?.name ?? null,
          openedAt: { at: openedAt, zone: agency.zone },
          closeUrl: receptionUrl(agency.id, `quioscos/${id}/cierre`),
        })),
      ),
    }
    await staffPages.send(request, response, 'kiosk/list', view)
  }

  /**
   * Makes the device a kiosk and signs its supervisor out on it: what stands at the door must open
   * nothing else.
   */
  const open: RequestHandler = async (request, response) => {
    const agency = await agencyOf(services, request)
    const nonce = field(request, 'nonce').slice(0, 64)
    if (nonce === '') return seeOther(response, receptionUrl(agency.id, 'quioscos'))
    const { secret } = await kiosks.open(agency.id, knownStaff(request).id, nonce)
    device.write(response, secret)
    const presence = presenceOf(request)
    if (presence) await staff.sessions.end(presence.staff.id, presence.sessionKey)
    staff.cookie.clear(response)
    seeOther(response, kioskUrl(agency.id))
  }

  const close: RequestHandler = async (request, response) => {
    const agency = await agencyOf(services, request)
    await kiosks.close(agency.id, inPath(request, 'kiosk'), knownStaff(request).id)
    seeOther(response, receptionUrl(agency.id, 'quioscos'))
  }

  return { show, open, close }
}

/** The agency of the kiosk in a path; null where the path says another one. */
export function kioskInPath({ attendance }: Pick<Services, 'attendance'>): AgencyOf {
  return async (request) => {
    const agencyId = await attendance.kiosks.agencyOf(inPath(request, 'kiosk'))
    return agencyId === inPath(request, 'agency') ? agencyId : null
  }
}

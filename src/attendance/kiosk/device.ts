import type { Request, RequestHandler, Response } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import type { Kiosk } from '../kiosks.ts'
import { receptionUrl } from '../pages/addresses.ts'
import { agencyOf } from '../pages/room.ts'
import type { ShutView } from './viewModels.ts'

const name = 'quiosco'
const aDay = 24 * 60 * 60

/** A kiosk lasts until it is closed by hand; a cookie, as long as browsers keep one. */
const goodForDays = 400

/** The kiosk that a request comes from, and its agency. */
export type AtKiosk = { kiosk: Kiosk; agency: Agency }

export type KioskHandler = (request: Request, response: Response, at: AtKiosk) => Promise<void>

/** What makes a device a kiosk: a cookie of its own, which opens nothing but its agency's kiosk pages. */
export function createKioskDevice(services: Services) {
  const { attendance, cookies, pages } = services

  async function kioskOf(request: Request): Promise<Kiosk | null> {
    const secret = cookies.read(request, name)
    return secret === null ? null : attendance.kiosks.withSecret(secret)
  }

  return {
    kioskOf,

    /** Makes the device that asks a kiosk. */
    write(response: Response, secret: string): void {
      cookies.write(response, name, secret, goodForDays * aDay, 'strict')
    },

    /** A page of the kiosk of the agency in the path; any other device is told where to go instead. */
    page(handle: KioskHandler): RequestHandler {
      return async (request, response) => {
        const agency = await agencyOf(services, request)
        const kiosk = await kioskOf(request)
        if (kiosk?.agencyId !== agency.id) {
          const openUrl = receptionUrl(agency.id, 'quioscos')
          const view: Omit<ShutView, 'page'> = { agencyName: agency.name, openUrl }
          return pages.send(request, response, 'kiosk/shut', view, 403)
        }
        // It stands there for months: the cookie that proves its forms must not end between two people.
        cookies.write(response, 'navegador', contextOf(request).browserSecret, aDay)
        await handle(request, response, { kiosk, agency })
      }
    },
  }
}

export type KioskDevice = ReturnType<typeof createKioskDevice>

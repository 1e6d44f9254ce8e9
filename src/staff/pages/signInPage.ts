import type { Request, RequestHandler, Response } from 'express'
import { type Instant, later, secondsBetween } from '../../clock.ts'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { time } from '../../web/dates.ts'
import { field, parameter } from '../../web/form.ts'
import { networkOf } from '../../web/limits.ts'
import { staffOf } from '../access.ts'
import type { SignInView } from '../viewModels.ts'
import { wayBack } from '../wayBack.ts'

/** Where everybody who works here begins; it leads on to the first page of their menu. */
export const staffHome = '/personal'

export const factorPath = '/personal/entrar/codigo'

/** Hours on the pages before an agency is known are the country's. */
export const countryZone = 'America/Guayaquil'

/** "Espere hasta las 09:05", with the header that says the same. */
export function tooOften(
  { clock, pages }: Services,
  request: Request,
  response: Response,
  retryAt: Instant,
): string {
  response.set('Retry-After', String(secondsBetween(clock.now(), retryAt)))
  // Rounded up to the next minute, so that who comes at the time said is let through.
  const shown = time(later(retryAt, { seconds: 59.999 }), countryZone)
  return pages.text(request, 'staff:errors.too-often', { time: shown })
}

/** Signing in with address and password. */
export function signInPage(services: Services) {
  const { log, pages, staff } = services

  async function send(
    request: Request,
    response: Response,
    view: Omit<SignInView, 'page'>,
    status: number,
  ) {
    await pages.send(request, response, 'staff/signIn', view, status)
  }

  const show: RequestHandler = async (request, response) => {
    const back = wayBack(parameter(request, 'volver')) ?? ''
    if (staffOf(request)) return seeOther(response, back === '' ? staffHome : back)
    const seen = parameter(request, 'aviso')
    const notice = seen === 'salida' ? 'out' : seen === 'clave' ? 'chosen' : null
    await send(request, response, { errors: [], values: { email: '' }, back, notice }, 200)
  }

  const signIn: RequestHandler = async (request, response) => {
    const email = field(request, 'email')
    const password = field(request, 'password')
    const back = wayBack(field(request, 'back')) ?? ''
    const refuse = (id: string, message: string, status = 422) =>
      send(
        request,
        response,
        { errors: [{ field: id, message }], values: { email }, back, notice: null },
        status,
      )
    const text = (key: 'email-missing' | 'password-missing' | 'sign-in-wrong') =>
      pages.text(request, `staff:errors.${key}`)
    if (email.trim() === '') return refuse('email', text('email-missing'))
    if (password === '') return refuse('password', text('password-missing'))

    const accountKey = staff.accountKey(email)
    const from = {
      network: networkOf(request),
      device: staff.devices.known(request, accountKey),
    }
    const before = await staff.cookie.session(request)
    const result = await staff.signIn.withPassword({ email, password }, from, before)
    if (!result.ok && result.reason === 'too-often') {
      log.warn({ known: from.device !== null }, 'Signing in was slowed down')
      return refuse('email', tooOften(services, request, response, result.retryAt), 429)
    }
    if (!result.ok) return refuse('email', text('sign-in-wrong'))
    staff.cookie.write(response, result.secret)
    if (result.half) {
      const query = back === '' ? '' : `?${new URLSearchParams({ volver: back })}`
      return seeOther(response, `${factorPath}${query}`)
    }
    staff.devices.remember(response, accountKey)
    seeOther(response, back === '' ? staffHome : back)
  }

  return { show, signIn }
}

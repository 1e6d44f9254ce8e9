import type { Request, RequestHandler, Response } from 'express'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { networkOf } from '../../web/limits.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { signInPath } from '../access.ts'
import type { FactorView } from '../viewModels.ts'
import { wayBack } from '../wayBack.ts'
import { staffHome, tooOften } from './signInPage.ts'

/** The second step of signing in, open to a session whose password was right. */
export function factorPage(services: Services) {
  const { log, pages, staff } = services

  async function send(
    request: Request,
    response: Response,
    back: string,
    errors: FieldError[],
    status = errors.length > 0 ? 422 : 200,
  ) {
    const view: Omit<FactorView, 'page'> = { errors, back }
    await pages.send(request, response, 'staff/secondFactor', view, status)
  }

  const show: RequestHandler = async (request, response) => {
    const session = await staff.cookie.session(request)
    if (!session?.half) return seeOther(response, session ? staffHome : signInPath)
    await send(request, response, wayBack(parameter(request, 'volver')) ?? '', [])
  }

  const give: RequestHandler = async (request, response) => {
    const session = await staff.cookie.session(request)
    if (!session?.half) return seeOther(response, session ? staffHome : signInPath)
    const code = field(request, 'code')
    const recovery = field(request, 'recovery')
    const back = wayBack(field(request, 'back')) ?? ''
    const mistake = (key: 'code-missing' | 'code-wrong') => [
      { field: 'code', message: pages.text(request, `staff:errors.${key}`) },
    ]
    if (code.trim() === '' && recovery.trim() === '') {
      return send(request, response, back, mistake('code-missing'))
    }
    const accountKey = staff.accountKey(session.account.email)
    const from = { network: networkOf(request), device: staff.devices.known(request, accountKey) }
    const result = await staff.signIn.withFactor(session, { code, recovery }, from)
    if (!result.ok && result.reason === 'too-often') {
      log.warn({ known: from.device !== null }, 'Giving the second factor was slowed down')
      const message = tooOften(services, request, response, result.retryAt)
      return send(request, response, back, [{ field: 'code', message }], 429)
    }
    if (!result.ok) return send(request, response, back, mistake('code-wrong'))
    staff.cookie.write(response, result.secret)
    staff.devices.remember(response, accountKey)
    seeOther(response, back === '' ? staffHome : back)
  }

  return { show, give }
}

import type { Request, RequestHandler, Response } from 'express'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import { shortest } from '../passwordRules.ts'
import type { PasswordView } from '../viewModels.ts'
import { accountPath } from './accountPage.ts'
import { mine } from './mine.ts'
import { passwordAgain, type Refusal } from './passwordAgain.ts'
import { passwordMistake } from './passwordMistake.ts'

/** Choosing another password. Whoever else is signed in with the old one is not any more. */
export function passwordPage(services: Services) {
  const { pages, staff, staffPages } = services

  async function accountIn(request: Request) {
    const account = await staff.accounts.byId(mine(request).staff.id)
    if (!account) throw new Error('An account that is gone')
    return account
  }

  async function send(
    request: Request,
    response: Response,
    { errors, status }: Refusal = { errors: [], status: 200 },
  ) {
    const { hasPassword, hasFactor } = await accountIn(request)
    const view: Omit<PasswordView, 'page' | 'staff'> = {
      errors,
      hasPassword,
      shortest: hasFactor ? shortest.withFactor : shortest.alone,
    }
    await staffPages.send(request, response, 'staff/password', view, status)
  }

  const show: RequestHandler = async (request, response) => send(request, response)

  const save: RequestHandler = async (request, response) => {
    const refusal = await passwordAgain(services, request, response)
    if (refusal) return send(request, response, refusal)
    const { staff: me } = mine(request)
    const { hasFactor } = await accountIn(request)
    const mistake = passwordMistake(pages, request, hasFactor)
    const password = field(request, 'password')
    if (password !== field(request, 'again')) {
      return send(request, response, { errors: mistake('again', 'again'), status: 422 })
    }
    const result = await staff.own.changePassword(me.id, password, me.strong)
    if (!result.ok) {
      return send(request, response, { errors: mistake('password', result.reason), status: 422 })
    }
    staff.cookie.write(response, result.secret)
    seeOther(response, accountPath)
  }

  return { show, save }
}

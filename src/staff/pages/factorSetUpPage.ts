import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import type { Services } from '../../services.ts'
import { qrSvg } from '../../turno/confirmation/qr.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import { secondFactorPath } from '../access.ts'
import { otpauthUri } from '../totp.ts'
import type { FactorSetUpView, RecoveryCodesView } from '../viewModels.ts'
import { accountPath } from './accountPage.ts'
import { mine } from './mine.ts'
import { passwordAgain, type Refusal } from './passwordAgain.ts'
import { passwordMistake } from './passwordMistake.ts'

/** Setting the second factor up, with another telephone, or away; and its recovery codes. */
export function factorSetUpPage(services: Services) {
  const { catalogue, pages, staff, staffPages } = services

  async function standing(request: Request) {
    const { staff: me, mustSetUpFactor } = mine(request)
    const secret = staff.cookie.secret(request)
    const account = await staff.accounts.byId(me.id)
    if (!account || secret === null) throw createError(404, 'An account that is gone')
    return { account, secret, required: mustSetUpFactor, strong: me.strong }
  }

  async function send(
    request: Request,
    response: Response,
    { errors, status }: Refusal = { errors: [], status: 200 },
  ) {
    const { account, secret, required } = await standing(request)
    const offered = await staff.own.offeredSecret(account.id, secret)
    const view: Omit<FactorSetUpView, 'page' | 'staff'> = {
      errors,
      required,
      hasFactor: account.hasFactor,
      asksPassword: account.hasFactor && account.hasPassword,
      secret: offered.replace(/(.{4})(?=.)/g, '$1 '),
      qrUrl: `${secondFactorPath}/qr.svg`,
      canRemove: account.hasFactor && !staff.needsFactor(account),
    }
    await staffPages.send(request, response, 'staff/factorSetUp', view, status)
  }

  async function sendCodes(request: Request, response: Response, codes: string[]) {
    const view: Omit<RecoveryCodesView, 'page' | 'staff'> = { codes }
    await staffPages.send(request, response, 'staff/recoveryCodes', view)
  }

  const show: RequestHandler = async (request, response) => send(request, response)

  const qr: RequestHandler = async (request, response) => {
    const { account, secret } = await standing(request)
    const offered = await staff.own.offeredSecret(account.id, secret)
    const { shortName } = await catalogue.institution()
    const label = pages.text(request, 'staff:factor.qr')
    const uri = otpauthUri(offered, shortName, account.email)
    response.set('Cache-Control', 'no-store').type('svg').send(qrSvg(uri, { label }))
  }

  const setUp: RequestHandler = async (request, response) => {
    const { account, secret } = await standing(request)
    // Another telephone in place of the first: not with an open screen alone.
    const refusal = account.hasFactor ? await passwordAgain(services, request, response) : null
    if (refusal) return send(request, response, refusal)
    const result = await staff.own.setUpFactor(account.id, secret, field(request, 'code'))
    if (!result.ok) {
      const message = pages.text(request, 'staff:errors.code-wrong')
      return send(request, response, { errors: [{ field: 'code', message }], status: 422 })
    }
    staff.cookie.write(response, result.secret)
    await sendCodes(request, response, result.codes)
  }

  const renewCodes: RequestHandler = async (request, response) => {
    const refusal = await passwordAgain(services, request, response)
    if (refusal) return send(request, response, refusal)
    const codes = await staff.own.renewCodes(mine(request).staff.id)
    if (codes === null) return seeOther(response, secondFactorPath)
    await sendCodes(request, response, codes)
  }

  const remove: RequestHandler = async (request, response) => {
    const { account } = await standing(request)
    if (!account.hasFactor) return seeOther(response, accountPath)
    if (staff.needsFactor(account)) throw createError(403, 'A second factor that is asked for')
    const refusal = await passwordAgain(services, request, response)
    if (refusal) return send(request, response, refusal)
    const password = field(request, 'current')
    const result = await staff.own.removeFactor(account.id, password, account.hasPassword)
    if (!result.ok) {
      const errors = passwordMistake(pages, request, false)('current', result.reason)
      return send(request, response, { errors, status: 422 })
    }
    staff.cookie.write(response, result.secret)
    seeOther(response, accountPath)
  }

  return { show, qr, setUp, renewCodes, remove }
}

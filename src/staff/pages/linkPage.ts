import type { Request, RequestHandler, Response } from 'express'
import type { Services } from '../../services.ts'
import { seeOther } from '../../web/context.ts'
import { field } from '../../web/form.ts'
import type { FieldError } from '../../web/pageModel.ts'
import { signInPath } from '../access.ts'
import type { Account } from '../account.ts'
import { shortest } from '../passwordRules.ts'
import type { DemoLinkView, LinkView } from '../viewModels.ts'
import { passwordMistake } from './passwordMistake.ts'
import { staffHome } from './signInPage.ts'

/** A one-time link. Looking at it changes nothing: what it is for happens by the form it shows. */
export function linkPage({ pages, staff }: Services) {
  const tokenIn = (request: Request): string => {
    const token: unknown = request.params.token
    return typeof token === 'string' ? token.slice(0, 64) : ''
  }

  async function gone(request: Request, response: Response) {
    await pages.send(request, response, 'staff/linkGone', {}, 404)
  }

  async function sendForm(
    request: Request,
    response: Response,
    { name, email, hasFactor }: Account,
    errors: FieldError[] = [],
  ) {
    const view: Omit<LinkView, 'page'> = {
      errors,
      name,
      email,
      shortest: hasFactor ? shortest.withFactor : shortest.alone,
    }
    await pages.send(request, response, 'staff/link', view, errors.length > 0 ? 422 : 200)
  }

  const show: RequestHandler = async (request, response) => {
    // Our own address without the token. With no-referrer a browser would not say where the form comes
    // from either (`Origin: null`), and it would be refused as another site's.
    response.set('Referrer-Policy', 'strict-origin')
    const link = await staff.links.find(tokenIn(request))
    if (!link) return gone(request, response)
    if (link.purpose !== 'demo') return sendForm(request, response, link.account)
    const view: Omit<DemoLinkView, 'page'> = { name: link.account.name }
    await pages.send(request, response, 'staff/demoLink', view)
  }

  const use: RequestHandler = async (request, response) => {
    const token = tokenIn(request)
    const link = await staff.links.find(token)
    if (!link) return gone(request, response)
    if (link.purpose === 'demo') {
      const secret = await staff.links.signIn(token)
      if (secret === null) return gone(request, response)
      staff.cookie.write(response, secret)
      return seeOther(response, staffHome)
    }
    const password = field(request, 'password')
    const mistake = passwordMistake(pages, request, link.account.hasFactor)
    if (password !== field(request, 'again')) {
      return sendForm(request, response, link.account, mistake('again', 'again'))
    }
    const result = await staff.links.choosePassword(token, password)
    if (result.ok) return seeOther(response, `${signInPath}?aviso=clave`)
    if (result.reason === 'gone') return gone(request, response)
    await sendForm(request, response, link.account, mistake('password', result.reason))
  }

  return { show, use }
}

import type { Request, Response } from 'express'
import type { Catalogue } from '../agencies/catalogue.ts'
import type { Clock } from '../clock.ts'
import { parsePhone } from '../identity/phone.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { Language } from '../language.ts'
import { contextOf, sendPage } from './context.ts'
import { csrfToken } from './csrf.ts'
import type { I18n, TextArguments } from './i18n.ts'
import type { PageModel } from './pageModel.ts'
import type { Renderer } from './render.ts'

type PagesPorts = {
  catalogue: Pick<Catalogue, 'institution'>
  clock: Clock
  hash: KeyedHash
  i18n: I18n
  renderer: Renderer
  demo: boolean
}

/** Fills and sends pages: what every one carries, in the request's language. */
export function createPages({ catalogue, clock, hash, i18n, renderer, demo }: PagesPorts) {
  async function pageModel(request: Request): Promise<PageModel> {
    const { language } = contextOf(request)
    const { name, contactEmail, contactPhone } = await catalogue.institution()
    const phone = parsePhone(contactPhone)
    return {
      language,
      path: request.path,
      otherLanguageUrl: inOtherLanguage(request, language),
      csrfToken: csrfToken(hash, request),
      demo,
      institution: {
        name,
        logo: null,
        email: contactEmail,
        phone: contactPhone,
        phoneHref: phone.ok ? phone.e164 : null,
      },
      currentYear: Number(clock.now().slice(0, 4)),
    }
  }

  return {
    /** Sends a view with its model and what every page carries. Nobody may keep the page. */
    async send(
      request: Request,
      response: Response,
      view: string,
      model: object,
      status = 200,
    ): Promise<void> {
      const page = await pageModel(request)
      sendPage(response, status, renderer.page(view, page.language, { page, ...model }))
    },

    /** A text in the request's language. */
    text(request: Request, key: string, args?: TextArguments): string {
      return i18n.t(contextOf(request).language, key, args)
    },
  }
}

export type Pages = ReturnType<typeof createPages>

/** The same address with `idioma` set to the other language; other parameters stay. */
function inOtherLanguage(request: Request, language: Language): string {
  const url = new URL(request.originalUrl, 'http://localhost')
  url.searchParams.set('idioma', language === 'es' ? 'en' : 'es')
  return `${url.pathname}${url.search}`
}

import type { Request, Response } from 'express'
import type { Catalogue } from '../agencies/catalogue.ts'
import type { Clock } from '../clock.ts'
import { dialledNumber } from '../identity/phone.ts'
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
  let lastKnown: Awaited<ReturnType<typeof catalogue.institution>> | null = null

  /** A page that says the database is away must not wait for it. */
  async function institution(status: number) {
    if (status >= 500 && lastKnown) return lastKnown
    lastKnown = await catalogue.institution()
    return lastKnown
  }

  async function pageModel(request: Request, status: number): Promise<PageModel> {
    const { language } = contextOf(request)
    const { name, contactEmail, contactPhone } = await institution(status)
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
        phoneHref: phoneHref(contactPhone),
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
      const page = await pageModel(request, status)
      sendPage(response, status, renderer.page(view, page.language, { page, ...model }))
    },

    /** A text in the request's language. */
    text(request: Request, key: string, args?: TextArguments): string {
      return i18n.t(contextOf(request).language, key, args)
    },
  }
}

/** The number as it is dialled. There is one, on every page, and reading one takes its time. */
let dialled: { phone: string; href: string | null } = { phone: '', href: null }

function phoneHref(phone: string): string | null {
  if (dialled.phone !== phone) {
    dialled = { phone, href: dialledNumber(phone) }
  }
  return dialled.href
}

export type Pages = ReturnType<typeof createPages>

/** The same address with `idioma` set to the other language; other parameters stay. */
function inOtherLanguage(request: Request, language: Language): string {
  const query = new URLSearchParams(request.originalUrl.split('?').slice(1).join('?'))
  query.set('idioma', language === 'es' ? 'en' : 'es')
  return `${ownPath(request)}?${query}`
}

/** The path asked for as a link of ours: `//other.example` at its start would name another host. */
export function ownPath(request: Request): string {
  return `/${request.path.replace(/^[/\\]+/, '')}`
}

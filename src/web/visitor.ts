import type { Request, RequestHandler } from 'express'
import { newId, newSecret } from '../keys/codes.ts'
import { isLanguage, type Language, languages } from '../language.ts'
import { setContext } from './context.ts'
import type { Cookies } from './cookies.ts'

const aDay = 24 * 60 * 60
const aYear = 365 * aDay
const secretShape = /^[A-Za-z0-9_-]{22,64}$/

/**
 * Knows the browser by one HttpOnly cookie, given on the first visit, and the language it reads:
 * the one asked for by `?idioma=`, else the one it asked for before, else what it says it prefers.
 */
export function visitor(cookies: Cookies): RequestHandler {
  return (request, response, next) => {
    const known = cookies.read(request, 'navegador')
    const browserSecret = known !== null && secretShape.test(known) ? known : newSecret()
    // Another site's form comes without our cookie (SameSite); an answer that sets one would take
    // the person's drafts away. So only a page that is asked for gives it, and a walk renews it.
    if (request.method === 'GET' || known !== null) {
      if (browserSecret !== known || request.method === 'POST') {
        cookies.write(response, 'navegador', browserSecret, aDay)
      }
    }
    const asked = request.query.idioma
    if (isLanguage(asked)) cookies.write(response, 'idioma', asked, aYear)
    setContext(request, {
      id: newId(),
      browserSecret,
      language: isLanguage(asked) ? asked : languageOf(request, cookies),
    })
    next()
  }
}

function languageOf(request: Request, cookies: Cookies): Language {
  const chosen = cookies.read(request, 'idioma')
  if (isLanguage(chosen)) return chosen
  const preferred = request.acceptsLanguages(...languages)
  return isLanguage(preferred) ? preferred : languages[0]
}

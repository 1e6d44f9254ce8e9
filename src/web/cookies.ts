import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

const parsed = new WeakMap<Request, ReturnType<typeof parseCookie>>()

/** The cookies of a request; several middlewares ask, each for its own. */
function cookiesOf(request: Request): ReturnType<typeof parseCookie> {
  const known = parsed.get(request) ?? parseCookie(request.headers.cookie ?? '')
  parsed.set(request, known)
  return known
}

/** Sets and reads our cookies: HttpOnly, SameSite, and Secure with the `__Host-` name over https. */
export function createCookies(secure: boolean) {
  const named = (name: string) => (secure ? `__Host-${name}` : name)
  return {
    read(request: Request, name: string): string | null {
      return cookiesOf(request)[named(name)] ?? null
    },
    /** The names of the cookies sent that begin with `prefix`. */
    names(request: Request, prefix: string): string[] {
      return Object.keys(cookiesOf(request))
        .filter((name) => name.startsWith(named(prefix)))
        .map((name) => name.slice(named('').length))
    },
    /**
     * Lasts `maxAge` seconds, or as long as the browser's session. A `strict` one does not come with
     * a link from another site.
     */
    write(
      response: Response,
      name: string,
      value: string,
      maxAge?: number,
      sameSite: 'lax' | 'strict' = 'lax',
    ): void {
      response.append(
        'Set-Cookie',
        stringifySetCookie(named(name), value, {
          httpOnly: true,
          sameSite,
          path: '/',
          secure,
          ...(maxAge === undefined ? {} : { maxAge }),
        }),
      )
    },
  }
}

export type Cookies = ReturnType<typeof createCookies>

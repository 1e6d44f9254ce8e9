import type { Request, RequestHandler, Response } from 'express'
import type { Cookies } from '../web/cookies.ts'
import { setPresence } from './access.ts'
import type { Account } from './account.ts'
import type { Session, Sessions } from './sessions.ts'

const name = 'personal'

type SessionCookiePorts = {
  cookies: Cookies
  sessions: Sessions
  mustSetUpFactor: (account: Account) => boolean
}

/** The cookie of a staff session, and who is behind it. */
export function createSessionCookie({ cookies, sessions, mustSetUpFactor }: SessionCookiePorts) {
  /** The session of a request, also one that waits for its second factor; null without. */
  async function session(request: Request): Promise<Session | null> {
    const secret = cookies.read(request, name)
    return secret === null ? null : sessions.find(secret)
  }

  return {
    session,

    /** The secret that the cookie carries; null without one. */
    secret: (request: Request) => cookies.read(request, name),

    write(response: Response, secret: string): void {
      cookies.write(response, name, secret, undefined, 'strict')
    },

    /** Takes it away, and what the browser kept of the pages it opened. */
    clear(response: Response): void {
      cookies.write(response, name, '', 0, 'strict')
      response.set('Clear-Site-Data', '"cache"')
    },

    /** Learns who sent the request, where its cookie opens a full session; see `staffOf`. */
    identify(): RequestHandler {
      const learn: RequestHandler = async (request, _response, next) => {
        const found = await session(request)
        if (found && !found.half) {
          const { account, key, strong } = found
          const { id, name: called, email, roles } = account
          setPresence(request, {
            staff: { id, name: called, email, roles, strong },
            sessionKey: key,
            mustSetUpFactor: mustSetUpFactor(account),
            touch: () => sessions.touch(found),
          })
        }
        next()
      }
      // The public has no such cookie, and there is nothing to wait for.
      return (request, response, next) =>
        cookies.read(request, name) === null ? next() : learn(request, response, next)
    },
  }
}

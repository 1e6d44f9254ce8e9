import type { Request, Response } from 'express'
import { type Clock, later } from '../clock.ts'
import { newSecret } from '../keys/codes.ts'
import type { KeyedHash } from '../keys/keyedHash.ts'
import type { Keyring } from '../keys/keyring.ts'
import { readLink, signLink } from '../keys/links.ts'
import type { Cookies } from '../web/cookies.ts'

const name = 'equipo'
const purpose = 'equipo'
const goodForDays = 90

/**
 * Remembers that an account was let in on this browser. It opens nothing: guesses from elsewhere just
 * do not slow its owner here. (OWASP, "Slow Down Online Guessing Attacks with Device Cookies".)
 */
export function createDevices(keyring: Keyring, cookies: Cookies, clock: Clock, hash: KeyedHash) {
  /** The account's share of the cookie; its id and address stay out of it. */
  const markOf = (accountKey: string) => hash('staff-device', accountKey).slice(0, 22)

  return {
    remember(response: Response, accountKey: string): void {
      const subject = `${markOf(accountKey)}_${newSecret()}`
      const notAfter = later(clock.now(), { days: goodForDays })
      const token = signLink(keyring, { purpose, subject, version: 1, notAfter })
      cookies.write(response, name, token, goodForDays * 24 * 60 * 60, 'strict')
    },

    /** The device, if this account was let in on it; null otherwise. */
    known(request: Request, accountKey: string): string | null {
      const token = cookies.read(request, name)
      const link = token === null ? null : readLink(keyring, token, purpose, clock.now())
      return link?.ok && link.subject.startsWith(`${markOf(accountKey)}_`) ? link.subject : null
    },
  }
}

import type { Request, Response } from 'express'
import type { Clock } from '../clock.ts'
import type { Keyring } from '../keys/keyring.ts'
import { readLink, signLink } from '../keys/links.ts'
import type { Cookies } from '../web/cookies.ts'
import { turnoLinkPurpose } from './papers.ts'
import type { Turno } from './turno.ts'

/** As long as a turno can matter: until it is long over. */
const cookieSeconds = 120 * 24 * 60 * 60

const prefix = 'turno-'

/** More turnos than this no browser is asked about. */
const mostKnown = 20

/**
 * Who may see a turno: the browser that holds its signed token in a cookie, given when the turno was
 * made, or in exchange for the link in a mail. The reference alone opens nothing.
 */
export function createTurnoAccess(keyring: Keyring, cookies: Cookies, clock: Clock) {
  function linkIn(request: Request, reference: string) {
    const token = cookies.read(request, prefix + reference)
    if (token === null) return null
    const link = readLink(keyring, token, turnoLinkPurpose, clock.now())
    return link.ok ? link : null
  }

  return {
    grant(response: Response, turno: Turno): void {
      const token = signLink(keyring, {
        purpose: turnoLinkPurpose,
        subject: turno.id,
        version: turno.linkVersion,
      })
      cookies.write(response, prefix + turno.reference, token, cookieSeconds)
    },

    /** Whether this browser may see this turno. */
    allows(request: Request, turno: Turno): boolean {
      const link = linkIn(request, turno.reference)
      return link !== null && link.subject === turno.id && link.version === turno.linkVersion
    },

    /**
     * The id of the turno that this browser was once given under a reference; null without looking
     * anything up. Whether it still may see it, `allows` says.
     */
    turnoIdFor(request: Request, reference: string): string | null {
      return linkIn(request, reference)?.subject ?? null
    },

    /** The ids of the turnos that this browser was once given. */
    turnoIds(request: Request): string[] {
      return cookies
        .names(request, prefix)
        .slice(0, mostKnown)
        .flatMap((name) => linkIn(request, name.slice(prefix.length))?.subject ?? [])
    },
  }
}

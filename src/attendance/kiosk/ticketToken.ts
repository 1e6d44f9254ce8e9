import { type Instant, later } from '../../clock.ts'
import type { Keyring } from '../../keys/keyring.ts'
import { readLink, signLink } from '../../keys/links.ts'

const purpose = 'boleto'

/** However often somebody asks for more time, a ticket is not shown at a kiosk longer than this. */
const goodForMinutes = 2

/** The token of a ticket's page at a kiosk: soon it opens nothing, so nobody goes back to it. */
export function ticketToken(keyring: Keyring, arrivalId: string, now: Instant): string {
  const notAfter = later(now, { minutes: goodForMinutes })
  return signLink(keyring, { purpose, subject: arrivalId, version: 1, notAfter })
}

/** The arrival whose ticket may still be shown; null once it may not, and for what is not ours. */
export function readTicketToken(keyring: Keyring, token: string, now: Instant): string | null {
  const link = readLink(keyring, token, purpose, now)
  return link.ok && link.version === 1 ? link.subject : null
}

import { type Instant, later } from '../clock.ts'
import type { Keyring } from '../keys/keyring.ts'
import { readLink, signLink } from '../keys/links.ts'
import type { Arrival } from './arrival.ts'

/** What the link to a person's own live page is for. */
export const waitLinkPurpose = 'espera'

/** As long as a day at an agency can matter. */
const goodForHours = 18

/** The token of the live page of somebody who came: `/espera/<token>`. Good for their day. */
export function waitToken(keyring: Keyring, { id, arrivedAt }: Arrival): string {
  const notAfter = later(arrivedAt, { hours: goodForHours })
  return signLink(keyring, { purpose: waitLinkPurpose, subject: id, version: 1, notAfter })
}

/** The arrival a token is for; null when it is not ours or its day is over. */
export function readWaitToken(keyring: Keyring, token: string, now: Instant): string | null {
  const link = readLink(keyring, token, waitLinkPurpose, now)
  return link.ok && link.version === 1 ? link.subject : null
}

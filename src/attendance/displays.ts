import { later } from '../clock.ts'
import type { Keyring } from '../keys/keyring.ts'
import { readLink, signLink } from '../keys/links.ts'
import type { Actor } from './arrival.ts'
import type { AttendancePorts } from './ports.ts'

/** What a display can do for those who do not look at it: speak, or only chime; or its sound is off. */
export const voices = ['spanish', 'none', 'off'] as const
export type Voice = (typeof voices)[number]

export const displayPurpose = 'pantalla'

/** A display says how it is every few minutes; one that was silent for longer is away. */
const freshMinutes = 15
/** After this many days one is no display of ours any more. */
const forgottenDays = 2
/** More than any waiting room has; a broken device cannot fill the table. */
const mostDisplays = 20

/** The link with which staff make a screen a display of theirs, whose word on its voice counts. */
export function displayToken(keyring: Keyring, agencyId: string, version = 1): string {
  return signLink(keyring, { purpose: displayPurpose, subject: agencyId, version })
}

/** How many displays an agency has on: all, and those that speak, only chime, or are not heard. */
export type DisplayState = { all: number; on: number; voiceless: number; silent: number }

/** How an agency's displays are, as they say themselves. */
export function createDisplays({ database, stores, keyring, clock, audit }: AttendancePorts) {
  return {
    /** Whether whoever holds this token is a display of an agency, by the link that counts now. */
    async opens(token: string, agencyId: string): Promise<boolean> {
      const link = readLink(keyring, token, displayPurpose, clock.now())
      if (!link.ok || link.subject !== agencyId) return false
      return link.version === (await stores.displays.linkVersion(database.read, agencyId))
    },

    /** The link that counts now. */
    async link(agencyId: string): Promise<{ token: string; version: number }> {
      const version = await stores.displays.linkVersion(database.read, agencyId)
      return { token: displayToken(keyring, agencyId, version), version }
    },

    /**
     * Makes the link invalid that has this version, and with it the displays that were set up by it:
     * what they say of themselves counts no more. Sent twice, one new link is made.
     */
    async renewLink(agencyId: string, version: number, actor: Actor): Promise<void> {
      await database.transaction(async (tx) => {
        if (!(await stores.displays.nextLink(tx, agencyId, version))) return
        await stores.displays.forgetAll(tx, agencyId)
        const subject = `agency:${agencyId}`
        await audit.record(tx, { actor, action: 'display-link-renewed', subject, agencyId })
      })
    },

    /** Keeps what a display of an agency says of itself. */
    async report(agencyId: string, id: string, voice: Voice): Promise<void> {
      const seenAt = clock.now()
      await database.transaction(async (tx) => {
        await stores.displays.forget(tx, agencyId, later(seenAt, { days: -forgottenDays }))
        await stores.displays.report(tx, { agencyId, id, voice, seenAt }, mostDisplays)
      })
    },

    /** What staff must know of the displays that are on now. */
    async state(agencyId: string): Promise<DisplayState> {
      const since = later(clock.now(), { minutes: -freshMinutes })
      const rows = await stores.displays.seenSince(database.read, agencyId, since)
      const count = (voice: Voice) => rows.filter((row) => row.voice === voice).length
      return {
        all: rows.length,
        on: count('spanish'),
        voiceless: count('none'),
        silent: count('off'),
      }
    },
  }
}

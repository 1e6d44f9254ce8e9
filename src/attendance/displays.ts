import { later } from '../clock.ts'
import type { Keyring } from '../keys/keyring.ts'
import { readLink, signLink } from '../keys/links.ts'
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
export function displayToken(keyring: Keyring, agencyId: string): string {
  return signLink(keyring, { purpose: displayPurpose, subject: agencyId, version: 1 })
}

/** How many displays an agency has on: all, and those that speak, only chime, or are not heard. */
export type DisplayState = { all: number; on: number; voiceless: number; silent: number }

/** How an agency's displays are, as they say themselves. */
export function createDisplays({ database, stores, keyring, clock }: AttendancePorts) {
  return {
    /** The agency whose display holds this token; null when it is not ours. */
    agencyOf(token: string): string | null {
      const link = readLink(keyring, token, displayPurpose, clock.now())
      return link.ok && link.version === 1 ? link.subject : null
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

import type { WaitingRoom } from '../../attendance/waitingRoom.ts'
import type { LocalDate } from '../../clock.ts'
import type { Agency } from '../agency.ts'

/** What an admin sets of an agency, flat: the same names in the form, the CSV and the record. */
export type AgencySettings = Omit<Agency, 'id' | 'province' | 'demonstration'> &
  WaitingRoom & {
    provinceCode: string
    email: string | null
    /** The windows of all its pools together. */
    windows: number
    /** Whether it is in use at all; where it is not, no turno is given there. */
    active: boolean
    /** Its first and its last day; null where there is none. */
    activeFrom: LocalDate | null
    activeTo: LocalDate | null
  }

/** The settings of an agency that exists, and how many pools its windows are divided into. */
export type KnownAgency = { id: string; settings: AgencySettings; pools: number }

/** A place in the country: what `provinceCode` may be, and the zone of its clocks. */
export type KnownProvince = { code: string; name: string; zone: string }

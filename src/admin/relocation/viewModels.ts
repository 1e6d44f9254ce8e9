import type { ChangeKind, RelocationStatus } from '../../relocation/relocation.ts'
import type { WhyToCall } from '../../relocation/toCall.ts'
import type { ProposalModel } from '../../relocation/viewModels.ts'
import type { CalendarPart } from '../../seats/viewModels.ts'
import type { MoveNotice } from '../../turno/viewModels.ts'
import type { Moment } from '../../web/pageModel.ts'
import type { AdminFrame, AgencyTop } from '../viewModels.ts'

/** How far a change's people are. `settled`: they have an hour, or gave theirs up. */
export type Progress = {
  total: number
  settled: number
  waiting: number
  toCall: number
  unsent: number
}

/** `admin/relocations`, at `/admin/agencias/:agency/reubicar`. */
export type RelocationsView = AdminFrame & {
  agency: AgencyTop
  rows: readonly {
    url: string
    at: Moment
    kind: ChangeKind
    reason: string
    total: number
    settled: number
  }[]
}

/** Where somebody stands, in the words of `relocation:state`. */
export type PersonState = RelocationStatus | 'no-hour' | 'mail-failed' | 'ready'

/** One of those touched, in a list. */
export type TouchedRow = {
  url: string
  name: string
  reference: string
  from: Moment
  /** The hour proposed, or the one they have now. */
  to: (Moment & { agencyName: string; elsewhere: boolean }) | null
  state: PersonState
  done: boolean
  toCall: WhyToCall | null
  phoneMasked: string
  calls: number
}

/** `admin/relocation`, at `/admin/agencias/:agency/reubicar/:cause`. Posts to `sendUrl`, `remindUrl`. */
export type RelocationChangeView = AdminFrame & {
  agency: AgencyTop
  backUrl: string
  url: string
  kind: ChangeKind
  what: string
  reason: string
  at: Moment
  progress: Progress
  /** Those who can be reminded, and were not. */
  remindable: number
  calls: readonly TouchedRow[]
  rows: readonly TouchedRow[]
  /** Those left out of the list because there are too many for one page. */
  more: number
}

/** `admin/relocationPerson`: one person, and what a call came to. */
export type RelocationPersonView = AdminFrame & {
  agency: AgencyTop
  backUrl: string
  url: string
  row: TouchedRow
  holderName: string
  thirdPartyName: string | null
  language: 'es' | 'en'
  emailMasked: string
  /** In clear once it was asked for; else masked. */
  phone: string
  phoneShown: boolean
  proposal: ProposalModel | null
  answerBy: Moment | null
  reachedAt: Moment | null
  isOpen: boolean
  /** Whether the person was written to: then another hour is best agreed on the telephone. */
  isSent: boolean
  hoursUrl: string
}

/** `admin/relocationHours`: another hour for somebody. An hour leads to `admin/relocationHour`. */
export type RelocationHoursView = AdminFrame &
  CalendarPart & {
    agencyTop: AgencyTop
    backUrl: string
    name: string
    from: Moment
    notice: MoveNotice | null
    places: readonly { name: string; city: string; url: string; here: boolean }[]
  }

/** `admin/relocationHour`: propose it, or move them now. Posts slot and act. */
export type RelocationHourView = AdminFrame & {
  agencyTop: AgencyTop
  backUrl: string
  postUrl: string
  name: string
  from: Moment
  slot: Moment
  place: { name: string; address: string; city: string }
}

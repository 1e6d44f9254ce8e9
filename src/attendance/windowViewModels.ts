import type { FieldError, Moment, Option } from '../web/pageModel.ts'
import type { Requirement } from '../web/viewModels.ts'
import type { AgencyPart, QueuePart, StaffPage, Told } from './viewModels.ts'

/** Who stands at the window, and what they booked. */
export type PersonPart = {
  name: string | null
  document: string | null
  country: string | null
  procedureName: string
  hour: Moment | null
  reference: string | null
  phone: string | null
  thirdParty: { name: string; document: string } | null
  language: string
}

/** One line of the checklist. */
export type CheckRow = {
  code: string
  title: string
  state: 'present' | 'missing' | 'not-applicable' | ''
}

/** A visit that runs, with its checklist. */
export type VisitPart = {
  id: string
  since: Moment
  seconds: number
  thirdParty: boolean
  checks: readonly CheckRow[]
  thirdPartyChecks: readonly CheckRow[]
  notes: string
  /** Whom the certificate is to be about; `open` where it is not known yet. */
  certified: {
    open: boolean
    givenNames: string
    surnames: string
    kind: string
    country: string
    number: string
    kinds: readonly Option[]
    countries: readonly Option[]
  }
}

/** A visit that ended here last, for its papers and for a correction. */
export type EndedPart = {
  visitId: string
  label: string
  outcome: string
  certificateNumber: string | null
  certificateUrl: string | null
  noteUrl: string | null
  /** Where a new turno is made in one click; null where a certificate was issued. */
  againUrl: string | null
  correctUrl: string
}

/** The open call of the window. */
export type CallPart = {
  id: string
  label: string
  told: number
  calledAt: Moment
  /** Null once they were called as often as the agency allows. */
  recallAt: Moment | null
  recallSeconds: number
  /** From when they may be given up; null where that is now. */
  noShowAt: Moment | null
  waitedMinutes: number
}

/** `attendance/window`, at `/ventanilla`, for a clerk at an open window. */
export type WindowView = StaffPage & {
  agency: AgencyPart
  number: number
  serves: string | null
  told: Told | null
  queue: QueuePart
  next: string | null
  call: CallPart | null
  person: PersonPart | null
  visit: VisitPart | null
  ended: readonly EndedPart[]
  /** The public keys of confirmations, `id:base64url,…`, to check papers by while the network is away. */
  confirmationKeys: string
  /** What can be taken back, and for how long; null for nothing. */
  undo: { seconds: number } | null
  outcomes: readonly (Option & { key: string; look: string })[]
  parkReasons: readonly Option[]
  transferReasons: readonly Option[]
  transferWindows: readonly Option[]
  transferProcedures: readonly Option[]
}

/** `attendance/windows`: which window to open. */
export type WindowsView = StaffPage & {
  told: Told | null
  agencies: readonly {
    name: string
    windows: readonly { id: string; number: number; serves: string | null; taken: boolean }[]
  }[]
}

/** `attendance/correction`: another outcome than the one recorded. */
export type CorrectionView = StaffPage & {
  errors: readonly FieldError[]
  label: string
  history: readonly { at: Moment; outcome: string; reason: string | null }[]
  outcomes: readonly Option[]
  reasons: readonly Option[]
  /** The number of the outcome that is corrected. */
  corrects: number
  values: { outcome: string; reason: string }
  missing: readonly { code: string; title: string; checked: boolean }[]
  certified: VisitPart['certified']
  done: boolean
  postUrl: string
  certificateUrl: string | null
}

/** `attendance/note`: what to bring next time, for paper. */
export type NoteView = StaffPage & {
  agency: AgencyPart
  label: string
  outcome: string
  missing: readonly Requirement[]
  procedureName: string
  /** Where a new turno is made in one click. */
  againUrl: string
}

import type { StaffBar } from '../../staff/staffPages.ts'
import type { FieldError, Moment, Option, PageModel } from '../../web/pageModel.ts'
import type { Told } from '../viewModels.ts'

/** What every page of a kiosk carries. */
export type KioskPart = {
  agencyName: string
  zone: string
  now: Moment
  /** Where it begins, as the language is. */
  startUrl: string
  /** Where it begins for the next person, in Spanish; it goes there by itself. */
  wipeUrl: string
  /** After how many seconds without a touch it does so. */
  wipeSeconds: number
}

/** `kiosk/start`, at `/llegada/:agency`. */
export type StartView = {
  page: PageModel
  kiosk: KioskPart
  errors: readonly FieldError[]
  values: { text: string }
  /** Why nobody is taken in just now, and what to do; null while people are. */
  shut: Told | null
  /** Null where the agency takes nobody without a turno. */
  walkInUrl: string | null
}

/** `kiosk/answer`: why somebody was not taken in, and what to do next. */
export type AnswerView = {
  page: PageModel
  kiosk: KioskPart
  told: Told
  /** Who is too late may wait without their hour: what they showed, to be sent again. Null otherwise. */
  late: { text: string } | null
}

/** `kiosk/walkIn`: which procedure somebody without a turno comes for. */
export type WalkInView = {
  page: PageModel
  kiosk: KioskPart
  nonce: string
  procedures: readonly Option[]
  postUrl: string
}

/** `kiosk/ticket`: the ticket, for as long as nobody else looks. */
export type TicketView = {
  page: PageModel
  kiosk: KioskPart
  label: string
  procedureName: string
  hour: Moment | null
  arrivedAt: Moment
  told: Told
  /** The window they are called to already; null while they wait. */
  window: number | null
  ahead: number
  wait: { from: number; to: number } | null
  qrUrl: string
  /** Where it is asked whether they have priority; null once it was answered, whatever the answer. */
  priorityUrl: string | null
  priorities: readonly Option[]
  /** The same page once more: for who needs longer than it stays. */
  againUrl: string
}

/** `kiosk/shut`: what any device sees that is no kiosk of this agency. */
export type ShutView = { page: PageModel; agencyName: string; openUrl: string }

/** `kiosk/list`, at `/recepcion/:agency/quioscos`: the devices that take people in, for their supervisor. */
export type KiosksView = {
  page: PageModel
  staff: StaffBar
  agencyName: string
  nonce: string
  openUrl: string
  dayUrl: string
  kiosks: readonly {
    number: number
    openedBy: string | null
    openedAt: Moment
    closeUrl: string
  }[]
}

import type { CodeMail } from '../booking/viewModels.ts'
import type { Instant } from '../clock.ts'
import type { PanelModel } from '../relocation/viewModels.ts'
import type { CalendarPart } from '../seats/viewModels.ts'
import type { FieldError, Moment, PageModel } from '../web/pageModel.ts'
import type { Requirement } from '../web/viewModels.ts'
import type { TurnoStatus } from './turno.ts'

/** What the turno pages say of a turno; all texts are in the page's language. */
export type TurnoSummary = {
  reference: string
  start: Instant
  zone: string
  procedureName: string
  agency: {
    name: string
    address: string
    city: string
    phone: string | null
    demonstration: boolean
  }
}

/** `turno/confirmation`, at `/turnos/:reference`. */
export type ConfirmationView = {
  page: PageModel
  turno: TurnoSummary
  status: TurnoStatus
  /** Whether the person arrives here straight from "Confirmar". */
  fresh: boolean
  /** What must be said first: they had this turno already, or it is too late to cancel it. */
  notice: 'already' | 'moved' | 'too-late-to-cancel' | null
  /** It cannot be served at its hour: why, and what is proposed; null for any other. */
  relocation: PanelModel | null
  holderName: string
  /** "Pasaporte ····3517". */
  documentMasked: string
  thirdPartyName: string | null
  /** What to bring in their own case. */
  checklist: readonly Requirement[]
  /** What the authorisation must say; empty where nobody comes instead. */
  authorisation: readonly string[]
  /** What became of the mail with the confirmation, its address masked; null when of no interest. */
  mail: (CodeMail & { email: string }) | null
  qrUrl: string
  /** Null for a cancelled turno, which has no paper. */
  pdfUrl: string | null
  calendarUrl: string
  /** One's own place in line; null before one has checked in, and afterwards. */
  waitUrl: string | null
  /** Null once it can no longer be cancelled. */
  cancelUrl: string | null
  /** Null where a turno cannot be moved. */
  changeUrl: string | null
}

/** `turno/cancel`, the page that asks. "Sí, cancelar" posts to `postUrl`. */
export type CancelView = { page: PageModel; turno: TurnoSummary; postUrl: string; backUrl: string }

/** `turno/cancelled`. */
export type CancelledView = { page: PageModel; turno: TurnoSummary; at: Moment; mailed: boolean }

/** `turno/find`, "Mi turno". Posts email to `/mi-turno`. */
export type FindView = {
  page: PageModel
  errors: readonly FieldError[]
  values: { email: string }
  /** Turnos this browser may open already. */
  known: readonly (TurnoSummary & { moves: boolean })[]
}

/** `turno/findSent`: the same for an address with and without turnos. */
export type FindSentView = { page: PageModel; email: string }

/** Why the hour that was asked for could not be given. */
export type MoveNotice = 'seat-taken' | 'hour-gone' | 'move-limit'

/** `turno/move`: the calendar of the same agency. Each hour posts slot to the page itself. */
export type MoveView = CalendarPart & {
  page: PageModel
  turno: TurnoSummary
  notice: MoveNotice | null
  backUrl: string
}

/** `turno/moveConfirm`: the confirmation window as a page. "Sí" posts slot to `postUrl`. */
export type MoveConfirmView = {
  page: PageModel
  turno: TurnoSummary
  slot: Moment
  postUrl: string
  backUrl: string
}

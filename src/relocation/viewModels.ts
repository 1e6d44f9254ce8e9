import type { CalendarPart } from '../seats/viewModels.ts'
import type { MoveNotice, TurnoSummary } from '../turno/viewModels.ts'
import type { Moment, PageModel } from '../web/pageModel.ts'

/** The hour proposed, and where. */
export type ProposalModel = Moment & {
  no: number
  agency: { name: string; address: string; city: string }
  /** At another agency than the turno's. */
  elsewhere: boolean
}

/** `relocation/answer`, at `/turnos/:reference/propuesta`. "Sí, acepto" posts proposal to itself. */
export type AnswerView = {
  page: PageModel
  turno: TurnoSummary
  /** "La agencia … estará cerrada a esa hora." */
  what: string
  reason: string
  proposal: ProposalModel | null
  answerBy: Moment | null
  /** The proposal they wanted to take is not the one that is held now. */
  changed: boolean
  postUrl: string
  anotherUrl: string
  cancelUrl: string
  backUrl: string
}

/** `relocation/choose`: the hours of one agency, and the other agencies. Each hour posts slot. */
export type ChooseView = CalendarPart & {
  page: PageModel
  turno: TurnoSummary
  notice: MoveNotice | null
  places: readonly { name: string; city: string; url: string; here: boolean }[]
  backUrl: string
}

/** What a touched turno's own page says first: `relocation/panel`. */
export type PanelModel = {
  what: string
  reason: string
  proposal: ProposalModel | null
  answerBy: Moment | null
  acceptUrl: string
  anotherUrl: string
}

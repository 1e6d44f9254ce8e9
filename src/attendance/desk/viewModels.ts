import type { CalendarPart } from '../../seats/viewModels.ts'
import type { StaffBar } from '../../staff/staffPages.ts'
import type { TurnoSummary } from '../../turno/viewModels.ts'
import type { FieldError, Moment, Option, PageModel } from '../../web/pageModel.ts'

type StaffPage = { page: PageModel; staff: StaffBar }

/** `desk/form`, at `/recepcion/:agency/turno`: who gets a turno at reception. */
export type FormView = StaffPage & {
  agencyName: string
  errors: readonly FieldError[]
  nonce: string
  values: {
    procedure: string
    /** `self` where the holder stands there, `other` where somebody does for them; empty at first. */
    forWhom: string
    kind: string
    country: string
    number: string
    givenNames: string
    surnames: string
    thirdKind: string
    thirdCountry: string
    thirdNumber: string
    thirdGivenNames: string
    thirdSurnames: string
    phone: string
    language: string
    seen: boolean
    consent: boolean
  }
  procedures: readonly Option[]
  kinds: readonly Option[]
  countries: readonly Option[]
  /** Why this procedure is probably not theirs; the form may be sent all the same. Null otherwise. */
  warning: string | null
  privacyVersion: string
  postUrl: string
  backUrl: string
}

/** For whom an hour is chosen. */
export type ForWhom = {
  name: string
  document: string
  procedureName: string
  /** Who comes for them; null where they come themselves. */
  thirdParty: { name: string; document: string } | null
}

/** Why the document cannot have another turno, and what reception may do about it. */
export type ClashPart = {
  turno: TurnoSummary
  /** Why it cannot be ended here: its person has arrived; only reception may. Null where it can. */
  keeps: 'arrived' | 'reception' | null
  reasons: readonly Option[]
  freeUrl: string
  slot: string
}

/** What the page says first, when the hour could not be had. */
export type HoursNotice = 'seat-taken' | 'held-elsewhere' | 'hour-gone' | 'hold-limit'

/** `desk/hours`, at `/recepcion/:agency/turno/:draft`: which hour. */
export type HoursView = StaffPage &
  CalendarPart & {
    whom: ForWhom
    notice: HoursNotice | null
    clash: ClashPart | null
    /** The turno that was to be ended for an hour that is lost: it stands. */
    stands: TurnoSummary | null
    postUrl: string
    backUrl: string
  }

/** `desk/confirm`: the hour once more, where no script asks in a window. */
export type ConfirmView = StaffPage & {
  agencyName: string
  whom: ForWhom
  slot: Moment
  postUrl: string
  hoursUrl: string
}

/** `desk/booked`, at `/recepcion/:agency/turnos/:turno`: the turno, to be printed. */
export type BookedView = StaffPage & {
  whom: ForWhom
  turno: TurnoSummary
  news: 'new' | 'already' | null
  /** Whether a mail goes out as well. */
  mailed: boolean
  pdfUrl: string
  /** Where they are taken in at once; null on another day, or once they were. */
  arrive: { url: string; turnoId: string } | null
  backUrl: string
}

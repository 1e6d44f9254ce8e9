import type { DayCause } from '../calendar/availability.ts'
import type { DocumentKind } from '../identity/documents.ts'
import type { Language } from '../language.ts'
import type { ShownFate } from '../messages/shownFate.ts'
import type { CalendarPart } from '../seats/viewModels.ts'
import type { FieldError, Moment, Option, PageModel, Step } from '../web/pageModel.ts'

/** What every step's template is given; all texts are in the page's language. */
export type StepView = { page: PageModel; step: Step; errors: readonly FieldError[] }

/**
 * `booking/document`. Posts forWhom, kind, country, number, thirdKind, thirdCountry, thirdNumber
 * and, where `warning` was shown, proceed=yes. The ids in `errors` are those names.
 */
export type DocumentView = StepView & {
  values: {
    forWhom: 'self' | 'other' | ''
    kind: DocumentKind | ''
    country: string
    number: string
    thirdKind: DocumentKind | ''
    thirdCountry: string
    thirdNumber: string
  }
  procedureName: string
  /** The kinds to choose from: those the procedure accepts or warns about. */
  kinds: readonly DocumentKind[]
  /** Issuing countries by name; `value` is what `IdentityDocument.country` holds. */
  countries: readonly Option[]
  /** Why this procedure is probably not theirs, or why the number looks odd; with "Continuar". */
  warning: { text: string; onlineUrl: string | null } | null
}

/**
 * `booking/contact`. Posts givenNames, surnames, thirdGivenNames, thirdSurnames, email, phone,
 * language, consent=yes, and emailSeen: the address whose suggestion the person has already seen.
 * The suggestion's own button posts useEmail with the suggested address.
 */
export type ContactView = StepView & {
  values: {
    givenNames: string
    surnames: string
    thirdGivenNames: string
    thirdSurnames: string
    email: string
    phone: string
    language: Language
    consent: boolean
  }
  /** Whether somebody else comes, whose names are then asked too. */
  thirdParty: boolean
  /** "¿Quiso escribir …?", or null. */
  suggestedEmail: string | null
  privacyVersion: string
}

/** What became of the mail with the code; `late` while its server cannot be reached. */
export type CodeMail = { fate: ShownFate } & Moment

/** `booking/code`. Posts code to `postUrl`; the resend form posts to `resendUrl`. */
export type CodeView = StepView & {
  email: string
  postUrl: string
  /** Null where none was sent to this address, because too many were asked for of late. */
  mail: CodeMail | null
  /** The mail's subject, as the person will see it. */
  subject: string
  /** Until when the newest code can be used; null when there is none. */
  expires: Moment | null
  /** How many tries are left, once one has failed; else null. */
  triesLeft: number | null
  resendUrl: string
  /** From when another mail may be asked for; null now. */
  resendFrom: (Moment & { secondsLeft: number }) | null
  /** Back to the contact page. */
  contactUrl: string
}

/** An agency as the place page lists it. */
export type AgencyChoice = {
  /** What the form posts as `agency`. */
  id: string
  name: string
  address: string
  city: string
  demonstration: boolean
  /**
   * Today's hours in words, empty when closed; `closedBecause` is then the reason if there is one. `over`
   * once it has closed for the day.
   */
  today: { hours: string; over: boolean; closedBecause: string | null }
  /** The first hour one can book, or null, and then why. */
  firstFree: Moment | null
  /** When its next turnos open, where they do so at a stated hour. */
  opens: string | null
  noneBecause: NoneCause | null
}

/** Why an agency, a province or a month has nothing to offer. */
export type NoneCause = Exclude<DayCause, 'free'> | 'no-agency'

/**
 * `booking/place`. The choice of list is a GET with `provincia` and `tramite`; the choice itself posts
 * province, procedure, agency.
 */
export type PlaceView = StepView & {
  values: { province: string; procedure: string; agency: string }
  provinces: readonly Option[]
  procedures: readonly Option[]
  /** The live turno that this holder and address have already; null where there is none. */
  existing: ({ url: string } & Moment) | null
  /** The first free hour anywhere, offered as one tap; null where there is none. */
  earliest: (AgencyPick & { agencyName: string; provinceName: string } & Moment) | null
  /** The province's agencies, the earliest first; empty until a province is chosen. */
  agencies: readonly AgencyChoice[]
  /** Why there is no agency to choose, and when there will be; null while there is one. */
  none: { cause: NoneCause; opens: Moment | null } | null
}

export type AgencyPick = { province: string; procedure: string; agency: string }

/** What the time page says first, when something happened to the hour one had. */
export type TimeNotice =
  | 'seat-taken'
  | 'held-elsewhere'
  | 'hold-lapsed'
  | 'hour-gone'
  | 'hold-limit'

/** `booking/time`. Posts slot (the hour's instant). */
export type TimeView = StepView &
  CalendarPart & {
    notice: TimeNotice | null
    /** The hour held now, which another choice would replace; null where there is none. */
    held: Moment | null
    holdMinutes: number
    /** When the next turnos open, where they do so at a stated hour. */
    opens: string | null
  }

/** `booking/timeConfirm`: the confirmation window as a page. "Sí" posts slot to `postUrl`. */
export type TimeConfirmView = StepView & {
  slot: Moment
  agency: { name: string; address: string; zone: string; demonstration: boolean }
  held: Moment | null
  holdMinutes: number
  postUrl: string
  /** Back to the hours ("No, elegir otra"). */
  timeUrl: string
}

/** `booking/summary`. Confirm posts to `postUrl`. */
export type SummaryView = StepView & {
  postUrl: string
  procedureName: string
  slot: Moment
  agency: { name: string; address: string; city: string; demonstration: boolean }
  holder: { name: string; kind: DocumentKind; number: string; country: string | null }
  thirdParty: { name: string; kind: DocumentKind; number: string; country: string | null } | null
  email: string
  phone: string
  language: Language
  changeUrls: { document: string; contact: string; place: string; time: string }
  /** Why it could not be confirmed, in neutral words (`clash`), or null. */
  refused: 'clash' | 'not-held' | null
}

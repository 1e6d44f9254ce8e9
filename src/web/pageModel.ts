import type { Instant } from '../clock.ts'
import type { Language } from '../language.ts'

/** What every page's model carries under `page`. */
export type PageModel = {
  language: Language
  /** The path asked for, without its query. */
  path: string
  /** The same page in the other language, such as `/privacidad?idioma=en`. */
  otherLanguageUrl: string
  csrfToken: string
  /** Whether this is a demonstration, which every page then says. */
  demo: boolean
  institution: InstitutionModel
  currentYear: number
}

/** Whose service this is; all of it settings. */
export type InstitutionModel = {
  name: string
  /** Path of a picture of our own host, or null for the ticket mark. */
  logo: string | null
  email: string
  /** As people read it, `02 394 5666`; null where there is none. */
  phone: string | null
  /** As a telephone dials it, `+59323945666`. */
  phoneHref: string | null
}

/** One thing to put right. `field` is the id of its input; the error summary links to it. */
export type FieldError = { field: string; message: string }

/** One of a list of choices. */
export type Option = { value: string; label: string }

/** Where a page stands among the nine steps; the model of `layouts/step` under `step`. */
export type Step = {
  /** "Paso 6 de 9"; `from` is smaller than `to` where one page covers two steps. */
  from: number
  to: number
  of: number
  backUrl: string | null
  /** What has been answered, masked where it is personal: "Pasaporte ····3517". */
  soFar: readonly SoFar[]
  /** The seat being kept, or null. */
  hold: HoldModel | null
}

export type SoFar = { label: string; value: string; done: boolean }

/** A kept seat: until when, in whose zone, and the whole seconds that are left now (not negative). */
export type HoldModel = { until: Instant; zone: string; secondsLeft: number }

/** A moment to be shown in the clock of a place. */
export type Moment = { at: Instant; zone: string }

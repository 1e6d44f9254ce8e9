import type { Instant, LocalDate } from '../clock.ts'
import type { Moment, PageModel } from './pageModel.ts'

/** The earliest free hour and where it is. */
export type FirstFree = { start: Instant; zone: string; agencyName: string }

/** `web/home`. Each form posts `procedure` (the slug) and `nonce` to `/turnos/nuevo`. */
export type HomeView = {
  page: PageModel
  nonce: string
  procedures: readonly {
    slug: string
    name: string
    summary: string
    /** What to bring on one line, "pasaporte, visa y una solicitud firmada". */
    needs: string
    minutes: number
    free: boolean
    firstFree: FirstFree | null
    /** When the next turnos open, where they do so at a stated hour. */
    opens: string | null
  }[]
}

/** One thing to bring, in the page's language; `detail` may be empty. */
export type Requirement = { title: string; detail: string }

/** `web/procedure`, all texts in the page's language. */
export type ProcedureView = {
  page: PageModel
  nonce: string
  slug: string
  name: string
  summary: string
  audience: string
  result: string
  cost: string
  channel: string
  minutes: number
  requirements: readonly Requirement[]
  thirdPartyRequirements: readonly Requirement[]
  authorisation: readonly string[]
  firstFree: FirstFree | null
  /** When more turnos open, as a sentence; null where every day is open from the start. */
  opens: string | null
  contactEmail: string
  contactPhone: string
}

/** `web/privacy`: a version of the notice that consent refers to. */
export type PrivacyView = {
  page: PageModel
  version: string
  validFrom: LocalDate
  officer: { name: string; email: string } | null
}

/** `web/accessibility`. */
export type AccessibilityView = { page: PageModel; reviewed: LocalDate; holdMinutes: number }

/** What `web/error` has words for. */
export const errorStatuses = [400, 403, 404, 405, 413, 415, 422, 429, 500, 503] as const

/** `web/error`. `retryAt`: from when it may be tried again; `id`: what the log knows it by. */
export type ErrorView = {
  page: PageModel
  status: (typeof errorStatuses)[number]
  retryAt: Moment | null
  id: string | null
  /** Where "Intentar otra vez" goes, or null where trying again is no use. */
  againUrl: string | null
}

/** `mailbox/list`: the mails that the demonstration's own server took, newest first. */
export type MailboxListView = {
  page: PageModel
  messages: readonly { url: string; to: string; subject: string; received: Moment }[]
}

/** `mailbox/message`. `htmlUrl` is the HTML part as a page of its own, without scripts. */
export type MailboxMessageView = {
  page: PageModel
  to: string
  from: string
  subject: string
  received: Moment
  text: string
  htmlUrl: string | null
  attachments: readonly { name: string; url: string; kilobytes: number }[]
}

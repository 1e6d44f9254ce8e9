import type { StaffBar } from '../staff/staffPages.ts'
import type { FieldError, Moment, Option, PageModel } from '../web/pageModel.ts'

/** What every page of the staff carries. */
export type StaffPage = { page: PageModel; staff: StaffBar }

/** What an answer of the house says, in the page's language, and how it looks. */
export type Told = { tone: 'info' | 'done' | 'care' | 'stop'; title: string; text: string }

/** The agency a page is about. */
export type AgencyPart = { id: string; name: string; zone: string; url: string }

/** Somebody found by reception. `turnoId` can be taken in; null for who has no turno. */
export type FoundRow = {
  turnoId: string | null
  name: string
  thirdPartyName: string | null
  /** "Pasaporte 084523917": reception compares it with the paper. */
  document: string | null
  procedureName: string
  start: Moment | null
  state: string
  label: string | null
  ticketUrl: string | null
  mayArrive: boolean
}

/** How arrivals stand at an agency just now. */
export type DoorPart = {
  /** Why nobody is taken in; null while people are. */
  shut: { kind: 'paused' | 'closed'; because: string | null } | null
  pauseReasons: readonly Option[]
  mayClose: boolean
  pauseUrl: string
  resumeUrl: string
  closeUrl: string
  reopenUrl: string
}

/** `attendance/reception`, at `/recepcion/:agency`. */
export type ReceptionView = StaffPage & {
  agency: AgencyPart
  errors: readonly FieldError[]
  told: Told | null
  /** A turno that may be taken in without its hour, as a walk-in; null otherwise. */
  lateTurnoId: string | null
  values: {
    text: string
    priority: string
    givenNames: string
    surnames: string
    procedure: string
  }
  /** Who was found by name or document; null where nobody was looked for. */
  found: readonly FoundRow[] | null
  priorities: readonly Option[]
  /** Null where the agency takes nobody without a turno. */
  walkIn: { nonce: string; left: number; procedures: readonly Option[] } | null
  door: DoorPart
  recent: readonly { label: string; url: string; at: Moment; state: string }[]
  waiting: number
  arriveUrl: string
  walkInUrl: string
  dayUrl: string | null
}

/** `attendance/agencies`: which agency's reception or day to open. */
export type AgenciesView = StaffPage & { agencies: readonly { name: string; url: string }[] }

/** `attendance/ticket`: the ticket of somebody who came, for the screen and for paper. */
export type TicketView = StaffPage & {
  agency: AgencyPart
  label: string
  procedureName: string
  arrivedAt: Moment
  hour: Moment | null
  state: string
  waits: boolean
  qrUrl: string
  liveUrl: string
  /** What is to be said to the person, and done. */
  told: Told | null
  priorities: readonly Option[]
  priority: string
  priorityUrl: string
  /** Null where the step cannot be done now. */
  leaveUrl: string | null
  backInLineUrl: string | null
  receptionUrl: string
  history: readonly { at: Moment; text: string }[]
}

/** One place of the queue as staff see it: no name. */
export type QueueRow = {
  id: string
  label: string
  /** The hour of their turno; null without. */
  hour: string | null
  waitMinutes: number
  /** Why they stand here, as a sentence. */
  why: string
  procedureName: string
  /** The one window they wait for; null for any. */
  boundTo: number | null
  /** Whether the window that asks may call them. */
  mine: boolean
}

/** The part of the window page that is fetched again and again: `attendance/queue`. */
export type QueuePart = {
  waiting: readonly QueueRow[]
  /** How many more wait than are listed. */
  more: number
  parked: readonly QueueRow[]
  total: number
  /** Changes when something was done at this window elsewhere; the page then offers to reload. */
  stamp: string
  /** Whether a window looks, which may call people. */
  desk: boolean
  callReasons: readonly Option[]
}

/** One window in the supervisor's day. */
export type WindowRow = {
  id: string
  number: number
  clerk: string | null
  since: Moment | null
  serves: string | null
  label: string | null
  calledAt: Moment | null
  served: number
  averageMinutes: number | null
  mayClose: boolean
  url: string
}

/** `attendance/deskWindow`, at `/recepcion/:agency/ventanillas/:window`. */
export type DeskWindowView = StaffPage & {
  agency: AgencyPart
  at: Moment
  told: Told | null
  errors: readonly FieldError[]
  number: number
  procedures: readonly { code: string; title: string; checked: boolean }[]
  clerk: { id: string; name: string; since: Moment } | null
  /** The ticket that is called to it: until that ends, its clerk stays. */
  label: string | null
  free: readonly Option[]
  values: { to: string }
  proceduresUrl: string
  moveUrl: string
  dayUrl: string
}

/** `attendance/day`, at `/recepcion/:agency/dia`. */
export type DayView = StaffPage & {
  agency: AgencyPart
  at: Moment
  told: Told | null
  door: DoorPart
  /** How many displays there are: how many speak Spanish, only chime, or are not heard at all. */
  display: {
    all: number
    on: number
    voiceless: number
    silent: number
    setUpUrl: string
    /** Of the link; posted to `renewUrl`, it is invalid from then on. */
    linkVersion: number
    renewUrl: string
  }
  counts: {
    waiting: number
    called: number
    parked: number
    served: number
    noShow: number
    left: number
    toCome: number
    /** Whose turno's hour and the grace have passed without them. */
    notCome: number
  }
  longestWait: number | null
  averageMinutes: number | null
  windows: readonly WindowRow[]
  queue: QueuePart
  /** When those who wait and those to come would be served; null while that cannot be told. */
  forecast: { waitingDone: Moment; allDone: Moment; closes: Moment | null; late: boolean } | null
  receptionUrl: string
  closeWindowUrl: string
}

/** `attendance/verify`, at `/verificar` and `/verificar/:code`. Names nobody. */
export type VerifyView = {
  page: PageModel
  code: string
  /** Null where no code was asked about yet. */
  result: 'genuine' | 'annulled' | 'unknown' | null
  certificate: {
    number: string
    procedureName: string
    issued: Moment
    annulled: Moment | null
    demonstration: boolean
  } | null
  /** Whether what the asker typed is what the certificate says; null where nothing was typed. */
  match: 'same' | 'other' | null
  values: { document?: string; surnames?: string }
  postUrl: string
}

import type { Moment, PageModel } from '../web/pageModel.ts'

/** One call on the display. */
export type ShownCall = {
  /** The day's own number of its announcement. */
  number: number
  label: string
  window: number
}

/** A call that the display has not announced yet. */
export type Announcement = ShownCall & {
  /** What is read out, always in Spanish. */
  say: string
  /** What is written at the foot meanwhile. */
  caption: string
  /** Whether the person is still expected at the window; what is over is not read out any more. */
  open: boolean
}

/** The part of the display that is fetched again and again: `attendance/board`. */
export type BoardPart = {
  day: string
  at: Moment
  current: readonly ShownCall[]
  last: readonly ShownCall[]
  next: readonly string[]
  /** Why nobody is taken in just now; null while people are. */
  paused: string | null
  announcements: readonly Announcement[]
}

/** `attendance/display`, at `/pantalla/:agency`. Public: tickets and windows, and nobody's name. */
export type DisplayView = {
  page: PageModel
  agency: { name: string; url: string }
  board: BoardPart
  /** Whether staff made this screen a display of theirs, whose word on its voice counts. */
  trusted: boolean
}

/** How somebody who came stands, as their own page says it. */
export type WaitState =
  | 'waiting'
  | 'next'
  | 'called'
  | 'at-window'
  | 'parked'
  | 'served'
  | 'no-show'
  | 'left'
  | 'over'

/** `attendance/wait`, at `/espera/lugar/:arrival`: one's own place in line. */
export type WaitView = {
  page: PageModel
  label: string
  agencyName: string
  state: WaitState
  /** How many go before; null where that is not the question. */
  ahead: number | null
  /** "entre 10 y 20 min"; null where nobody can tell. */
  wait: string | null
  window: number | null
  /** Changes with every call of this person; null when they are not called. */
  announced: number | null
  at: Moment
  url: string
}

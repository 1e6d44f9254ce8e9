import type { StaffBar } from '../staff/staffPages.ts'
import type { FieldError, PageModel } from '../web/pageModel.ts'
import type { AdminGroup } from './sections.ts'

/** What `layouts/admin` shows around a page; the model has it under `admin`. */
export type AdminBar = {
  sections: readonly { label: string; url: string; here: boolean }[]
  /** What just happened, said first; null on an ordinary visit. */
  told: Told | null
}

export type Told = { tone: 'done' | 'info' | 'care' | 'stop'; title: string; text: string | null }

/** What every page of the administration carries besides its own model. */
export type AdminFrame = { page: PageModel; staff: StaffBar; admin: AdminBar }

/** The top of every page about one agency: `admin/agencyTop`. */
export type AgencyTop = {
  name: string
  code: string
  active: boolean
  tabs: readonly { label: string; url: string; here: boolean }[]
}

/** Where a list is, for `admin/pages`. Numbers count from 1; all are 0 where nothing was found. */
export type ListPages = {
  first: number
  last: number
  total: number
  previousUrl: string | null
  nextUrl: string | null
}

/** `admin/home`. */
export type AdminHomeView = AdminFrame & {
  groups: readonly {
    group: AdminGroup
    title: string
    sections: readonly { label: string; hint: string; url: string }[]
  }[]
}

/** One thing that saving would change; `before` or `after` is null where there was or will be none. */
export type ShownChange = { label: string; before: string | null; after: string | null }

/** Something that saving brings about: one sentence, and what it is about, each on a line. */
export type Consequence = {
  tone: 'info' | 'done' | 'care' | 'stop'
  text: string
  items?: readonly string[]
}

/** `admin/confirm`: what will happen, before it does. Posts all of `hidden` and `step`. */
export type ConfirmView = AdminFrame & {
  title: string
  lead: string | null
  changes: readonly ShownChange[]
  consequences: readonly Consequence[]
  /** Somebody else changed the same thing since the form was opened. */
  changedMeanwhile: boolean
  hidden: readonly { name: string; value: string }[]
  /** Where the form goes. */
  action: string
  submit: string
  /** Whether saving is a step that takes something away. */
  warning: boolean
  /** False where it cannot be saved as it is, and the consequences say why. */
  maySave: boolean
}

/** Errors of a form, as every form page has them. */
export type WithErrors = { errors: readonly FieldError[] }

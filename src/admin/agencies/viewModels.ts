import type { Option } from '../../web/pageModel.ts'
import type { FieldGroup } from '../fields.ts'
import type { AdminFrame, AgencyTop, ListPages, WithErrors } from '../viewModels.ts'

/** `admin/agencies`: the agencies that this person may see. `many`: there is something to search in. */
export type AgencyListView = AdminFrame & {
  many: boolean
  /** Whether this person may add one. */
  sets: boolean
  filter: { q: string; province: string }
  provinces: readonly Option[]
  rows: readonly {
    url: string
    code: string
    name: string
    mall: boolean
    province: string
    canton: string
    windows: number
    agendas: number
    active: boolean
  }[]
  pages: ListPages
}

/** `admin/agency`: what is set of one agency. */
export type AgencyShowView = AdminFrame & {
  agency: AgencyTop
  facts: readonly { label: string; value: string }[]
  /** Where it is changed; null for who may only look. */
  editUrl: string | null
  /** What is left to do before anybody can book there; empty where nothing is, or for who may only look. */
  steps: readonly { text: string; url: string; done: boolean }[]
}

/** `admin/agencyForm`: a new agency, or (where `agency` is one) other settings of it. */
export type AgencyFormView = AdminFrame &
  WithErrors & {
    title: string
    agency: AgencyTop | null
    backUrl: string
    backText: string
    action: string
    /** The mark of what the form was filled from; see src/admin/confirm.ts. */
    seen: string
    groups: readonly FieldGroup[]
  }

/** `admin/csv`: the way out, the way in, and what is wrong with a file that was sent. */
export type CsvView = AdminFrame &
  WithErrors & {
    mistakes: readonly { line: number; column: string; typed: string; message: string }[]
    wrong: number
    /** How many mistakes are not shown. */
    more: number
    columns: readonly { heading: string; label: string; must: boolean }[]
  }

import type { FieldError, Moment, Option } from '../../web/pageModel.ts'
import type { AdminFrame, ListPages, WithErrors } from '../viewModels.ts'

/** `admin/people`. What is searched is sent by POST: no name stands in an address. */
export type PeopleView = AdminFrame & {
  q: string
  rows: readonly {
    url: string
    name: string
    email: string
    roles: readonly string[]
    status: 'invited' | 'active' | 'disabled'
    /** Whether they are signed in somewhere now. */
    present: boolean
  }[]
  pages: ListPages
}

/** `admin/person`. `acts` are the buttons that this person's standing allows. */
export type PersonView = AdminFrame &
  WithErrors & {
    name: string
    email: string
    status: 'invited' | 'active' | 'disabled'
    roles: readonly string[]
    hasPassword: boolean
    hasFactor: boolean
    sessions: readonly { since: Moment; seen: Moment }[]
    url: string
    rolesUrl: string
    /** It is the reader's own account: that is changed at "Mi cuenta". */
    self: boolean
  }

/** `admin/personForm`: an invitation, or (where `name` is not asked) other roles. */
export type PersonFormView = AdminFrame & {
  errors: readonly FieldError[]
  title: string
  backUrl: string
  backText: string
  action: string
  seen: string
  /** Marks an invitation, so that sent twice it is one. */
  once: string
  asksPerson: boolean
  name: string
  email: string
  rows: readonly { number: number; role: string; agency: string }[]
  roles: readonly Option[]
  agencies: readonly Option[]
}

/** `admin/personLink`: the link that is shown this once. */
export type PersonLinkView = AdminFrame & { name: string; link: string; url: string }

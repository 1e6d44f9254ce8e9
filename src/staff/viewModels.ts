import type { FieldError, Moment, PageModel } from '../web/pageModel.ts'
import type { StaffBar } from './staffPages.ts'

/** `staff/signIn`, at `/personal/entrar`. Posts email, password and back to itself. */
export type SignInView = {
  page: PageModel
  errors: readonly FieldError[]
  values: { email: string }
  /** Where to go afterwards, a path of our own; empty for the person's first page. */
  back: string
  /** What just happened: they went out, or chose a password by a link. */
  notice: 'out' | 'chosen' | null
}

/** `staff/secondFactor`: the code of the app, or a recovery code. Posts code, recovery and back. */
export type FactorView = { page: PageModel; errors: readonly FieldError[]; back: string }

/** `staff/link`: choosing a password by a one-time link. Posts password and again. */
export type LinkView = {
  page: PageModel
  errors: readonly FieldError[]
  name: string
  email: string
  shortest: number
}

/** `staff/demoLink`: a button that signs in; demo mode only. */
export type DemoLinkView = { page: PageModel; name: string }

/** `staff/account`, at `/personal/cuenta`. */
export type AccountView = {
  page: PageModel
  staff: StaffBar
  email: string
  /** "Ventanilla, Guayaquil Centro"; the agency is null for the whole institution. */
  roles: readonly { label: string; agency: string | null }[]
  hasPassword: boolean
  hasFactor: boolean
  recoveryCodes: number
  /** Whether they are signed in anywhere else. */
  othersOpen: boolean
  sessions: readonly { key: string; since: Moment; seen: Moment; here: boolean }[]
}

/** `staff/password`. Posts current, password and again. */
export type PasswordView = {
  page: PageModel
  staff: StaffBar
  errors: readonly FieldError[]
  hasPassword: boolean
  shortest: number
}

/** `staff/factorSetUp`: the app's secret as QR and as text, and what can be done with one set up. */
export type FactorSetUpView = {
  page: PageModel
  staff: StaffBar
  errors: readonly FieldError[]
  /** They can do nothing else before. */
  required: boolean
  hasFactor: boolean
  /** Whether the password is asked with it. */
  asksPassword: boolean
  /** In groups of four. */
  secret: string
  qrUrl: string
  canRemove: boolean
}

/** `staff/recoveryCodes`: shown this once. */
export type RecoveryCodesView = { page: PageModel; staff: StaffBar; codes: readonly string[] }

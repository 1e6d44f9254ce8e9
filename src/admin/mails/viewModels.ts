import type { MessageRow } from '../../../db/messageStore.ts'
import type { Language } from '../../language.ts'
import type { WhyNotAgain } from '../../messages/resend.ts'
import type { Moment, Option } from '../../web/pageModel.ts'
import type { AdminFrame, WithErrors } from '../viewModels.ts'

/** `admin/mails`: every mail there is, and whether its texts are the institution's own. */
export type MailsView = AdminFrame & {
  /** False for who may only look. */
  mayEdit: boolean
  kinds: readonly {
    title: string
    when: string
    languages: readonly {
      language: Language
      url: string
      edited: boolean
    }[]
  }[]
  ledgerUrl: string
}

/** One text of a mail with its field. */
export type MailTextField = {
  id: string
  label: string
  value: string
  /** As it comes with the program. */
  original: string
  changed: boolean
  /** The holes it may have, as they are typed, and which of them it must keep. */
  holes: readonly { name: string; meaning: string; obligatory: boolean }[]
  error: string | null
}

/** `admin/mailText`: the texts of one mail in one language. */
export type MailTextView = AdminFrame &
  WithErrors & {
    kind: string
    title: string
    language: Language
    version: number
    nonce: string
    /** The subject that cannot be changed here; null where it is among the fields. */
    fixedSubject: string | null
    fields: readonly MailTextField[]
    /** How the mail reads with these texts; null where there is nothing to show it for. */
    preview: { subject: string; text: string } | null
    htmlUrl: string
    edited: boolean
    history: readonly { version: number; who: string; at: Moment; original: boolean }[]
    other: { url: string }
  }

/** `admin/ledger`: what became of each message. */
export type LedgerView = AdminFrame &
  WithErrors & {
    filter: { tipo: string; estado: string; dia: string; agencia: string; referencia: string }
    kinds: readonly Option[]
    statuses: readonly Option[]
    agencies: readonly Option[]
    rows: readonly {
      id: string
      kind: string
      to: string
      language: Language
      at: Moment
      status: MessageRow['status']
      /** What became of it, in a sentence. */
      fate: string
      turno: { reference: string; agency: string } | null
      /** Null where it can be sent again; else why it cannot. */
      notAgain: WhyNotAgain | null
    }[]
    mayResend: boolean
    /** Filters to come back to after sending one again. */
    here: string
    nextUrl: string | null
    firstUrl: string | null
  }

import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'
import { turnoInMail } from './turnoInMail.ts'

export type ClashMailFacts = Letterhead & { turno: ConfirmationFacts; link: string }

/** The mail to the first address: somebody tried to book with the same document; the turno stands. */
export function clashMail(views: MailViews, facts: ClashMailFacts): ComposedMail {
  const { institution, language, turno, link } = facts
  return composeMail(views, {
    institution,
    language,
    view: 'clash',
    subject: views.t(language, 'messages:clash.subject'),
    model: { turno: turnoInMail(turno, language), link },
  })
}

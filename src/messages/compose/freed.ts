import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import { paperFileName } from '../../turno/confirmation/fileName.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'
import { calendarFile, turnoInMail } from './turnoInMail.ts'

export type FreedMailFacts = Letterhead & {
  turno: ConfirmationFacts
  link: string
  /** The calendar file, METHOD CANCEL. */
  calendar: string
}

/**
 * The mail to the first address when an agency freed a document: its holder showed the original, and so
 * the turno that was made with it is over.
 */
export function freedMail(views: MailViews, facts: FreedMailFacts): ComposedMail {
  const { institution, language, turno, link, calendar } = facts
  const shown = turnoInMail(turno, language)
  return composeMail(views, {
    institution,
    language,
    view: 'freed',
    subject: views.t(language, 'messages:freed.subject', { when: shown.when }),
    model: { turno: shown, link },
    attachments: [calendarFile(paperFileName(turno.reference, 'ics'), 'CANCEL', calendar)],
  })
}

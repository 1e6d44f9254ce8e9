import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import { paperFileName } from '../../turno/confirmation/fileName.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'
import { calendarFile, turnoInMail } from './turnoInMail.ts'

export type CancellationMailFacts = Letterhead & {
  turno: ConfirmationFacts
  link: string
  /** The calendar file, METHOD CANCEL. */
  calendar: string
}

/** The mail that says that a turno is cancelled, and takes it out of the person's calendar. */
export function cancellationMail(views: MailViews, facts: CancellationMailFacts): ComposedMail {
  const { institution, language, turno, link, calendar } = facts
  const shown = turnoInMail(turno, language)
  return composeMail(views, {
    institution,
    language,
    view: 'cancellation',
    subject: views.t(language, 'messages:cancellation.subject', { when: shown.when }),
    model: { turno: shown, link },
    attachments: [calendarFile(paperFileName(turno.reference, 'ics'), 'CANCEL', calendar)],
  })
}

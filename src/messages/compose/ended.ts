import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import { paperFileName } from '../../turno/confirmation/fileName.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'
import { calendarFile, turnoInMail } from './turnoInMail.ts'

/** Why it is over: cancelled, or ended so that the holder of the document could have another one. */
export type Ended = 'cancellation' | 'freed'

export type EndedMailFacts = Letterhead & {
  why: Ended
  turno: ConfirmationFacts
  link: string
  /** The calendar file, METHOD CANCEL. */
  calendar: string
}

/** The mail that says that a turno is over and why, and takes it out of the person's calendar. */
export function endedMail(views: MailViews, facts: EndedMailFacts): ComposedMail {
  const { institution, language, why, turno, link, calendar } = facts
  const shown = turnoInMail(turno, language)
  const subject = why === 'freed' ? 'messages:freed.subject' : 'messages:cancellation.subject'
  return composeMail(views, {
    institution,
    language,
    view: why,
    subject: views.t(language, subject, { when: shown.when }),
    model: { turno: shown, link },
    attachments: [calendarFile(paperFileName(turno.reference, 'ics'), 'CANCEL', calendar)],
  })
}

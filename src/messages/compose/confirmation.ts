import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import { paperFileName } from '../../turno/confirmation/fileName.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'
import { calendarFile, turnoInMail } from './turnoInMail.ts'

export type ConfirmationMailFacts = Letterhead & {
  turno: ConfirmationFacts
  /** The address of the turno's own page. */
  link: string
  pdf: Uint8Array
  /** The calendar file, METHOD PUBLISH. */
  calendar: string
}

/** The mail with the confirmation: when and where, what to bring, and both papers. */
export function confirmationMail(views: MailViews, facts: ConfirmationMailFacts): ComposedMail {
  const { institution, language, turno, link, pdf, calendar } = facts
  const shown = turnoInMail(turno, language)
  return composeMail(views, {
    institution,
    language,
    view: 'confirmation',
    subject: views.t(language, 'messages:confirmation.subject', {
      when: shown.when,
      agency: turno.agency.name,
    }),
    model: { turno: shown, bring: turno.bring, link },
    attachments: [
      {
        filename: paperFileName(turno.reference, 'pdf'),
        contentType: 'application/pdf',
        content: pdf,
      },
      calendarFile(paperFileName(turno.reference, 'ics'), 'PUBLISH', calendar),
    ],
  })
}

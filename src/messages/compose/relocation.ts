import type { Relocation } from '../../relocation/relocation.ts'
import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import { paperFileName } from '../../turno/confirmation/fileName.ts'
import { dateTime } from '../../web/dates.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'
import { calendarFile, turnoInMail } from './turnoInMail.ts'

type About = Letterhead & {
  relocation: Relocation
  /** The turno as it is now. */
  turno: ConfirmationFacts
}

/** What every mail about a relocation says: why, the old hour, the one proposed. */
function told({ relocation, turno, language }: About) {
  const { kind, reason, from, proposal, answerBy } = relocation
  const { agency } = from
  return {
    kind,
    reason: reason[language],
    from: { start: from.start, zone: agency.zone, agencyName: agency.name },
    proposal: proposal && {
      start: proposal.start,
      zone: proposal.agency.zone,
      agency: proposal.agency,
      elsewhere: proposal.agency.id !== agency.id,
    },
    answerBy,
    turno: turnoInMail(turno, language),
  }
}

/** "Your turno of Thursday cannot be served": the hour proposed, and the three ways to answer. */
export function proposalMail(
  views: MailViews,
  facts: About & { answer: string; again: boolean },
): ComposedMail {
  const { institution, language, relocation, answer, again } = facts
  const { from } = relocation
  return composeMail(views, {
    institution,
    language,
    view: 'proposal',
    subject: views.t(language, `relocation:mail.subject.${again ? 'again' : 'first'}`, {
      when: dateTime(from.start, from.agency.zone, language),
    }),
    model: {
      ...told(facts),
      again,
      links: {
        accept: answer,
        another: `${answer}/otra-hora`,
        cancel: `${answer}/cancelar`,
      },
    },
  })
}

/** "Your turno can be served after all." */
export function keptMail(views: MailViews, facts: About & { link: string }): ComposedMail {
  const { institution, language, relocation, link } = facts
  const { from } = relocation
  return composeMail(views, {
    institution,
    language,
    view: 'kept',
    subject: views.t(language, 'relocation:mail.subject.kept', {
      when: dateTime(from.start, from.agency.zone, language),
    }),
    model: { ...told(facts), link },
  })
}

/** "We moved your turno": the new hour with both its papers. */
export function relocatedMail(
  views: MailViews,
  facts: About & { link: string; pdf: Uint8Array; calendar: string },
): ComposedMail {
  const { institution, language, turno, link, pdf, calendar } = facts
  const model = told(facts)
  return composeMail(views, {
    institution,
    language,
    view: 'relocated',
    subject: views.t(language, 'relocation:mail.subject.moved', { when: model.turno.when }),
    model: { ...model, link },
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

/** "There was no hour": the turno has ended, and it leaves the person's calendar. */
export function unservedMail(
  views: MailViews,
  facts: About & { link: string; calendar: string },
): ComposedMail {
  const { institution, language, turno, relocation, link, calendar } = facts
  const { from } = relocation
  return composeMail(views, {
    institution,
    language,
    view: 'unserved',
    subject: views.t(language, 'relocation:mail.subject.unserved', {
      when: dateTime(from.start, from.agency.zone, language),
    }),
    model: { ...told(facts), link },
    attachments: [calendarFile(paperFileName(turno.reference, 'ics'), 'CANCEL', calendar)],
  })
}

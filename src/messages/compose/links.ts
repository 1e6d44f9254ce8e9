import type { ConfirmationFacts } from '../../turno/confirmation/facts.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'
import { turnoInMail } from './turnoInMail.ts'

export type LinksMailFacts = Letterhead & {
  /** The live turnos of the address, at least one, the next first. */
  turnos: { facts: ConfirmationFacts; link: string }[]
}

/** The mail that answers "Mi turno": each live turno of the address with the way to its page. */
export function linksMail(views: MailViews, facts: LinksMailFacts): ComposedMail {
  const { institution, language, turnos } = facts
  return composeMail(views, {
    institution,
    language,
    view: 'links',
    subject: views.t(language, 'messages:links.subject', {
      count: turnos.length,
      institution: institution.shortName,
    }),
    model: {
      count: turnos.length,
      turnos: turnos.map(({ facts: turno, link }) => ({ ...turnoInMail(turno, language), link })),
    },
  })
}

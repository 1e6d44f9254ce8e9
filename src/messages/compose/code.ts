import type { Instant } from '../../clock.ts'
import type { ComposedMail } from '../mailer.ts'
import { composeMail, type Letterhead, type MailViews } from './mailViews.ts'

export type CodeMailFacts = Letterhead & { code: string; expiresAt: Instant }

/**
 * The mail with the six digits. In either language its subject holds the Spanish one, which is the
 * one people are told to look for.
 */
export function codeMail(views: MailViews, facts: CodeMailFacts): ComposedMail {
  const { institution, language, code, expiresAt } = facts
  return composeMail(views, {
    institution,
    language,
    view: 'code',
    subject: views.t(language, 'messages:code.subject', { institution: institution.shortName }),
    model: { code, expiresAt, zone: institution.zone },
  })
}

import type { Language } from '../../language.ts'
import type { I18n } from '../../web/i18n.ts'
import type { Renderer, TextInstead } from '../../web/render.ts'
import type { MailInstitution } from '../facts.ts'
import type { ComposedMail, MailAttachment } from '../mailer.ts'

/** What a composer writes with: the views under `views/emails/` and the texts of `messages`. */
export type MailViews = {
  /** The HTML part, `views/<view>.hbs`. */
  page(view: string, language: Language, model: object): string
  /** The text part, `views/<view>.text.hbs`. */
  text(view: string, language: Language, model: object): string
  t(language: Language, key: string, args?: Record<string, string | number>): string
}

/** Writes mails with what an institution made of their texts. */
export function mailViews(
  { renderer, i18n }: { renderer: Renderer; i18n: Pick<I18n, 't'> },
  insteadIn: (language: Language) => TextInstead,
): MailViews {
  return {
    page: (view, language, model) => renderer.page(view, language, model, insteadIn(language)),
    text: (view, language, model) => renderer.text(view, language, model, insteadIn(language)),
    t: (language, key, args = {}) => insteadIn(language)(key, args) ?? i18n.t(language, key, args),
  }
}

/** What every mail knows besides its own facts. */
export type Letterhead = { institution: MailInstitution; language: Language }

type Letter = Letterhead & {
  /** The view's name under `views/emails/`. */
  view: string
  subject: string
  /** What the view says. */
  model: object
  attachments?: MailAttachment[]
}

/** Both parts of a mail from one model, so that they say the same. */
export function composeMail(views: MailViews, letter: Letter): ComposedMail {
  const { view, subject, language, institution, attachments = [] } = letter
  const model = { ...letter.model, subject, institution, language }
  return {
    subject,
    html: views.page(`emails/${view}`, language, model),
    text: `${views.text(`emails/${view}`, language, model).trim()}\n`,
    attachments,
  }
}

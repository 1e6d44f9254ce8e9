import { isDeepStrictEqual } from 'node:util'
import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import { newSecret } from '../../keys/codes.ts'
import { isLanguage } from '../../language.ts'
import type { ComposedMail } from '../../messages/mailer.ts'
import { type Edits, readEdits, type TextFaults } from '../../messages/texts/editedTexts.ts'
import { isEditableKind, type MailText, textsOf } from '../../messages/texts/mailTexts.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { actorNames } from '../actors.ts'
import type { Own } from '../adminPages.ts'
import { changedMeanwhile, markOf, stepOf } from '../confirm.ts'
import type { Told } from '../viewModels.ts'
import { textUrl } from './mailUrls.ts'
import { ownSample } from './ownSample.ts'
import { fieldId, type Subject, shownAs, textFields } from './textFields.ts'
import type { MailTextView } from './viewModels.ts'

/** The clock of what belongs to no agency. */
const zone = 'America/Guayaquil'

/**
 * A mail is shown as its reader would see it: with the styles on its elements, but no script, no form,
 * nothing loaded, and no share in our cookies.
 */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

/** The texts of one mail: reading and writing them, seeing the mail, sending it to oneself. */
export function mailTextPage(services: Services) {
  const { adminPages, hash, i18n, mailTexts, pages } = services
  const { fieldsOf, changesOf } = textFields(pages)
  const toOneself = ownSample(services)

  async function subjectOf(kind: string, language: string): Promise<Subject> {
    if (!isEditableKind(kind) || !isLanguage(language)) throw createError(404, 'No such mail')
    const texts = textsOf(i18n, kind, language)
    return { kind, language, texts, now: await mailTexts.latest(kind, language) }
  }

  /** The mail with these texts. Those that all mails share are part of each. */
  async function sample({ kind, language }: Subject, edits: Edits): Promise<ComposedMail | null> {
    const shared = kind === 'common' ? {} : await mailTexts.editsFor('common', language)
    return mailTexts.samples.write({ kind, language, edits: { ...shared, ...edits } })
  }

  async function send(
    request: Request,
    response: Response,
    subject: Subject,
    shown: { valueIn: (text: MailText) => string; edits: Edits | null; faults?: TextFaults },
    { status = 200, told = null }: { status?: number; told?: Told | null } = {},
  ): Promise<void> {
    const { kind, language, now } = subject
    const fields = fieldsOf(request, subject, shown.valueIn, shown.faults ?? new Map())
    const history = await mailTexts.history(kind, language)
    const names = await actorNames(
      services,
      request,
      history.map(({ actor }) => actor),
    )
    const mail = shown.edits && (await sample(subject, shown.edits))
    const view: Own<MailTextView> = {
      kind,
      title: pages.text(request, `mails:kinds.${kind}`),
      language,
      version: now.version,
      nonce: newSecret(),
      fixedSubject: kind === 'code' ? ((await sample(subject, {}))?.subject ?? null) : null,
      fields,
      errors: fields.flatMap(({ id, label, error }) =>
        error === null ? [] : [{ field: id, message: `${label}: ${error}` }],
      ),
      preview: mail && { subject: mail.subject, text: mail.text },
      htmlUrl: textUrl(kind, language, '/html'),
      edited: Object.keys(now.edits).length > 0,
      history: history.map(({ version, actor, at, edits }) => ({
        version,
        who: names.get(actor) ?? actor,
        at: { at, zone },
        original: Object.keys(edits).length === 0,
      })),
      other: { url: textUrl(kind, language === 'es' ? 'en' : 'es') },
    }
    await adminPages.send(request, response, 'admin/mailText', view, { status, told })
  }

  const show: RequestHandler = async (request, response) => {
    const subject = await subjectOf(parameter(request, 'tipo'), parameter(request, 'lengua'))
    const { edits } = subject.now
    const told = parameter(request, 'aviso') === 'prueba' ? sentNotice(request) : null
    await send(request, response, subject, { valueIn: shownAs(subject, edits), edits }, { told })
  }

  /** The mail's HTML part as it is now, as a page of its own. */
  const html: RequestHandler = async (request, response) => {
    const subject = await subjectOf(parameter(request, 'tipo'), parameter(request, 'lengua'))
    const mail = await sample(subject, subject.now.edits)
    if (!mail) throw createError(404, 'Nothing to show a mail for')
    response
      .set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': mailPolicy })
      .type('html')
      .send(mail.html)
  }

  const change: RequestHandler = async (request, response) => {
    const subject = await subjectOf(field(request, 'tipo'), field(request, 'lengua'))
    const valueIn = (text: MailText) => field(request, fieldId(text.name))
    const wanted = field(request, 'do')
    const read =
      wanted === 'restore'
        ? { ok: true as const, edits: {} }
        : readEdits(subject.texts, subject.language, (name) => field(request, fieldId(name)))
    if (!read.ok) {
      const { faults } = read
      return send(request, response, subject, { valueIn, edits: null, faults }, { status: 422 })
    }
    const { edits } = read
    if (wanted === 'send') return sendSample(request, response, subject, edits)
    if (wanted === 'look' || stepOf(request) === 'edit') {
      return send(request, response, subject, { valueIn, edits })
    }
    // The same sent twice is the same saved once.
    if (stepOf(request) === 'save' && isDeepStrictEqual({ ...subject.now.edits }, edits)) {
      return seeOther(response, `${textUrl(subject.kind, subject.language)}&aviso=guardado`)
    }
    const mark = markOf(hash, [subject.kind, subject.language, subject.now.version])
    if (stepOf(request) === 'save' && !changedMeanwhile(request, mark)) {
      const saved = await mailTexts.save(subject, {
        edits,
        over: subject.now.version,
        actor: `staff:${knownStaff(request).id}`,
      })
      const { kind, language } = subject
      if (saved.ok) return seeOther(response, `${textUrl(kind, language)}&aviso=guardado`)
    }
    await confirm(request, response, subject, edits, mark)
  }

  async function confirm(
    request: Request,
    response: Response,
    subject: Subject,
    edits: Edits,
    mark: string,
  ): Promise<void> {
    const { kind, language } = subject
    const mail = await sample(subject, edits)
    await adminPages.confirm(request, response, mark, {
      title: pages.text(request, 'mails:confirm.title', {
        mail: pages.text(request, `mails:kinds.${kind}`),
        language: pages.text(request, `mails:languages.${language}`),
      }),
      changes: changesOf(request, subject, edits),
      consequences: [
        { tone: 'info', text: pages.text(request, 'mails:confirm.from') },
        { tone: 'info', text: pages.text(request, 'mails:confirm.sent') },
        ...(mail
          ? [
              {
                tone: 'done' as const,
                text: pages.text(request, 'mails:confirm.reads'),
                items: [mail.subject, ...mail.text.split('\n')].filter((line) =>
                  /[^\s-]/.test(line),
                ),
              },
            ]
          : []),
      ],
    })
  }

  /** Sends the mail, with the texts as typed, to who asks for it. */
  async function sendSample(
    request: Request,
    response: Response,
    subject: Subject,
    edits: Edits,
  ): Promise<void> {
    const { kind, language } = subject
    const shared = kind === 'common' ? {} : await mailTexts.editsFor('common', language)
    const mail = { kind, language, edits: { ...shared, ...edits } }
    const written = await toOneself(knownStaff(request), field(request, 'nonce'), mail)
    const valueIn = (text: MailText) => field(request, fieldId(text.name))
    await send(
      request,
      response,
      subject,
      { valueIn, edits },
      written
        ? { told: sentNotice(request) }
        : {
            status: 429,
            told: { tone: 'care', title: pages.text(request, 'mails:tooMany'), text: null },
          },
    )
  }

  function sentNotice(request: Request): Told {
    return {
      tone: 'done',
      title: pages.text(request, 'mails:sent'),
      text: pages.text(request, 'mails:sentText'),
    }
  }

  return { show, html, change }
}

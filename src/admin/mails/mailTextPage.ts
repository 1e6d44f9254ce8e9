import { isDeepStrictEqual } from 'node:util'
import type { Request, RequestHandler, Response } from 'express'
import createError from 'http-errors'
import { takeAllowance } from '../../allowances.ts'
import { later } from '../../clock.ts'
import { newSecret } from '../../keys/codes.ts'
import { isLanguage, type Language } from '../../language.ts'
import type { ComposedMail } from '../../messages/mailer.ts'
import {
  type Edits,
  readEdits,
  type TextFaults,
  type TextsVersion,
} from '../../messages/texts/editedTexts.ts'
import {
  type EditableKind,
  isEditableKind,
  type MailText,
  textsOf,
} from '../../messages/texts/mailTexts.ts'
import { isObligatory, shownHole, shownText } from '../../messages/texts/placeholders.ts'
import type { Services } from '../../services.ts'
import { knownStaff } from '../../staff/access.ts'
import { seeOther } from '../../web/context.ts'
import { field, parameter } from '../../web/form.ts'
import { actorNames } from '../actors.ts'
import type { Own } from '../adminPages.ts'
import { changedMeanwhile, markOf, stepOf } from '../confirm.ts'
import type { ShownChange, Told } from '../viewModels.ts'
import { textUrl } from './mailUrls.ts'
import type { MailTextField, MailTextView } from './viewModels.ts'

/** The clock of what belongs to no agency. */
const zone = 'America/Guayaquil'

/** How often somebody may send themselves a mail to look at. */
const samples = [{ times: 20, seconds: 60 * 60 }]

/**
 * A mail is shown as its reader would see it: with the styles on its elements, but no script, no form,
 * nothing loaded, and no share in our cookies.
 */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

/** Which mail in which language, and what stands there now. */
type Subject = {
  kind: EditableKind
  language: Language
  texts: MailText[]
  now: TextsVersion
}

/** The texts of one mail: reading and writing them, seeing the mail, sending it to oneself. */
export function mailTextPage(services: Services) {
  const { adminPages, clock, database, hash, i18n, mailTexts, outbox, pages, stores } = services

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

  function fieldsOf(
    request: Request,
    { texts, language }: Subject,
    valueIn: (text: MailText) => string,
    faults: TextFaults,
  ): MailTextField[] {
    let paragraph = 0
    return texts.map((text) => {
      const role = roleOf(text)
      if (role === 'paragraph') paragraph += 1
      const original = shownText(text.text, text, language)
      const value = valueIn(text)
      const holes = [...text.holes, ...(text.ending === null ? [] : [text.ending])]
      return {
        id: fieldId(text.name),
        label: labelOf(request, text, role, paragraph),
        value,
        original,
        changed: value !== original,
        holes: holes.map((name) => ({
          name: shownHole(name, language),
          meaning: pages.text(request, `mails:holes.${name}`),
          obligatory: name === text.ending || isObligatory(name),
        })),
        error: errorOf(request, text.name, faults),
      }
    })
  }

  function labelOf(request: Request, { name }: MailText, role: Role, paragraph: number): string {
    const label = pages.text(request, `mails:roles.${role}`, { number: paragraph })
    const form = /_(one|many|other)$/.exec(name)?.[1]
    if (form === undefined) return label
    return `${label} (${pages.text(request, `mails:forms.${form}`)})`
  }

  function errorOf(request: Request, name: string, faults: TextFaults): string | null {
    const fault = faults.get(name)
    if (!fault) return null
    return pages.text(request, `mails:errors.${fault.fault}`, {
      name: 'name' in fault ? fault.name : '',
    })
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
    const { kind, language, texts, now } = subject
    const before = shownAs(subject, now.edits)
    const after = shownAs(subject, edits)
    let paragraph = 0
    const changes = texts.flatMap((text): ShownChange[] => {
      const role = roleOf(text)
      if (role === 'paragraph') paragraph += 1
      if (before(text) === after(text)) return []
      return [
        {
          label: labelOf(request, text, role, paragraph),
          before: before(text),
          after: after(text),
        },
      ]
    })
    const mail = await sample(subject, edits)
    await adminPages.confirm(request, response, mark, {
      title: pages.text(request, 'mails:confirm.title', {
        mail: pages.text(request, `mails:kinds.${kind}`),
        language: pages.text(request, `mails:languages.${language}`),
      }),
      changes,
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

  /** Sends the mail, with the texts as typed, to who asks for it; asking twice is asking once. */
  async function sendSample(
    request: Request,
    response: Response,
    subject: Subject,
    edits: Edits,
  ): Promise<void> {
    const { kind, language } = subject
    const staff = knownStaff(request)
    const shared = kind === 'common' ? {} : await mailTexts.editsFor('common', language)
    const now = clock.now()
    const id = `sample-${hash('mail-sample', `${staff.id} ${field(request, 'nonce')}`)}`
    const written = await database.transaction(async (tx) => {
      if (await stores.messages.find(tx, id)) return true
      const allowed = await takeAllowance(
        stores.allowances,
        tx,
        [`mail-sample:${staff.id}`],
        samples,
        now,
      )
      if (!allowed.ok) return false
      await outbox.write(tx, {
        id,
        kind: 'sample',
        subjectId: staff.id,
        to: staff.email,
        secret: mailTexts.samples.toSecret({ kind, language, edits: { ...shared, ...edits } }),
        language,
        notAfter: later(now, { hours: 1 }),
      })
      return true
    })
    outbox.committed()
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

type Role = 'subject' | 'lead' | 'button' | 'paragraph'

/** What a text is in its mail. */
function roleOf({ name, ending }: MailText): Role {
  if (/\.subject([._]|$)/.test(name)) return 'subject'
  if (ending === 'link') return 'button'
  return ending === null ? 'paragraph' : 'lead'
}

/** The name of a text's field, without what has a meaning in addresses. */
function fieldId(name: string): string {
  return `texto-${name.replaceAll(/[.:]/g, '-')}`
}

function shownAs({ language }: Subject, edits: Edits): (text: MailText) => string {
  return (text) => shownText(edits[text.name] ?? text.text, text, language)
}

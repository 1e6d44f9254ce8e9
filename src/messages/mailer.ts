import { createTransport } from 'nodemailer'
import type { Language } from '../language.ts'
import { oneLine } from './headerText.ts'

/** A file of a mail. */
export type MailAttachment = { filename: string; contentType: string; content: string | Uint8Array }

/** What a composer makes of its facts. */
export type ComposedMail = {
  subject: string
  html: string
  text: string
  attachments: MailAttachment[]
}

/** A mail on its way: to whom, and under which id, the same at every try. */
export type OutgoingMail = ComposedMail & { id: string; to: string; language: Language }

/**
 * What the mail server made of it. `refused`: it will never take this one for this address.
 * `unreachable`: it could not be asked, or asks to come back later. `code` is for logs: an SMTP
 * reply code or a name such as ECONNREFUSED, never a text, since servers repeat addresses in those.
 */
export type Handover =
  | { outcome: 'sent' }
  | { outcome: 'refused'; code: string }
  | { outcome: 'unreachable'; code: string }

/** Hands mails to the mail server, over connections that are kept for a while. */
export type Mailer = { send(mail: OutgoingMail): Promise<Handover>; close(): void }

/** `seconds` bounds a whole hand-over, whatever the server does; connecting is bounded within. */
export type MailerOptions = {
  smtpUrl: string
  /** As a header shows it: `turnos@iess.gob.ec` or `IESS <turnos@iess.gob.ec>`. */
  from: string
  seconds?: number
}

/** How many connections there may be at once, and how long one is kept without a mail. */
const maxConnections = 16
const idleMs = 20_000

/** The longest a hand-over may take. A lease on a message must be longer. */
export const handoverSeconds = 30

/** A mailer over SMTP; `smtpUrl` as nodemailer reads it (`smtp://user:pass@host:587?requireTLS=true`). */
export function createMailer({ smtpUrl, from, seconds = handoverSeconds }: MailerOptions): Mailer {
  const sender = addressIn(from)
  const patience = Math.ceil((seconds * 1000) / 3)
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections,
    idleTimeout: idleMs,
    // A mail whose connection broke is tried again by the outbox, which knows of it; not by the pool.
    maxRequeues: 0,
    connectionTimeout: patience,
    greetingTimeout: patience,
    dnsTimeout: patience,
    // A server may look through a mail for long before it says that it has taken it; whoever gives up
    // then has sent it, and sends it again (RFC 5321, 4.5.3.2.6). Only the whole has an end.
    socketTimeout: seconds * 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = sender.slice(sender.lastIndexOf('@') + 1)

  async function send(mail: OutgoingMail): Promise<Handover> {
    if (!isOneAddress(mail.to)) return { outcome: 'refused', code: 'EADDRESS' }
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), seconds * 1000)
    try {
      await transport.sendMail({
        from: oneLine(from),
        to: { name: '', address: mail.to },
        envelope: { from: sender, to: [mail.to] },
        messageId: `<${mail.id}@${domain}>`,
        subject: oneLine(mail.subject),
        html: mail.html,
        text: mail.text,
        attachments: mail.attachments.map(({ content, ...rest }) => ({
          ...rest,
          filename: oneLine(rest.filename),
          content: typeof content === 'string' ? content : Buffer.from(content),
        })),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'Content-Language': mail.language,
        },
        signal: late.signal,
      })
      return { outcome: 'sent' }
    } catch (error) {
      return handoverOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return { send, close: () => transport.close() }
}

/**
 * Only the recipient or the content can be refused for good. What the server has against the
 * sender or the sign-in is the operator's to mend, and the message waits for that.
 */
function handoverOf(error: unknown): Handover {
  const { code, responseCode, command } = smtpFacts(error)
  const shown = responseCode === null ? code : String(responseCode)
  const permanent = responseCode !== null && responseCode >= 500 && responseCode !== 503
  const aboutThisMail = command === 'RCPT TO' || command === 'DATA'
  const neverAsked = responseCode === null && code === 'EENVELOPE'
  if ((permanent && aboutThisMail) || neverAsked) return { outcome: 'refused', code: shown }
  return { outcome: 'unreachable', code: shown }
}

function smtpFacts(error: unknown): { code: string; responseCode: number | null; command: string } {
  if (!(error instanceof Error)) return { code: 'EUNKNOWN', responseCode: null, command: '' }
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : error.name,
    responseCode:
      'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null,
    command: 'command' in error && typeof error.command === 'string' ? error.command : '',
  }
}

/** The bare address of `Name <address>` or of an address alone. */
function addressIn(from: string): string {
  return (/<([^<>]+)>\s*$/.exec(from)?.[1] ?? from).trim()
}

/** One address and nothing else: no second one, no line break, no display name. */
function isOneAddress(text: string): boolean {
  return /^[^\s,;<>"\p{Cc}]+@[^\s,;<>"@\p{Cc}]+$/u.test(text)
}

import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import { bad, good, look, type Verdict } from './verdict.ts'

const patienceMs = 5000

/** What a mail server says of itself: its greeting and what it offers after EHLO. */
type Greeting = { ok: true; offers: string[] } | { ok: false; code: string }

/** Whether the mail server answers, and whether mails are handed to it unread by others. Sends no mail. */
export async function examineMailServer(smtpUrl: string | null): Promise<Verdict[]> {
  if (smtpUrl === null) return []
  const url = new URL(smtpUrl)
  const secure = url.protocol === 'smtps:'
  const port = url.port === '' ? (secure ? 465 : 587) : Number(url.port)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const greeting = await greetingOf(host, port, secure)
  if (!greeting.ok) {
    return [
      bad(
        'mail server',
        `The mail server does not answer (${greeting.code}): no code and no confirmation leaves.`,
        'Mend SMTP_URL or the mail server; mails wait and leave by themselves.',
      ),
    ]
  }
  if (secure) return [good('mail server', 'It answers over TLS.')]
  if (greeting.offers.includes('STARTTLS')) {
    return url.searchParams.get('requireTLS') === 'true'
      ? [good('mail server', 'It answers and offers STARTTLS, which is required.')]
      : [
          look(
            'mail server',
            'It offers STARTTLS, but SMTP_URL does not insist on it.',
            'Add ?requireTLS=true to SMTP_URL.',
          ),
        ]
  }
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.')
  return isHere
    ? [good('mail server', 'It answers on this machine, where nobody reads along.')]
    : [
        bad(
          'mail server',
          'It offers no STARTTLS: people, codes and hours can be read on the way.',
          'Use a mail server with TLS.',
        ),
      ]
}

function greetingOf(host: string, port: number, secure: boolean): Promise<Greeting> {
  return new Promise((resolve) => {
    const socket: Socket = secure
      ? connectSecure({ host, port, servername: isIP(host) ? '' : host })
      : connectPlain({ host, port })
    let text = ''
    let greeted = false
    const end = (greeting: Greeting) => {
      resolve(greeting)
      socket.destroy()
    }
    socket.setEncoding('utf8')
    socket.setTimeout(patienceMs, () => end({ ok: false, code: 'no answer' }))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end({ ok: false, code: error.code ?? 'refused' }),
    )
    socket.on('close', () => resolve({ ok: false, code: 'closed' }))
    socket.on('data', (chunk) => {
      text += String(chunk)
      // The last line of a reply has a blank after its number; the others a hyphen.
      const last = /^(\d{3}) .*\r?\n/m.exec(text)
      if (!last) return
      if (!greeted && last[1] === '220') {
        greeted = true
        text = ''
        socket.write('EHLO doctor.invalid\r\n')
        return
      }
      if (!greeted || last[1] !== '250') return end({ ok: false, code: last[1] ?? 'refused' })
      const offers = text.split(/\r?\n/).map((line) => line.slice(4).trim().toUpperCase())
      socket.end('QUIT\r\n')
      end({ ok: true, offers })
    })
  })
}

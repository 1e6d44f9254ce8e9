import type { Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/**
 * How a sink behaves from now on: it takes mail; refuses with an SMTP code (4xx later, 5xx never) at
 * the recipient or after the data; never answers the data; or takes the mail and breaks the line
 * before it says so.
 */
export type SinkMode =
  | { kind: 'accept' }
  | { kind: 'refuse'; code: number; at?: 'recipient' | 'data' }
  /** Refuses this one address and takes the others' mail. */
  | { kind: 'refuse-one'; code: number; address: string }
  | { kind: 'hang' }
  | { kind: 'drop-after-data' }

/** An SMTP server that keeps what it gets. */
export type SmtpSink = {
  /** `smtp://127.0.0.1:port` */
  url: string
  /** What was taken, in order; with `drop-after-data` also what the sender was never told of. */
  mails: ParsedMail[]
  /** The first mail, taken already or from now on, that `wanted` picks; rejects after `timeout` ms. */
  waitForMail(
    wanted?: (mail: ParsedMail) => boolean,
    options?: { timeout?: number },
  ): Promise<ParsedMail>
  mode(next: SinkMode): void
  /** Breaks every connection and closes. */
  stop(): Promise<void>
}

/** Starts a sink on a free port. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: ParsedMail[] = []
  const arrivals = new EventTarget()
  const lines = new Map<number, Socket>()
  let mode: SinkMode = { kind: 'accept' }

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, answer) => {
      const refused =
        (mode.kind === 'refuse' && mode.at !== 'data') ||
        (mode.kind === 'refuse-one' && mode.address === address)
      answer(refused && 'code' in mode ? refusal(mode.code) : null)
    },
    onData: (stream, session, answer) => {
      simpleParser(stream).then((mail) => {
        if (mode.kind === 'hang') return
        if (mode.kind === 'refuse') return answer(refusal(mode.code))
        mails.push(mail)
        arrivals.dispatchEvent(new Event('mail'))
        if (mode.kind === 'drop-after-data') lines.get(session.remotePort)?.destroy()
        else answer()
      }, answer)
    },
  })
  server.on('error', () => undefined)
  const port = await new Promise<number>((resolve, reject) => {
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
      else reject(new Error('The sink has no port.'))
    })
    listener.on('connection', (line: Socket) => {
      const { remotePort = 0 } = line
      lines.set(remotePort, line)
      line.once('close', () => lines.delete(remotePort))
    })
  })

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mode: (next) => {
      mode = next
    },
    waitForMail: (wanted = () => true, { timeout = 10_000 } = {}) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const mail = mails.find(wanted)
          if (mail) end(() => resolve(mail))
        }
        const late = setTimeout(() => {
          const had = mails.map(({ subject }) => `"${subject}"`).join(', ') || 'none'
          end(() => reject(new Error(`No such mail within ${timeout} ms; taken: ${had}.`)))
        }, timeout)
        const end = (settle: () => void) => {
          clearTimeout(late)
          arrivals.removeEventListener('mail', look)
          settle()
        }
        arrivals.addEventListener('mail', look)
        look()
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const line of lines.values()) line.destroy()
      }),
  }
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error('Not here, not now.'), { responseCode })
}

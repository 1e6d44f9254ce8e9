import type { Socket } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/**
 * How the mail server behaves: takes mail; asks to come back later; takes the data and never answers;
 * takes the mail and breaks the line before it says so; or takes its time before it says so.
 */
export type SinkMode = 'accept' | 'refuse' | 'hang' | 'drop-after-data' | 'slow'

/** One mail as it was taken. */
export type Taken = {
  /** The message's id: what stands before the `@` of its Message-ID. */
  id: string
  to: string
  /** The incarnation of the process that handed it over, by the name it greeted with. */
  sender: string
  at: number
  /** When the sender was told so; null when it was not. */
  toldAt: number | null
  /** Names the turno's reference where it has papers attached. */
  paper: string | null
}

export type Sink = {
  url(sender: string): string
  taken: Taken[]
  mode(next: SinkMode): void
  /** The newest code sent to an address that is not among `tried`; null when none comes within `ms`. */
  code(to: string, tried: ReadonlySet<string>, ms: number): Promise<string | null>
  stop(): Promise<void>
}

const slowMs = 5_000

/** A mail server that keeps of each mail only what is checked, so that tens of thousands fit. */
export async function startSink(): Promise<Sink> {
  const taken: Taken[] = []
  const codes = new Map<string, string[]>()
  const lines = new Map<number, Socket>()
  let mode: SinkMode = 'accept'

  async function keep(stream: AsyncIterable<Buffer>, sender: string): Promise<Taken> {
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part)
    const raw = Buffer.concat(parts).toString('latin1')
    const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
    const mail: Taken = {
      id: /^Message-ID: <([^@>]+)@/im.exec(head)?.[1] ?? '',
      to: /^To: <?([^\s<>]+@[^\s<>]+?)>?$/im.exec(head)?.[1] ?? '',
      sender,
      at: Date.now(),
      toldAt: null,
      paper: /[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}(?=\.pdf)/.exec(raw)?.[0] ?? null,
    }
    if (mail.id.startsWith('code-')) {
      const { text = '' } = await simpleParser(raw)
      const code = /\b\d{6}\b/.exec(text)?.[0]
      if (code) codes.set(mail.to, [code, ...(codes.get(mail.to) ?? [])])
    }
    return mail
  }

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    onRcptTo: (_address, _session, answer) => answer(mode === 'refuse' ? later() : null),
    onData: (stream, session, answer) => {
      const now = mode
      keep(stream, session.hostNameAppearsAs).then((mail) => {
        if (now === 'hang') return
        taken.push(mail)
        if (now === 'drop-after-data') {
          lines.get(session.remotePort)?.destroy()
          return
        }
        const tell = () => {
          // A line that broke meanwhile tells nobody.
          if (lines.has(session.remotePort)) mail.toldAt = Date.now()
          answer()
        }
        if (now === 'slow') setTimeout(tell, slowMs)
        else tell()
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
    url: (sender) => `smtp://127.0.0.1:${port}?name=${sender}`,
    taken,
    mode: (next) => {
      mode = next
    },
    async code(to, tried, ms) {
      const end = Date.now() + ms
      while (Date.now() < end) {
        const found = codes.get(to)?.find((code) => !tried.has(code))
        if (found !== undefined) return found
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
      return null
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const line of lines.values()) line.destroy()
      }),
  }
}

function later(): Error {
  return Object.assign(new Error('Not now.'), { responseCode: 451 })
}

import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/**
 * How the server takes the next mails. `refuse` and `later` answer RCPT; `drop` hangs up in the body; `slow`
 * looks two and a half seconds through a mail before it says that it has taken it.
 */
export type Manners = 'take' | 'refuse' | 'later' | 'refuse-sender' | 'drop' | 'silent' | 'slow'

/** A real SMTP server for one test file, with manners that can be changed. */
export type MailServer = {
  url: string
  inbox: ParsedMail[]
  raw: string[]
  behave(manners: Manners): void
  /** How many connections were opened. */
  connections(): number
  stop(): Promise<void>
}

const answers = { refuse: 550, later: 451, 'refuse-sender': 553 } as const

function answer(code: number): Error {
  // Servers repeat the address in what they say; it must not reach our log.
  return Object.assign(new Error('No: <maria.nanez@correo.example>'), { responseCode: code })
}

export async function startMailServer(): Promise<MailServer> {
  let manners: Manners = 'take'
  let count = 0
  const inbox: ParsedMail[] = []
  const raw: string[] = []
  const sockets = new Set<Socket>()
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onMailFrom: (_address, _session, done) =>
      manners === 'refuse-sender' ? done(answer(answers['refuse-sender'])) : done(),
    onRcptTo: (_address, _session, done) =>
      manners === 'refuse' || manners === 'later' ? done(answer(answers[manners])) : done(),
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => {
        if (manners === 'drop') for (const socket of sockets) socket.destroy()
        parts.push(part)
      })
      stream.on('end', () => {
        const source = Buffer.concat(parts)
        simpleParser(source).then((mail) => {
          raw.push(source.toString())
          inbox.push(mail)
          setTimeout(done, manners === 'slow' ? 2500 : 0)
        }, done)
      })
    },
  })
  smtp.on('error', () => undefined)

  // A door in front, so that the server can be silent before its greeting.
  const door = createServer((socket) => {
    count += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    if (manners !== 'silent') smtp.connect(socket)
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const outer = door.address()
  if (outer === null || typeof outer === 'string') throw new Error('The mail server has no port')

  return {
    url: `smtp://127.0.0.1:${outer.port}`,
    inbox,
    raw,
    behave(next) {
      manners = next
    },
    connections: () => count,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => door.close(() => resolve()))
    },
  }
}

import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { type Clock, systemClock } from '../../clock.ts'
import { type Mailbox, mailboxOf } from './mailbox.ts'
import { type MailFolder, openMailFolder } from './mailFolder.ts'

/** The mail server of a machine that has none: it receives, keeps, and delivers to nobody. */
export type BuiltInMailServer = {
  /** Where mail is handed in: `smtp://127.0.0.1:port`. */
  url: string
  mailbox: Mailbox
  /** Refuses new connections, lets open ones end, and returns. */
  stop(): Promise<void>
}

const largestMessage = 25 * 1024 * 1024

/**
 * Starts an SMTP server on the loopback, at `port` or one the system chooses. Each message is on disk
 * in `folder`/mailbox before it is answered with 250; one that cannot be written is answered with 451,
 * so that the sender tries again. Throws if the port is taken. `clock` dates the arrivals; it is the
 * machine's own also when the application's clock is set, so that the order of arrival stays true.
 */
export async function startBuiltInMailServer(options: {
  folder: string
  port?: number
  clock?: Clock
}): Promise<BuiltInMailServer> {
  const folder = await openMailFolder(join(options.folder, 'mailbox'), options.clock ?? systemClock)
  const server = new SMTPServer({
    banner: 'Turnero',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMessage,
    closeTimeout: 2_000,
    onData: (stream, _session, answer) => {
      receive(stream, folder).then(
        (kept) => (kept ? answer() : answer(reply(552, 'The message is too large.'))),
        () => answer(reply(451, 'The message could not be stored; try again later.')),
      )
    },
  })
  const port = await listen(server, options.port ?? 0)
  // A client that breaks off, or speaks nonsense, is no concern of the application's.
  server.on('error', () => undefined)
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailbox: mailboxOf(folder),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

type MessageStream = AsyncIterable<Buffer> & { sizeExceeded?: boolean }

/** Whether the message was kept; false if it was too large. */
async function receive(stream: MessageStream, folder: MailFolder): Promise<boolean> {
  const parts: Buffer[] = []
  for await (const part of stream) if (!stream.sizeExceeded) parts.push(part)
  if (stream.sizeExceeded) return false
  await folder.keep(Buffer.concat(parts))
  return true
}

/** An SMTP answer as smtp-server takes it: an error with a code. */
function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const listener = server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = listener.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
}

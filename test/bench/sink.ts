import { createServer, type Socket } from 'node:net'

/** A mail server that costs next to nothing: it counts mails and keeps the newest code per address. */
export type Sink = {
  url: string
  /** How many mails of a kind were taken; the kind is how their Message-ID begins. */
  taken(kind: 'code' | 'confirmation'): number
  /** The code that was sent to an address, now or when it comes; rejects after `ms`. */
  code(to: string, ms?: number): Promise<string>
  stop(): void
}

export async function startSink(): Promise<Sink> {
  const counts = { code: 0, confirmation: 0 }
  const codes = new Map<string, string>()
  const wanted = new Map<string, (code: string) => void>()
  const lines = new Set<Socket>()

  function take(mail: string) {
    const kind = /^Message-ID: <(code|confirmation)-/im.exec(mail)?.[1]
    if (kind !== 'code' && kind !== 'confirmation') return
    counts[kind] += 1
    if (kind === 'confirmation') return
    const to = /^To: <?([^\s<>]+)/im.exec(mail)?.[1] ?? ''
    const code = codeIn(mail)
    const waiting = wanted.get(to)
    wanted.delete(to)
    if (waiting) waiting(code)
    else codes.set(to, code)
  }

  const server = createServer((socket) => {
    lines.add(socket)
    socket.on('close', () => lines.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setNoDelay(true)
    socket.write('220 sink\r\n')
    listen(socket, take)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

  return {
    url: `smtp://127.0.0.1:${port}?ignoreTLS=true`,
    taken: (kind) => counts[kind],
    code: (to, ms = 60_000) =>
      new Promise((resolve, reject) => {
        const known = codes.get(to)
        codes.delete(to)
        if (known !== undefined) return resolve(known)
        const late = setTimeout(() => reject(new Error(`No code within ${ms} ms`)), ms)
        wanted.set(to, (code) => {
          clearTimeout(late)
          resolve(code)
        })
      }),
    stop() {
      server.close()
      for (const line of lines) line.destroy()
    },
  }
}

/** Speaks as much SMTP as a client needs to hand over a mail. */
function listen(socket: Socket, take: (mail: string) => void) {
  let text = ''
  let inData = false
  socket.on('data', (part) => {
    text += part.toString('latin1')
    for (;;) {
      const end = text.indexOf(inData ? '\r\n.\r\n' : '\r\n')
      if (end < 0) return
      const said = text.slice(0, end)
      text = text.slice(end + (inData ? 5 : 2))
      if (inData) {
        take(said)
        inData = false
        socket.write('250 taken\r\n')
      } else if (/^DATA/i.test(said)) {
        inData = true
        socket.write('354 go on\r\n')
      } else {
        socket.write(/^QUIT/i.test(said) ? '221 bye\r\n' : '250 ok\r\n')
      }
    }
  })
}

/** The six digits in the text part. */
function codeIn(mail: string): string {
  const part = mail.slice(mail.search(/^Content-Type: text\/plain/im))
  const begin = part.indexOf('\r\n\r\n') + 4
  const end = part.indexOf('\r\n--', begin)
  const body = part.slice(begin, end < 0 ? undefined : end)
  const encoded = /^Content-Transfer-Encoding: base64/im.test(part.slice(0, begin))
  const text = encoded ? Buffer.from(body, 'base64').toString() : body
  return /\b\d{6}\b/.exec(text)?.[0] ?? ''
}

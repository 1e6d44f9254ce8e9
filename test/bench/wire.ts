import { connect, type Socket } from 'node:net'

/** What a server answered, and after how many milliseconds. */
export type Answer = {
  status: number
  location: string | null
  /** `name=value` of each cookie it set. */
  cookies: string[]
  body: string
  ms: number
}

/** One kept connection to a server, one question at a time. */
export type Line = {
  ask(head: string, body?: string): Promise<Answer>
  close(): void
}

/**
 * Opens a connection that is cheap enough to measure a server with: it knows nothing of HTTP but what
 * our servers say (a length, or nothing to read). `head` is the request's first line and headers.
 */
export function openLine(port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(lineOver(socket))
    })
  })
}

type Waiting = { began: number; resolve(answer: Answer): void; reject(error: Error): void }

function lineOver(socket: Socket): Line {
  let waiting: Waiting | null = null
  let received: Buffer[] = []
  let missing = -1
  let head = ''
  let closed = false

  function fail(error: Error) {
    const failed = waiting
    waiting = null
    failed?.reject(error)
  }

  function take(part: Buffer) {
    received.push(part)
    if (missing < 0) {
      const all = received.length === 1 ? part : Buffer.concat(received)
      const end = all.indexOf('\r\n\r\n')
      if (end < 0) return
      head = all.toString('latin1', 0, end)
      const rest = all.subarray(end + 4)
      received = [rest]
      missing = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0) - rest.length
    } else {
      missing -= part.length
    }
    if (missing > 0 || !waiting) return
    const { began, resolve } = waiting
    waiting = null
    const body = Buffer.concat(received).toString()
    received = []
    missing = -1
    resolve({
      status: Number(head.slice(9, 12)),
      location: /\r\nlocation: ([^\r]+)/i.exec(head)?.[1] ?? null,
      cookies: [...head.matchAll(/\r\nset-cookie: ([^;\r]+)/gi)].map((found) => found[1] ?? ''),
      body,
      ms: performance.now() - began,
    })
  }

  socket.on('data', take)
  socket.on('error', fail)
  socket.on('close', () => {
    closed = true
    fail(new Error('The server closed the connection'))
  })
  return {
    ask: (request, body = '') =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('The server had closed the connection'))
        waiting = { began: performance.now(), resolve, reject }
        const length = body === '' ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`
        socket.write(`${request}${length}\r\n${body}`)
      }),
    close: () => socket.destroy(),
  }
}

import { Agent, request } from 'node:http'
import type { Journal, Sent } from './journal.ts'

/** An answer; `unknown` tells nothing of what was done, `refused` that nothing was. */
export type Answer =
  | { outcome: 'answered'; status: number; location: string | null; body: string }
  | { outcome: 'refused' | 'unknown'; status: number | null }

/** Where the processes are that serve pages; the next one is tried when one does not answer. */
export type Door = { ports: number[]; agents: Map<number, Agent>; patienceMs: number }

export function openDoorTo(ports: number[], patienceMs = 8_000): Door {
  const agents = new Map(ports.map((port) => [port, new Agent({ keepAlive: true })]))
  return { ports, agents, patienceMs }
}

/** What a browser keeps between its people: its cookies, and a token that proves its forms. */
export type Jar = { cookies: Map<string, string>; token: string | null }

export const emptyJar = (): Jar => ({ cookies: new Map(), token: null })

/** One person's browser: cookies, kept connections, one network address, every request in the journal. */
export type Browser = {
  get(path: string, about: Sent): Promise<Answer>
  post(path: string, fields: Record<string, string>, about: Sent): Promise<Answer>
  /** Goes to the next process from now on, as a balancer would send us. */
  turn(): void
}

export function openBrowser(
  door: Door,
  journal: Journal,
  client: number,
  { cookies }: Jar = emptyJar(),
): Browser {
  let at = client % door.ports.length

  async function ask(method: string, path: string, body: string | null, about: Sent) {
    const id = await journal.sent(about)
    const answer = await send(method, path, body)
    const location = answer.outcome === 'answered' ? answer.location : null
    await journal.got(id, { outcome: answer.outcome, status: answer.status, location })
    return answer
  }

  function send(method: string, path: string, body: string | null): Promise<Answer> {
    const port = door.ports[at % door.ports.length] ?? 0
    return new Promise((resolve) => {
      const asked = request(
        {
          method,
          path,
          port,
          host: '127.0.0.1',
          agent: door.agents.get(port),
          headers: {
            Host: `localhost:${port}`,
            'X-Forwarded-For': addressOf(client),
            'Accept-Language': 'es',
            Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(body === null
              ? {}
              : {
                  'Content-Type': 'application/x-www-form-urlencoded',
                  'Content-Length': String(Buffer.byteLength(body)),
                }),
          },
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', () => done({ outcome: 'unknown', status: null }))
          response.on('aborted', () => done({ outcome: 'unknown', status: null }))
          response.on('end', () => {
            for (const line of response.headers['set-cookie'] ?? []) {
              const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
              cookies.set(name, value)
            }
            const status = response.statusCode ?? 0
            // What answers 5xx may have been done all the same.
            if (status >= 500) return done({ outcome: 'unknown', status })
            const location = response.headers.location ?? null
            const text = Buffer.concat(parts).toString()
            done({ outcome: 'answered', status, location, body: text })
          })
        },
      )
      const late = setTimeout(() => asked.destroy(new Error('late')), door.patienceMs)
      const done = (answer: Answer) => {
        clearTimeout(late)
        resolve(answer)
      }
      asked.on('error', (error: NodeJS.ErrnoException) =>
        done({ outcome: error.code === 'ECONNREFUSED' ? 'refused' : 'unknown', status: null }),
      )
      asked.end(body ?? undefined)
    })
  }

  return {
    get: (path, about) => ask('GET', path, null, about),
    post: (path, fields, about) => ask('POST', path, new URLSearchParams(fields).toString(), about),
    turn: () => {
      at += 1
    },
  }
}

/** Everybody comes from a network of their own. */
function addressOf(client: number): string {
  return `10.${(client >> 16) & 255}.${(client >> 8) & 255}.${client & 255}`
}

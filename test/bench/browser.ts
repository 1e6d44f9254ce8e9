import { host } from './installation.ts'
import { type Answer, type Line, openLine } from './wire.ts'

/** One person's browser on a connection of its own, with a network address of its own. */
export type Browser = {
  get(path: string): Promise<Answer>
  post(path: string, fields: Record<string, string>): Promise<Answer>
  /** How long each answer took, in milliseconds. */
  times: number[]
  close(): void
}

/** Opens it. `client` numbers the person: everybody comes through the proxy from another address. */
export async function openBrowser(
  port: number,
  client: number,
  cookies: Record<string, string> = {},
): Promise<Browser> {
  const line: Line = await openLine(port)
  const jar = new Map(Object.entries(cookies))
  const times: number[] = []
  const common = [
    `Host: ${host}`,
    `X-Forwarded-For: ${addressOf(client)}`,
    'X-Forwarded-Proto: https',
    'Accept-Language: es',
    'Connection: keep-alive',
    '',
  ].join('\r\n')
  const form = [
    'Content-Type: application/x-www-form-urlencoded',
    `Origin: https://${host}`,
    'Sec-Fetch-Site: same-origin',
    '',
  ].join('\r\n')

  async function ask(first: string, more: string, body: string): Promise<Answer> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await line.ask(
      `${first} HTTP/1.1\r\n${common}Cookie: ${cookie}\r\n${more}`,
      body,
    )
    times.push(answer.ms)
    for (const set of answer.cookies) {
      const at = set.indexOf('=')
      jar.set(set.slice(0, at), set.slice(at + 1))
    }
    return answer
  }

  return {
    get: (path) => ask(`GET ${path}`, '', ''),
    post: (path, fields) => ask(`POST ${path}`, form, new URLSearchParams(fields).toString()),
    times,
    close: line.close,
  }
}

/** The value of the first hidden field of that name. */
export function hidden(html: string, name: string): string {
  const before = `name="${name}" value="`
  const begin = html.indexOf(before) + before.length
  return begin < before.length ? '' : html.slice(begin, html.indexOf('"', begin))
}

function addressOf(client: number): string {
  return `10.${(client >> 16) & 255}.${(client >> 8) & 255}.${client & 255}`
}

import { type IncomingMessage, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createHttpServer } from '../../src/web/httpServer.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { browserless } from '../support/browserless.ts'
import { until } from '../support/until.ts'
import { wordsOf } from '../support/visitor.ts'

type Answer = { status: number; headers: Record<string, unknown>; text: string }

/** Sends what no browser would. */
function ask(
  server: Server,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<Answer> {
  const { body, ...rest } = options
  return new Promise((resolve, reject) => {
    const sent = request({ port: portOf(server), host: '127.0.0.1', ...rest }, (response) => {
      let text = ''
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

describe('requests that no browser of a person makes', () => {
  let test_: TestApp
  let server: Server
  const log: string[] = []
  beforeAll(async () => {
    test_ = await startTestApp({ logTo: { write: (line) => void log.push(line) } })
    server = createHttpServer(test_.app).listen(0)
  })
  afterAll(async () => {
    server.close()
    await test_.stop()
  })

  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND', 'M-SEARCH'])(
    '%s is answered 405 with the methods there are',
    async (method) => {
      for (const path of ['/', '/turnos/nuevo', '/mi-turno', '/no-hay']) {
        const answer = await ask(server, { method, path, headers: { 'Content-Length': '0' } })
        expect(answer.status).toBe(405)
        expect(answer.headers.allow).toBe('GET, HEAD, POST')
        expect(answer.headers['cache-control']).toBe('no-store')
        expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      }
    },
  )

  test('a form without a content type is 415', async () => {
    const answer = await ask(server, { method: 'POST', path: '/mi-turno', body: 'email=x' })
    expect(answer.status).toBe(415)
  })

  test('a body that ends too early is the sender’s mistake', async () => {
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Transfer-Encoding': 'chunked',
      'Content-Encoding': 'gzip',
    }
    const answer = await ask(server, { method: 'POST', path: '/mi-turno', headers, body: 'x' })
    expect(answer.status).toBe(400)
  })

  test('a form that is broken off is the sender’s affair, and no error of ours', async () => {
    log.length = 0
    const socket = connect(portOf(server), '127.0.0.1')
    const arrived = new Promise<IncomingMessage>((resolve) => server.once('request', resolve))
    socket.write(
      'POST /mi-turno HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n' +
        'Content-Type: application/x-www-form-urlencoded\r\n\r\na',
    )
    const form = await arrived
    await until('the form being read', async () => (form.listenerCount('data') > 0 ? true : null))
    socket.destroy()
    await until('its line in the log', async () => (log.length > 0 ? true : null))
    await ask(server, { path: '/privacidad' })
    await until('the line of the next', async () => (log.length > 1 ? true : null))
    expect(log.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 30, method: 'POST', status: null, cut: true }),
      expect.objectContaining({ level: 30, method: 'GET', status: 200 }),
    ])
  })

  test.each(['http://', 'http://?idioma=en', 'http://[', 'http:///'])(
    'a target without a path, %s, is answered like any page that is not there',
    async (path) => {
      const answer = await ask(server, { path })
      expect(answer.status).toBe(404)
      expect(wordsOf(answer.text)).toContain('404')
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(answer.headers['cache-control']).toBe('no-store')
    },
  )

  test('a target with our name and no path is the first page', async () => {
    const answer = await ask(server, { path: 'http://localhost?idioma=en' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('lang="en"')
  })

  test.each([
    ['Cookie', 'navegador=%E0%A4%A; =; ;;; idioma=%00; __proto__=x; turno-=..'],
    ['Cookie', `navegador=${'a'.repeat(4000)}`],
    ['Accept-Language', '*;q=x, \u00e9, ,,,;'],
    ['Accept-Encoding', 'rot13;q=nan, *;q=0'],
    ['X-Forwarded-For', "'; drop table drafts; --"],
    ['Sec-Fetch-Site', 'elsewhere'],
    ['Range', 'bytes=0-'],
  ])('a strange %s: %j', async (name, value) => {
    const answer = await ask(server, { path: '/', headers: { [name]: value } })
    expect(answer.status).toBe(200)
  })

  test.each(['evil.example', 'localhost.evil.example', '10.0.0.1:3000'])(
    'in demo mode a site whose name %j leads here reads no page of ours',
    async (host) => {
      const answer = await ask(server, { path: '/buzon', headers: { Host: host } })
      expect(answer.status).toBe(400)
      expect(answer.text).not.toContain('evil.example')
    },
  )

  test('a URL longer than any of ours is refused before it costs anything', async () => {
    expect((await ask(server, { path: `/${'a'.repeat(12_000)}` })).status).toBe(404)
    expect((await ask(server, { path: `/?${'a'.repeat(20_000)}` })).status).toBe(431)
  })

  test('an address that looks like another host makes no link to it', async () => {
    for (const path of ['//evil.example//evil.example', '/\\evil.example', '//[', '////x']) {
      const answer = await ask(server, { path })
      expect(answer.status).toBe(404)
      expect(wordsOf(answer.text)).toContain('404')
      expect(answer.text).not.toMatch(/href="(\/[/\\]|https?:)/)
    }
  })

  test('an answer to another site’s form takes no cookie away', async () => {
    const answer = await ask(server, {
      method: 'POST',
      path: '/turnos/nuevo?idioma=es',
      headers: { Origin: 'https://evil.example', 'Content-Type': 'text/plain' },
      body: 'x',
    })
    expect(answer.status).toBe(403)
    expect(String(answer.headers['set-cookie'] ?? '')).not.toContain('navegador')
  })

  test('a walk renews the browser’s cookie, so that a day is counted from its start', async () => {
    const browser = browserless(test_)
    await browser.visit('/')
    const { action, fields } = browser.form('Sacar un turno')
    const started = await browser.post(action, fields)
    expect(started.status).toBe(303)
    expect(String(started.headers['set-cookie'])).toContain('navegador=')
  })

  test.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]'])(
    'in demo mode a form loaded from %s is ours; one from another host is not',
    async (origin) => {
      const { host } = new URL(origin)
      const send = async (named: string, from: string) => {
        const browser = browserless(test_, { headers: { Host: named } })
        await browser.visit('/')
        const { action, fields } = browser.form('Sacar un turno')
        return (await browser.post(action, fields, { Origin: from })).status
      }
      expect(await send(`${host}:4000`, `${origin}:4000`)).toBe(303)
      expect(await send(`${host}:4000`, 'http://evil.example')).toBe(403)
    },
  )
})

describe('outside demo mode', () => {
  let test_: TestApp
  beforeAll(async () => {
    test_ = await startTestApp({ config: { demo: false, publicBaseUrl: 'http://localhost:3000' } })
  })
  afterAll(() => test_.stop())

  test('a forged Host reaches no page', async () => {
    const at = (host: string) => browserless(test_, { headers: { Host: host } }).get('/')
    expect((await at('localhost:3000')).status).toBe(200)
    for (const host of ['evil.example', 'localhost:3001', 'localhost:3000.evil.example', '']) {
      const answer = await at(host)
      expect(answer.status).toBe(400)
      expect(answer.text).not.toContain('evil.example')
    }
  })

  test('another name of this machine is another origin', async () => {
    const browser = browserless(test_, { headers: { Host: 'localhost:3000' } })
    await browser.visit('/')
    const { action, fields } = browser.form('Sacar un turno')
    const post = (from: string) => browser.post(action, fields, { Origin: from })
    expect((await post('http://127.0.0.1:3000')).status).toBe(403)
    expect((await post('http://localhost:3000')).status).toBe(303)
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import request from 'supertest'
import { createApp } from '../../src/app.ts'
import {
  type BuiltInMailServer,
  startBuiltInMailServer,
} from '../../src/messages/builtIn/server.ts'
import { createMailer, type Mailer } from '../../src/messages/mailer.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { maria, turnoOf } from '../support/people.ts'
import { visitor, wordsOf } from '../support/visitor.ts'

describe('the demonstration’s mailbox', () => {
  let folder: string
  let server: BuiltInMailServer
  let test_: TestApp
  let mailer: Mailer
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'turnero-mailbox-'))
    server = await startBuiltInMailServer({ folder })
    mailer = createMailer({ smtpUrl: server.url, from: 'IESS <turnos@example.org>' })
    const base = await startTestApp({ mailer })
    const app = createApp({ ...base.services, mailbox: server.mailbox })
    test_ = { ...base, app }
  })
  afterEach(async () => {
    await test_.stop()
    // The server would wait for the connections that are kept for the next mail.
    mailer.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** María José's turno is made, and its mails arrive: the code's, then the confirmation. */
  async function mailsArrive(): Promise<string[]> {
    const turnoId = await turnoOf(test_.services, maria, '2026-11-25T13:20:00.000Z')
    await test_.services.jobs.messages.deliver(`confirmation-${turnoId}`)
    await test_.services.turnos.cancel(turnoId, 'applicant')
    await test_.services.jobs.messages.deliver(`cancellation-${turnoId}`)
    const list = await request(test_.app).get('/buzon').expect(200)
    return load(list.text)('.mail a')
      .map((_, link) => link.attribs.href)
      .get()
  }

  test('an empty one says so', async () => {
    const page = await visitor(test_).get('/buzon').expect(200)
    expect(wordsOf(page.text)).toContain('Todavía no hay correos.')
  })

  test('it lists the newest mail first and opens each', async () => {
    const [newest = '', oldest = '', ...more] = await mailsArrive()
    expect(more).toEqual([])
    const first = wordsOf((await visitor(test_).get(newest).expect(200)).text)
    const second = wordsOf((await visitor(test_).get(oldest).expect(200)).text)
    expect(first).toContain(maria.email)
    expect(first.toLowerCase()).toContain('cancelado')
    expect(second).toContain('/turnos/enlace/')
  })

  test('a mail’s HTML may style itself and nothing else', async () => {
    const [newest = ''] = await mailsArrive()
    const page = await request(test_.app).get(`${newest}/html`).expect(200)
    expect(page.headers['content-type']).toMatch(/^text\/html/)
    expect(page.headers['cache-control']).toBe('no-store')
    const policy = page.headers['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox')
    expect(policy).not.toContain('script-src')
    expect(policy).not.toContain('allow-scripts')
    const other = await request(test_.app).get(newest)
    expect(other.headers['content-security-policy']).not.toContain('unsafe-inline')
  })

  test('its attachments are saved, not opened', async () => {
    const [, confirmation = ''] = await mailsArrive()
    const page = load((await request(test_.app).get(confirmation)).text)
    const files = page('.get a')
      .map((_, link) => link.attribs.href)
      .get()
    const names: string[] = []
    for (const file of files) {
      const answer = await request(test_.app).get(file).buffer(true).expect(200)
      expect(answer.headers['content-type']).toBe('application/octet-stream')
      expect(answer.headers['content-disposition']).toMatch(/^attachment;/)
      names.push(/filename="?([^"]*)/.exec(answer.headers['content-disposition'] ?? '')?.[1] ?? '')
    }
    expect(names.some((name) => /^turno-.*\.pdf$/.test(name))).toBe(true)
  })

  test.each(['/buzon/x', '/buzon/..%2f..%2fetc', '/buzon/20261124T140000000-00000000/html'])(
    'what is no mail is not found: %s',
    async (path) => {
      await mailsArrive()
      await request(test_.app).get(path).expect(404)
    },
  )

  test.each(['x', '-1', '99', '1e3', '0x1'])('nor is an attachment %s', async (n) => {
    const [, confirmation = ''] = await mailsArrive()
    await request(test_.app).get(`${confirmation}/adjuntos/${n}`).expect(404)
  })

  test('outside demo mode there is none', async () => {
    const app = createApp({ ...test_.services, mailbox: null })
    await request(app).get('/buzon').expect(404)
  })
})

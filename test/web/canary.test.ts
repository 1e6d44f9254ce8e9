import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { startJobs } from '../../jobs/start.ts'
import { createApp } from '../../src/app.ts'
import { createLog } from '../../src/web/log.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Browserless, browserless, type Page } from '../support/browserless.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { codeFor, contactOf, documentOf, draftUrl, walkTo } from '../support/walks.ts'

/** Somebody whose every datum is found again wherever it leaked. */
const canary = {
  kind: 'passport',
  country: 'VEN',
  number: 'QZX7J4K9W',
  givenNames: 'Xiomara',
  surnames: 'Zzyzxcanario',
  email: 'canario.zzyzx@example.org',
}
const phone = '0987654321'
const thirdNumber = 'WKQ5V8H3P'
const markers = [
  canary.number,
  canary.number.slice(-6),
  canary.givenNames,
  canary.surnames,
  'canario',
  'zzyzx',
  phone.slice(1),
  thirdNumber,
  'Terceracanaria',
  'equivocadacanaria',
]

describe('personal data is where it must be, and nowhere else', () => {
  let test_: TestApp
  let redis: TestRedis
  let browser: Browserless
  const lines: string[] = []
  const pages: Page[] = []
  let file = ''
  const files: Buffer[] = []
  let code = ''

  /** The two files SQLite keeps, byte by byte. */
  const bytes = () => ['', '-wal'].map((tail) => readFileSync(`${file}${tail}`))

  beforeAll(async () => {
    redis = await startRedis()
    test_ = await startTestApp({ logTo: { write: (line) => void lines.push(line) } })
    file = test_.services.config.databaseUrl
    browser = browserless(test_)
    const { services } = test_
    const jobs = startJobs({
      redis: redis.url,
      services: services.jobs,
      log: services.log,
      works: false,
    })
    services.onCommit(() => jobs.nudge())

    const seen = async (page: Promise<Page>) => pages.push(await page)
    const press = (fields: Record<string, string>, button: string) =>
      seen(browser.submit(fields, button))
    await seen(walkTo({ test_, browser, person: canary }, 'documento'))
    await press({ ...documentOf(canary), number: `${canary.number}!!` }, 'Consultar')
    const third = { thirdKind: 'passport', thirdCountry: 'COL', thirdNumber }
    await press({ ...documentOf(canary), ...third, forWhom: 'other' }, 'Consultar')
    const contact = {
      ...contactOf(canary),
      phone,
      thirdGivenNames: 'Rosa',
      thirdSurnames: 'Terceracanaria',
    }
    await press({ ...contact, email: 'equivocadacanaria@@example.org' }, 'Siguiente')
    await press(contact, 'Siguiente')
    files.push(...bytes())
    const draft = draftUrl(browser.page().url)
    code = await codeFor(test_, canary.email)
    await press({ code: '000000' }, 'Verificar')
    await press({ code }, 'Verificar')
    await press({}, 'Elegir esta agencia')
    await press({ slot: '2026-11-25T15:00:00.000Z' }, 'Sí')
    await troubled(draft)
    await press({}, 'Confirmar')
    files.push(...bytes())
    await test_.sendMails()
    await browser.visit(`${browser.page().url.split('?')[0]}/cancelacion`)
    await press({}, 'Sí, cancelar')
    await seen(browser.visit('/mi-turno'))
    await press({ email: canary.email }, 'Enviar el enlace')
    await jobs.close()
    files.push(...bytes())
  })
  afterAll(async () => {
    await test_.stop()
    await redis.stop()
  })

  /** Every way in which a request with personal data can fail. */
  async function troubled(draft: string) {
    const { services } = test_
    const fields = { ...documentOf(canary), ...contactOf(canary), code, _csrf: 'forged' }
    const body = new URLSearchParams(fields).toString()
    const steps = ['documento', 'contacto', 'codigo', 'lugar', 'horario', 'resumen']
    for (const step of steps) {
      await browser.post(`${draft}/${step}`, fields)
      await browser.post(`${draft}/${step}`, JSON.stringify(fields), {
        'Content-Type': 'application/json',
      })
      await browser.post(`${draft}/${step}`, `${body}${'x'.repeat(40_000)}`)
      await browser.post(`${draft}/${step}?${body}`, body, { Origin: 'https://evil.example' })
      await browser.get(`${draft}/${step}?${body}`)
    }
    await browser.get(`/${canary.number}/%E0%A4%A?${body}`, { 'User-Agent': canary.surnames })
    // What a driver's error carries: the statement with its parameters, the row it failed on.
    const failing: typeof services.booking = {
      ...services.booking,
      drafts: {
        ...services.booking.drafts,
        find: async () => {
          const cause = Object.assign(new Error('constraint failed'), {
            detail: `Key (email)=(${canary.email})`,
            row: canary,
          })
          const query = `Failed query: insert into drafts values (?)\nparams: ${canary.number}`
          throw Object.assign(new Error(query, { cause }), { params: Object.values(canary) })
        },
      },
    }
    const broken = browserless({ ...test_, app: createApp({ ...services, booking: failing }) })
    for (const step of steps) {
      const page = await broken.visit(`${draft}/${step}`)
      expect(page.status).toBe(500)
      pages.push(page)
    }
  }

  function expectNone(text: string, more: string[] = []) {
    const found = [...markers, ...more].filter((marker) =>
      text.toLowerCase().includes(marker.toLowerCase()),
    )
    expect(found).toEqual([])
  }

  test('the log has a line for every request, and none of it', () => {
    expect(lines.length).toBeGreaterThan(40)
    expect(lines.some((line) => line.includes('"status":500'))).toBe(true)
    expectNone(lines.join('\n'), [code])
  })

  test('an error is logged without what it carries, whoever logs it', () => {
    const written: string[] = []
    const log = createLog('info', { write: (line) => void written.push(line) })
    const cause = Object.assign(new Error('connection lost'), { detail: canary.email })
    const error = new Error(`Failed query: insert into x\nparams: ${canary.number}`)
    log.error({ err: Object.assign(error, { params: [canary.surnames] }) }, 'A job failed')
    log.error({ err: Object.assign(new Error('lost', { cause }), { row: canary }) })
    log.error({ err: canary })
    expect(written).toHaveLength(3)
    expect(written[0]).toContain('insert into x')
    expect(written[0]).toContain('canary.test.ts')
    expectNone(written.join('\n').replaceAll('canary.test.ts', ''))
  })

  test('no address of a page or of a redirect has it', () => {
    const urls = pages.flatMap(({ trail, $ }) => [
      ...trail,
      ...$('[href], [action], [src]')
        .map((_, it) => it.attribs.href ?? it.attribs.action ?? it.attribs.src ?? '')
        .get(),
    ])
    expect(urls.length).toBeGreaterThan(100)
    expectNone(urls.join('\n').replaceAll(/mailto:\S+/g, ''), [code])
  })

  test('no error page has it', () => {
    const failed = pages.filter(({ status }) => status >= 500)
    expect(failed).toHaveLength(6)
    for (const { html } of failed) expectNone(html)
  })

  test('no byte of the SQLite file, nor of its log, has it', () => {
    expect(files.length).toBe(6)
    for (const bytes_ of files) expectNone(bytes_.toString('latin1'))
    for (const bytes_ of files) expectNone(bytes_.toString('utf16le'))
  })

  test('no wake-up in Redis has it', async () => {
    const client = new Redis(redis.url)
    const keys = await client.keys('*')
    const kept: string[] = []
    for (const key of keys) {
      const type = await client.type(key)
      if (type === 'hash') kept.push(JSON.stringify(await client.hgetall(key)))
      if (type === 'string') kept.push((await client.get(key)) ?? '')
      if (type === 'stream') kept.push(JSON.stringify(await client.xrange(key, '-', '+')))
      if (type === 'zset') kept.push(JSON.stringify(await client.zrange(key, 0, -1)))
      if (type === 'list') kept.push(JSON.stringify(await client.lrange(key, 0, -1)))
    }
    client.disconnect()
    expect(kept.join('\n')).toMatch(/confirmation-/)
    expectNone(`${keys.join('\n')}\n${kept.join('\n')}`, [code])
  })
})

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { parse } from 'csv-parse/sync'
import { and, eq } from 'drizzle-orm'
import { verifyAudit } from '../../src/audit/verify.ts'
import { type StaffBrowser, signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const url = '/admin/registro'

describe('the record', () => {
  let test_: TestApp
  let browser: StaffBrowser
  const rowsOf = (html: string) => load(html)('tbody tr')
  beforeAll(async () => {
    test_ = await startTestApp()
    const person = { name: 'Inés Calle', email: 'ines@iess.example' }
    const ines = await worker(test_, person, [{ role: 'auditor', agencyId: null }])
    browser = await signedIn(test_, ines)
    const { audit, database } = test_.services
    for (let n = 1; n <= 60; n += 1) {
      test_.clock.advance({ seconds: 1 })
      await database.transaction((tx) =>
        audit.record(tx, {
          actor: `staff:${ines.id}`,
          action: n % 2 === 0 ? 'agency-changed' : 'made-up',
          subject: `agency:${n % 3}`,
          agencyId: n % 2 === 0 ? 'guayaquil-centro' : null,
          detail: {
            before: { seats: n, note: '=2+3' },
            after: { seats: n + 1, note: 'write to juana@example.org' },
          },
        }),
      )
    }
  })
  afterAll(() => test_.stop())

  test('shows the newest first, before and after, page by page, and masks addresses', async () => {
    const first = await browser.get(url)
    expect(rowsOf(first.text)).toHaveLength(50)
    const $ = load(first.text)
    const top = $('tbody tr').first().text()
    expect(top).toContain('Inés Calle')
    expect(top).toMatch(/60\s*→\s*61|60.*61/s)
    expect(first.text).not.toContain('juana@')
    expect(first.text).toContain('j···@example.org')
    const next = $('a[rel=next]').attr('href') ?? ''
    const second = await browser.get(next)
    const all = [...rowsOf(first.text), ...rowsOf(second.text)].map((row) =>
      load(row)('.recordplace').first().text(),
    )
    // Sixty, and the two of the account itself; none twice.
    expect(new Set(all).size).toBe(all.length)
    expect(all.length).toBeGreaterThanOrEqual(62)
  })

  test('says new roles once, by their name', async () => {
    const { text } = await browser.get(`${url}?accion=roles-changed`)
    const facts = load(text)('.recordfacts').first().text()
    expect(facts.split('auditor@*')).toHaveLength(2)
    expect(facts).toMatch(/^roles/)
  })

  test('is filtered by what, where, when, whose and to which', async () => {
    const count = async (query: string) =>
      rowsOf((await browser.get(`${url}?${query}`)).text).length
    expect(await count('accion=agency-changed')).toBe(30)
    expect(await count('agencia=guayaquil-centro')).toBe(30)
    expect(await count('cosa=agency%3A0')).toBe(20)
    expect(await count('quien=nobody')).toBe(0)
    expect(await count('desde=2026-11-25')).toBe(0)
    expect(await count('hasta=2026-11-23')).toBe(0)
    const wrong = await browser.get(`${url}?desde=ayer`)
    expect(wrong.status).toBe(422)
    expect(load(wrong.text)('#desde').val()).toBe('ayer')
    // The day after it cannot be written.
    const last = await browser.get(`${url}?hasta=9999-12-31`)
    expect(last.status).toBe(422)
    expect(load(last.text)('#hasta').val()).toBe('9999-12-31')
    expect((await browser.get(`${url}/csv?hasta=9999-12-31`)).status).toBe(200)
    for (const strange of ['despues=x', 'despues=2026-11-24T13:00:00.000Z+9+x', 'cosa=%00%27']) {
      expect((await browser.get(`${url}?${strange}`)).status).toBe(200)
    }
  })

  test('is a file that no spreadsheet takes for formulas', async () => {
    const answer = await browser.get(`${url}/csv?accion=made-up`)
    expect(answer.headers['content-disposition']).toContain('registro.csv')
    expect(answer.text.startsWith('\ufeff')).toBe(true)
    const rows: string[][] = parse(answer.text, { bom: true, delimiter: ';' })
    expect(rows).toHaveLength(31)
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    expect(rows[1]?.[5]).toContain('note: =2+3 → write to j···@example.org')
  })

  test('of an agency or the institution, altered by hand, is found out', async () => {
    const { database, hash, stores } = test_.services
    const { audit } = database.tables
    const verify = () => verifyAudit({ database, store: stores.audit, hash })
    for (const chain of ['agency:guayaquil-centro', 'institution']) {
      expect(await verify()).toMatchObject({ ok: true })
      const row = and(eq(audit.chain, chain), eq(audit.number, 4))
      const [before] = await database.read.select().from(audit).where(row)
      await database.transaction(async (tx) => {
        await tx
          .update(audit)
          .set({ detail: { after: { seats: 9 } } })
          .where(row)
      })
      expect(await verify()).toEqual({ ok: false, chain, number: 4, why: 'altered' })
      await database.transaction(async (tx) => {
        await tx
          .update(audit)
          .set({ detail: before?.detail ?? {} })
          .where(row)
      })
    }
  })
})

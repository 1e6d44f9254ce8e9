import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { parse } from 'csv-parse/sync'
import { eq, gt } from 'drizzle-orm'
import request from 'supertest'
import { noFigures } from '../../src/figures/figures.ts'
import type { RoleGrant } from '../../src/staff/roles.ts'
import { signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { browserOf, lukasz, maria, nguyen, somebody, turnoOf, verified } from '../support/people.ts'
import { ayora, certificate } from '../support/story.ts'

const url = '/admin/informes'

describe('the reports', () => {
  let test_: TestApp
  beforeAll(async () => {
    test_ = await startTestApp()
    const { attendance, database, jobs, stores } = test_.services
    await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    await turnoOf(test_.services, lukasz, '2026-11-25T16:00:00.000Z')
    await turnoOf(test_.services, nguyen, '2026-11-24T17:00:00.000Z', ayora)
    test_.clock.set('2026-12-02T15:00:00.000Z')
    await attendance.endPastDays()
    await jobs.figures.closeDays()
    await database.transaction((tx) =>
      stores.figures.put(tx, [
        {
          ...noFigures(),
          agencyId: '*',
          procedureId: '*',
          span: 'month',
          from: '2026-10-01',
          booked: 7,
          waits: { '2': 8, '9': 1, '40': 1 },
          leads: { '30': 1, '200': 2, none: 4 },
          missing: { visa: 3, '=cmd': 1 },
        },
      ]),
    )
  })
  afterAll(() => test_.stop())

  const as = async (name: string, ...roles: RoleGrant[]) =>
    signedIn(test_, await worker(test_, { name, email: `${name}@iess.example` }, roles))
  /** The cells of a table's row, by its name. */
  const cells = (html: string, table: string, row: RegExp) => {
    const $ = load(html)
    const found = $(`#${table} tbody tr`).filter((_, e) => row.test($(e).find('th').text()))
    return found
      .first()
      .find('td')
      .map((_, e) => $(e).text().trim())
      .get()
  }

  test('say what became of each month, in numbers and with quantiles', async () => {
    const admin = await as('ana', { role: 'admin', agencyId: null })
    const { text } = await admin.get(url)
    expect(cells(text, 'turnos', /noviembre/).slice(1)).toEqual(['3', '0', '0', '3', '0', '0', '0'])
    expect(cells(text, 'turnos', /octubre/)[1]).toBe('7')
    expect(cells(text, 'waits', /octubre/)).toEqual(['10', '2 min', '9 min', '8 días', '4'])
    expect(cells(text, 'missing', /Visa original/)).toEqual(['3'])
    for (const [por, row] of [
      ['semana', /23 de noviembre/],
      ['agencia', /Puerto Ayora/],
      ['tramite', /no afiliación/],
    ] as const) {
      const page = await admin.get(`${url}?por=${por}`)
      expect(Number(cells(page.text, 'turnos', row)[1])).toBeGreaterThan(0)
    }
  })

  test('show a supervisor their agency, whatever they ask for', async () => {
    const supervisor = await as('tomas', { role: 'supervisor', agencyId: 'guayaquil-centro' })
    for (const query of ['', '?agencia=puerto-ayora', '?por=tramite', '?por=semana']) {
      const { text } = await supervisor.get(`${url}${query}`)
      const $ = load(text)
      expect($('#agencia option').length).toBe(2)
      const booked = $('#turnos tbody tr')
        .map((_, e) => Number($(e).find('td').eq(1).attr('data-value')))
        .get()
      expect(booked.reduce((sum, one) => sum + one, 0)).toBe(2)
    }
    const { text } = await supervisor.get(`${url}?por=agencia`)
    expect(text).not.toContain('Puerto Ayora')
  })

  test('are a file that no spreadsheet takes for formulas', async () => {
    const auditor = await as('ines', { role: 'auditor', agencyId: null })
    const answer = await auditor.get(`${url}/csv?desde=2026-10&hasta=2026-11`)
    const rows: string[][] = parse(answer.text, { bom: true, delimiter: ';' })
    expect(rows.slice(1).map(([month, , booked]) => [month, booked])).toEqual([
      ['2026-10', '7'],
      ['2026-11', '3'],
    ])
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
  })

  test('count who looks for an hour and finds none, once, and looking changes nothing', async () => {
    const { database, unmet } = test_.services
    const { agendaDays, pools } = database.tables
    const draft = await verified(test_.services, somebody(91))
    const rows = () => database.read.select().from(agendaDays).where(gt(agendaDays.unmet, 0))
    const look = (page: string) =>
      request(test_.app)
        .get(`/turnos/nuevo/${draft}/${page}`)
        .set('Cookie', `navegador=${browserOf(somebody(91))}`)
    expect((await look('lugar?provincia=20')).status).toBe(200)
    await unmet.flush()
    expect(await rows()).toEqual([])
    await database.transaction(async (tx) => {
      await tx.update(pools).set({ seats: 0 }).where(eq(pools.agencyId, 'puerto-ayora'))
    })
    for (let time = 0; time < 2; time += 1) {
      expect((await look('lugar?provincia=20')).status).toBe(200)
      expect(await rows()).toHaveLength(time)
      await unmet.flush()
    }
    expect(await rows()).toMatchObject([{ agendaId: ayora, day: '2026-12-02', unmet: 1 }])
  })

  test('of many agencies are read page by page, and end in all of them together', async () => {
    const { database, stores } = test_.services
    const known = await stores.agencySettings.one(database.read, 'guayaquil-centro')
    if (!known) throw new Error('No agency')
    const codes = Array.from({ length: 60 }, (_, n) => `zona-${String(n).padStart(2, '0')}`)
    await database.transaction(async (tx) => {
      for (const code of codes) {
        await stores.agencySettings.add(tx, { ...known.settings, code, name: code.toUpperCase() })
      }
      const of = (agencyId: string, booked: number) => ({
        ...{ ...noFigures(), agencyId, procedureId: '*', span: 'month' as const },
        ...{ from: '2026-08-01', booked },
      })
      await stores.figures.put(tx, [...codes.map((code) => of(code, 2)), of('*', 120)])
    })
    const admin = await as('pia', { role: 'admin', agencyId: null })
    const asked = `${url}?por=agencia&desde=2026-08&hasta=2026-08`
    const names: string[] = []
    for (const page of [1, 2]) {
      const $ = load((await admin.get(`${asked}&pagina=${page}`)).text)
      names.push(
        ...$('#turnos tbody th')
          .map((_, e) => $(e).text())
          .get(),
      )
      expect($('#turnos tfoot th').text()).toBe('Todas las agencias')
      expect($('#turnos tfoot td').eq(1).text()).toBe('120')
      expect($('.listpages a[rel]')).toHaveLength(1)
    }
    // The three of the story have nothing to say of August.
    expect(names).toEqual(codes.map((code) => code.toUpperCase()))
    const file = await admin.get(`${url}/csv?por=agencia&desde=2026-08&hasta=2026-08`)
    expect(parse(file.text, { bom: true, delimiter: ';' })).toHaveLength(61)
  })

  test('ask again for months that are none, too far apart, or the wrong way round', async () => {
    const admin = await as('eva', { role: 'admin', agencyId: null })
    for (const query of ['desde=x', 'desde=2020-01&hasta=2026-01', 'desde=2026-05&hasta=2026-01']) {
      const answer = await admin.get(`${url}?${query}`)
      expect([query, answer.status]).toEqual([query, 422])
      expect(load(answer.text)('.govuk-error-summary a').attr('href')).toBe('#desde')
    }
    const strange = await admin.get(`${url}?agencia=%27&tramite=${certificate}%00&por=nada`)
    expect(strange.status).toBe(200)
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type StaffBrowser, signedIn, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { browserless } from '../support/browserless.ts'
import { atTheHours, lukasz, maria } from '../support/people.ts'
import { certificate } from '../support/story.ts'
import { wordsOf } from '../support/visitor.ts'
import { filledIn } from './filledIn.ts'
import { preview } from './hoursSteps.ts'

const loja = 'loja-centro'
const at = `/admin/agencias/${loja}`
const agenda = `${loja}--${certificate}`
/** Monday 14 December, 08:00 in Loja: the first hour of the week that opens on Monday 30 November. */
const first = '2026-12-14T13:00:00.000Z'

describe('an agency that is new', () => {
  let test_: TestApp
  let admin: StaffBrowser
  beforeEach(async () => {
    test_ = await startTestApp()
    const person = { name: 'Persona admin', email: 'admin@iess.example' }
    const account = await worker(test_, person, [{ role: 'admin', agencyId: null }])
    admin = await signedIn(test_, account, { strong: true })
  })
  afterEach(() => test_.stop())

  const send = async (path: string, fields: Record<string, string>) => {
    const shown = await preview(admin, path, fields)
    expect(shown.errors).toEqual([])
    expect((await shown.save()).status).toBe(303)
  }
  const set = (path: string, fields: Record<string, string>) => send(`${at}/${path}`, fields)

  test('gives its first turno at exactly the stated instant, and the public pages say when', async () => {
    const page = '/admin/agencias/nueva'
    await send(page, {
      ...filledIn((await admin.get(page)).text),
      ...{ code: loja, name: 'Loja Centro', provinceCode: '01', canton: 'Loja' },
      ...{ address: 'Calle Sucre', windows: '2' },
    })
    // Nothing is promised before it has hours.
    const home = wordsOf((await browserless(test_).visit('/')).html)
    expect(home).not.toContain('Loja Centro')
    await set(`ventanillas/${loja}`, { name: 'Ventanillas', seats: '1', rows: '0' })
    await set('semanas/nueva', { day1: '8-12, 13-17', day2: '8-12' })
    await set(`agendas/${certificate}`, {
      ...{ pool: loja, slotMinutes: '20', keptSeats: '0', leadMinutes: '120', active: 'yes' },
      ...{ release: 'weekly', weekday: '1', time: '08:00', weeksAhead: '2' },
    })
    const { booking } = test_.services

    const sentence = 'Los próximos turnos se abren el lunes a las 08:00'
    for (const path of ['/', `/tramites/${certificate}`]) {
      const page = await browserless(test_).visit(path)
      expect(wordsOf(page.html)).toMatch(new RegExp(`${sentence} en: [^.]*Loja Centro`))
    }

    test_.clock.set('2026-11-30T07:59:59-05:00')
    const id = await atTheHours(test_.services, maria, agenda)
    expect(await booking.hold(id, first)).toEqual({ ok: false, reason: 'not-released' })
    test_.clock.set('2026-11-30T08:00:00-05:00')
    expect(await booking.hold(id, first)).toMatchObject({ ok: true })
    const late = await atTheHours(test_.services, lukasz, agenda)
    expect(await booking.hold(late, first)).toEqual({ ok: false, reason: 'seat-taken' })
    // Wednesday has no hours there; the noon break has none either.
    for (const start of ['2026-12-16T13:00:00.000Z', '2026-12-14T17:20:00.000Z']) {
      expect(await booking.hold(late, start)).toEqual({ ok: false, reason: 'no-slot' })
    }
  })
})

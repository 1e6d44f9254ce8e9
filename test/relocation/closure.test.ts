import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { createMailer } from '../../src/messages/mailer.ts'
import { preview } from '../admin/hoursSteps.ts'
import { type StaffBrowser, signedIn, tomas, worker } from '../staff/people.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { somebody } from '../support/people.ts'
import { type SmtpSink, startSmtpSink } from '../support/smtp.ts'
import { accepts, chooses, givesUp, watched, waysIn } from './answers.ts'
import { booked, centre, statuses } from './ground.ts'

const bounces = somebody(30).email
const wanted = '2026-12-08T15:00:00.000Z'

/** Thirty people, a closed Thursday, real mails, and everybody's own click. */
describe('a supervisor closes next Thursday', () => {
  let test_: TestApp
  let sink: SmtpSink
  let supervisor: StaffBrowser
  let ids: string[]
  let page: string

  beforeAll(async () => {
    sink = await startSmtpSink()
    const mailer = createMailer({ smtpUrl: sink.url, from: 'IESS <turnos@iess.example>' })
    test_ = await startTestApp({ mailer })
    const grants = [{ role: 'supervisor', agencyId: centre }] as const
    supervisor = await signedIn(test_, await worker(test_, tomas, [...grants]), { strong: true })
    ids = await booked(test_, 30)
    await test_.sendMails()
    sink.mails.length = 0
    sink.mode({ kind: 'refuse-one', code: 550, address: bounces })
  }, 120_000)
  afterAll(async () => {
    await test_.stop()
    await sink.stop()
  })

  /** The newest proposal to somebody, as their mail has it. */
  const waysOf = (email: string) =>
    waysIn(
      sink.mails.findLast(
        ({ to, text }) =>
          JSON.stringify(to).includes(email) && text?.includes('/turnos/propuesta/'),
      )?.text,
    )

  test('she sees the thirty before she saves, and the assistant has an hour for each', async () => {
    const path = `/admin/agencias/${centre}/cierres/c1`
    const shown = await preview(supervisor, path, {
      ...{ from: '2026-12-03', to: '', fromTime: '', toTime: '' },
      ...{ reasonEs: 'Mantenimiento eléctrico', reasonEn: 'Electrical work' },
    })
    expect(shown.happens.join(' ')).toContain('30 turnos')
    const seen = await watched(test_, [
      async () => {
        page = (await shown.save()).location
      },
    ])
    expect(seen).toEqual([])
    const list = load((await supervisor.get(page)).text)
    expect(list('.progress dd').first().text()).toBe('30')
    expect(list('main table tbody tr')).toHaveLength(30)
    const { database } = test_.services
    const held = (await database.read.select().from(database.tables.seats)).filter(
      ({ draftId }) => draftId !== null,
    )
    expect(held).toHaveLength(30)
  }, 120_000)

  test('she sends: 29 mails arrive, and one person is on the list to be called', async () => {
    expect((await supervisor.post(`${page}/enviar`)).status).toBe(303)
    await test_.sendMails()
    expect(sink.mails).toHaveLength(29)
    const list = load((await supervisor.get(page)).text)
    expect(list('.progress--care dd').text()).toBe('1')
    expect(list('.standing--care').first().text()).toContain('Su correo no recibe')
  }, 120_000)

  test('25 accept, 3 choose another hour, 1 cancels', async () => {
    const others = [25, 26, 27].map((n) => somebody(n + 1).email)
    const moved = /cambiado=1$/
    const accept = async (email: string) =>
      expect(await accepts(test_, waysOf(email))).toMatch(moved)
    const choose = async (email: string) =>
      expect(await chooses(test_, waysOf(email), wanted)).toMatch(moved)
    const giveUp = async (email: string) => expect(await givesUp(test_, waysOf(email))).toBe(303)
    const people = Array.from({ length: 25 }, (_, n) => somebody(n + 1).email)
    const seen = await watched(test_, [
      ...people.map((email) => () => accept(email)),
      ...others.map((email) => () => choose(email)),
      () => giveUp(somebody(29).email),
    ])
    expect(seen).toEqual([])
    const changeId = page.split('/').at(-1) ?? ''
    const counts = new Map<string, number>()
    for (const status of await statuses(test_, changeId)) {
      counts.set(status, (counts.get(status) ?? 0) + 1)
    }
    expect(Object.fromEntries(counts)).toEqual({
      accepted: 25,
      'chose-another': 3,
      cancelled: 1,
      sent: 1,
    })
  }, 120_000)

  test('the one whose mail bounced is called, and the audit tells the story', async () => {
    const last = ids.at(-1) ?? ''
    const { database, relocations, turnos } = test_.services
    const row = await relocations.openOf(last)
    const one = `${page}/${row?.id}`
    expect((await supervisor.get(one)).text).not.toContain('+593991234567')
    expect((await supervisor.post(`${one}/telefono`)).text).toContain('+593991234567')
    const proposal = String(row?.proposal?.no)
    const done = await supervisor.post(`${one}/llamada`, {
      outcome: 'accept',
      proposal,
      calls: '0',
    })
    expect(done.headers.location).toMatch(/aviso=movido$/)
    expect((await turnos.byId(last))?.startAt).toBe(row?.proposal?.start)
    const list = load((await supervisor.get(page)).text)
    expect(list('.progress--done dd').text()).toBe('30')

    const record = await database.read.select().from(database.tables.audit)
    const told = new Map<string, number>()
    for (const { action } of record) told.set(action, (told.get(action) ?? 0) + 1)
    expect(Object.fromEntries(told)).toMatchObject({
      'closure-changed': 1,
      'relocation-opened': 1,
      'relocation-proposed': 30,
      'relocation-sent': 30,
      'relocation-accepted': 25,
      'relocation-chose-another': 3,
      'relocation-cancelled': 1,
      'relocation-phone-seen': 1,
      'relocation-moved-by-staff': 1,
    })
  }, 120_000)
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { startTestApp, type TestApp } from '../support/app.ts'
import { lukasz, maria, turnoOf } from '../support/people.ts'
import { guayaquilUpdate } from '../support/story.ts'
import { comparable, visitor, visitorWith, wordsOf } from '../support/visitor.ts'

const slot = '2026-11-25T13:20:00.000Z'

describe('"Mi turno"', () => {
  let test_: TestApp
  let turnoId: string
  beforeEach(async () => {
    test_ = await startTestApp()
    turnoId = await turnoOf(test_.services, maria, slot)
    await test_.sendMails()
    test_.mails.length = 0
  })
  afterEach(() => test_.stop())

  /** Asks for the links of an address, in a browser of its own, and lets the mails leave. */
  async function ask(email: string) {
    const answer = await visitor(test_).post('/mi-turno', { email })
    await test_.sendMails()
    return answer
  }

  test('the answer is the same for an address with turnos, without, and one that asks too often', async () => {
    const withTurno = await ask(maria.email)
    const without = await ask('nadie@example.org')
    const again = await ask(maria.email)
    expect(test_.mails.map(({ to }) => to)).toEqual([maria.email])
    for (const [answer, email] of [
      [withTurno, maria.email],
      [without, 'nadie@example.org'],
      [again, maria.email],
    ] as const) {
      expect(answer.status).toBe(200)
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(comparable(answer.text).replaceAll(email, '')).toBe(
        comparable(withTurno.text).replaceAll(maria.email, ''),
      )
    }
    expect(Object.keys(without.headers).sort()).toEqual(Object.keys(withTurno.headers).sort())
  })

  test('the mail’s link opens the turno in another browser', async () => {
    await ask(maria.email)
    const link = /http:\/\/localhost:3000(\/turnos\/enlace\/[\w.-]+)/.exec(
      test_.mails[0]?.text ?? '',
    )
    const browser = visitor(test_)
    const answer = await browser.get(link?.[1] ?? '/').expect(303)
    const turno = await test_.services.turnos.byId(turnoId)
    expect(answer.headers.location).toBe(`/turnos/${turno?.reference}`)
    await browser.get(`/turnos/${turno?.reference}`).expect(200)
  })

  test('it goes to the address that was verified, however the typed one spells it', async () => {
    await ask('Maria+otra@EXAMPLE.org')
    expect(test_.mails.map(({ to }) => to)).toEqual([maria.email])
    expect(test_.mails[0]?.id).toMatch(/^links-/)
  })

  test('turnos verified at two spellings of a mailbox are told each at its own', async () => {
    const tagged = { ...maria, email: 'maria+dos@example.org' }
    await turnoOf(test_.services, tagged, '2026-11-25T13:30:00.000Z', guayaquilUpdate)
    await test_.sendMails()
    test_.mails.length = 0
    await ask(maria.email)
    expect(test_.mails.map(({ to }) => to).sort()).toEqual([tagged.email, maria.email].sort())
    for (const { text } of test_.mails) expect(text.match(/turnos\/enlace/g)).toHaveLength(1)
  })

  test('one mail a minute, three an hour, ten a day', async () => {
    let sent = 0
    const counts: number[] = []
    for (const pause of [59, 1, 60, 60, 3419, 1]) {
      await ask(maria.email)
      counts.push(test_.mails.length - sent)
      sent = test_.mails.length
      test_.clock.advance({ seconds: pause })
    }
    expect(counts).toEqual([1, 0, 1, 1, 0, 0])
    await ask(maria.email)
    expect(test_.mails.length - sent).toBe(1)
  })

  test('ten asking at once are sent one mail', async () => {
    await Promise.all(
      Array.from({ length: 10 }, () => visitor(test_).post('/mi-turno', { email: maria.email })),
    )
    await test_.sendMails()
    expect(test_.mails).toHaveLength(1)
  })

  test('cancelled turnos and those of another day are not looked for', async () => {
    test_.clock.advance({ days: 2 })
    await ask(maria.email)
    test_.clock.advance({ days: -2, minutes: 2 })
    await test_.services.turnos.cancel(turnoId, 'applicant')
    await test_.sendMails()
    await ask(maria.email)
    expect(test_.mails.filter(({ id }) => id.startsWith('links-'))).toHaveLength(0)
  })

  test.each([
    ['', 'Escriba su correo electrónico'],
    ['maria', 'Revise el correo: debe ser como nombre@ejemplo.com'],
    ['maria@@example.org', 'Revise el correo: debe ser como nombre@ejemplo.com'],
  ])('a mistake keeps what was typed: %j', async (typed, message) => {
    const answer = await ask(typed)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.text)).toContain(message)
    expect(load(answer.text)('input[name="email"]').attr('value') ?? '').toBe(typed)
    expect(test_.mails).toEqual([])
  })

  test('the turnos this browser was given are listed, and only those', async () => {
    const other = await turnoOf(test_.services, lukasz, '2026-11-25T14:20:00.000Z')
    const mine = await test_.services.turnos.byId(turnoId)
    const theirs = await test_.services.turnos.byId(other)
    if (!mine || !theirs) throw new Error('No turno')
    const browser = await visitorWith(test_, mine)
    const links = async () =>
      load((await browser.get('/mi-turno').expect(200)).text)('.known a')
        .map((_, link) => link.attribs.href)
        .get()
    expect(await links()).toEqual([`/turnos/${mine.reference}`])
    await test_.services.turnos.cancel(turnoId, 'applicant')
    expect(await links()).toEqual([])
    const stranger = await visitor(test_).get('/mi-turno').expect(200)
    expect(stranger.text).not.toContain(mine.reference)
  })

  test('the English page asks for an English mail', async () => {
    const browser = visitor(test_)
    await browser.get('/mi-turno?idioma=en')
    await browser.post('/mi-turno', { email: maria.email })
    await test_.sendMails()
    expect(test_.mails.map(({ language }) => language)).toEqual(['en'])
  })
})

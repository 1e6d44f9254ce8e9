import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app.ts'
import { askForCode, browserOf, maria } from '../support/people.ts'
import { dialects } from './dialects.ts'

describe.each(dialects)('the code on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  /** The six digits of the newest mail, as the person reads them. */
  async function newestCode(): Promise<string> {
    await test_.sendMails()
    const mail = test_.mails.findLast(({ id }) => id.startsWith('code-'))
    return /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? 'none'
  }

  const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

  test('is good for ten minutes, not a second longer', async () => {
    const { codes } = test_.services.booking
    const id = await askForCode(test_.services, maria)
    const code = await newestCode()
    test_.clock.advance({ minutes: 10 })
    expect(await codes.verify(id, code)).toEqual({ ok: false, reason: 'expired' })
    test_.clock.advance({ seconds: -1 })
    expect(await codes.verify(id, code)).toEqual({ ok: true })
  })

  test('of a hundred guesses at once five are evaluated', async () => {
    const { codes } = test_.services.booking
    const id = await askForCode(test_.services, maria)
    const code = await newestCode()
    const wrong = other(code)
    const results = await Promise.all(Array.from({ length: 100 }, () => codes.verify(id, wrong)))
    expect(results.filter((result) => !result.ok && result.reason === 'wrong')).toHaveLength(5)
    expect(await codes.verify(id, code)).toMatchObject({ ok: false, reason: 'too-many-tries' })
  })

  test('a new code gives no new tries', async () => {
    const { codes } = test_.services.booking
    const id = await askForCode(test_.services, maria)
    const wrong = other(await newestCode())
    for (let n = 0; n < 5; n += 1) await codes.verify(id, wrong)
    test_.clock.advance({ seconds: 61 })
    expect(await codes.resend(id)).toEqual({ ok: true })
    const result = await codes.verify(id, await newestCode())
    expect(result).toMatchObject({ ok: false, reason: 'too-many-tries' })
  })

  test('a new code ends the one before', async () => {
    const { codes } = test_.services.booking
    const id = await askForCode(test_.services, maria)
    const first = await newestCode()
    test_.clock.advance({ seconds: 60 })
    await codes.resend(id)
    const second = await newestCode()
    if (first !== second) {
      expect(await codes.verify(id, first)).toMatchObject({ ok: false, reason: 'wrong' })
    }
    expect(await codes.verify(id, second)).toEqual({ ok: true })
  })

  test('is sent again after a minute, three times in a quarter of an hour, five a day', async () => {
    const { codes } = test_.services.booking
    const id = await askForCode(test_.services, maria)
    test_.clock.advance({ seconds: 59 })
    expect(await codes.resend(id)).toMatchObject({ ok: false, reason: 'too-often' })
    test_.clock.advance({ seconds: 1 })
    expect(await codes.resend(id)).toEqual({ ok: true })
    test_.clock.advance({ seconds: 60 })
    expect(await codes.resend(id)).toEqual({ ok: true })
    test_.clock.advance({ minutes: 2 })
    expect(await codes.resend(id)).toMatchObject({ ok: false, reason: 'too-often' })
    test_.clock.advance({ minutes: 15 })
    expect(await codes.resend(id)).toEqual({ ok: true })
    test_.clock.advance({ minutes: 15 })
    expect(await codes.resend(id)).toEqual({ ok: true })
    test_.clock.advance({ minutes: 60 })
    expect(await codes.resend(id)).toMatchObject({ ok: false, reason: 'too-often' })
  })

  test('twenty resends at once send one', async () => {
    const { codes } = test_.services.booking
    const id = await askForCode(test_.services, maria)
    test_.clock.advance({ minutes: 1 })
    const results = await Promise.all(Array.from({ length: 20 }, () => codes.resend(id)))
    expect(results.filter((result) => result.ok)).toHaveLength(1)
  })

  test('another document asking for the same address counts against that address too', async () => {
    await askForCode(test_.services, maria)
    const second = await askForCode(test_.services, { ...maria, number: 'OTHER123' })
    expect(
      await test_.services.booking.codes.state({
        ...(await drafted(second, 'OTHER123')),
      }),
    ).toMatchObject({ newest: null })
  })

  async function drafted(id: string, number: string) {
    const draft = await test_.services.booking.drafts.find(browserOf({ ...maria, number }), id)
    if (!draft) throw new Error('no draft')
    return draft
  }
})

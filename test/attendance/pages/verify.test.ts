import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { dumpOf } from '../../support/tables.ts'
import { visitor, wordsOf } from '../../support/visitor.ts'
import { centre, staffMember } from '../ground.ts'
import { certified, openRoom } from './room.ts'

describe('/verificar', () => {
  let test_: TestApp
  let code: string
  let visitId: string
  beforeEach(async () => {
    test_ = await startTestApp()
    await openRoom(test_)
    const made = await certified(test_, centre, await staffMember(test_.services))
    visitId = made.visitId
    const facts = await test_.services.attendance.certificates.facts(made.certificateId)
    code = facts?.code ?? ''
  })
  afterEach(() => test_.stop())

  test('says that a paper is genuine, with number and date, and names nobody', async () => {
    const page = await visitor(test_).get(`/verificar/${code}`)
    const words = wordsOf(page.text)
    expect(words).toContain('Es auténtico y está vigente')
    expect(words).toContain('09-2026-000001')
    expect(words).toContain('24 de noviembre de 2026')
    expect(page.text).not.toMatch(/Żółć|EK1234567/)
    expect(page.headers['cache-control']).toBe('no-store')
  })

  test.each([
    [{ document: 'ek 1234567', surnames: 'zolc' }, 'Coincide'],
    [{ document: '', surnames: 'Zolc Łukasz' }, 'Coincide'],
    [{ document: 'EK1234568', surnames: 'Żółć' }, 'No coincide'],
  ])('compares %j with what the paper says: %s', async (typed, words) => {
    const page = await visitor(test_).post(`/verificar/${code}`, typed)
    expect(wordsOf(page.text)).toContain(words)
    if (words === 'Coincide') expect(wordsOf(page.text)).not.toContain('No coincide')
  })

  test('says that another code is not genuine', async () => {
    const wrong = code.slice(0, -1) + (code.endsWith('2') ? '3' : '2')
    const page = await visitor(test_).get(`/verificar/${wrong}`)
    expect(wordsOf(page.text)).toContain('No es auténtico')
  })

  test('says that an annulled one is annulled', async () => {
    const by = { agencyId: centre, staffId: await staffMember(test_.services) }
    const correction = { corrects: 1, reason: 'fraud' as const }
    const { outcomes } = test_.services.attendance
    await outcomes.correct(by, visitId, { kind: 'affiliated' }, correction)
    const page = await visitor(test_).get(`/verificar/${code}`)
    expect(wordsOf(page.text)).toContain('Está anulado')
  })

  test('leads from a typed code to its page', async () => {
    const typed = code.toLowerCase().replaceAll('-', ' ')
    const led = await visitor(test_).post('/verificar', { code: typed })
    expect(led.headers.location).toBe(`/verificar/${code}`)
    const none = await visitor(test_).post('/verificar', { code: 'nada' })
    expect(none.status).toBe(422)
  })

  test('changes nothing, and is not for guessing', async () => {
    const before = await dumpOf(test_.services.database)
    const browser = visitor(test_)
    const statuses: number[] = []
    for (let n = 0; n < 61; n += 1) {
      statuses.push((await browser.get(`/verificar/2222-2222-2222-${2222 + n}`)).status)
    }
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(200))
    expect(statuses.at(-1)).toBe(429)
    expect(await dumpOf(test_.services.database)).toEqual(before)
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import request from 'supertest'
import { createApp } from '../../src/app.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

describe('health', () => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp()
  })
  afterEach(() => test_.stop())

  const ready = () => request(test_.app).get('/salud/lista')

  test('a process that runs is alive, whatever it lacks', async () => {
    test_.services.lifecycle.stopping = true
    const answer = await request(test_.app).get('/salud/viva').expect(200)
    expect(answer.text).toBe('viva')
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('it is ready with its database, and without Redis', async () => {
    const answer = await ready().expect(200)
    expect(answer.body).toEqual({ lista: true, base: 'ok', redis: 'none', detenerse: false })
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(answer.headers['cache-control']).toBe('no-store')
    test_.services.lifecycle.redis = () => 'down'
    expect((await ready().expect(200)).body).toMatchObject({ lista: true, redis: 'down' })
  })

  test('it is not ready while it stops', async () => {
    test_.services.lifecycle.stopping = true
    const answer = await ready().expect(503)
    expect(answer.body).toMatchObject({ lista: false, base: 'ok', detenerse: true })
  })

  test('it is not ready when its database refuses', async () => {
    const app = withInstitution(async () => {
      throw new Error('No database')
    })
    const answer = await request(app).get('/salud/lista').expect(503)
    expect(answer.body).toMatchObject({ lista: false, base: 'error' })
  })

  test('a database that hangs is asked once, answered for in a second, and asked again later', async () => {
    let asked = 0
    let answer: (row: null) => void = () => {}
    const app = withInstitution(() => {
      asked += 1
      return new Promise<null>((resolve) => {
        answer = resolve
      })
    })
    const began = performance.now()
    const both = await Promise.all([
      request(app).get('/salud/lista'),
      request(app).get('/salud/lista'),
    ])
    expect(both.map(({ status }) => status)).toEqual([503, 503])
    expect(asked).toBe(1)
    expect(performance.now() - began).toBeGreaterThan(900)
    expect(performance.now() - began).toBeLessThan(5000)
    answer(null)
    const later = request(app).get('/salud/lista')
    const waiting = later.then(({ status }) => status)
    while (asked < 2) await new Promise((resolve) => setImmediate(resolve))
    answer(null)
    expect(await waiting).toBe(200)
  })

  function withInstitution(institution: () => Promise<null>) {
    const { services } = test_
    const agencies = { ...services.stores.agencies, institution }
    return createApp({ ...services, stores: { ...services.stores, agencies } })
  }
})

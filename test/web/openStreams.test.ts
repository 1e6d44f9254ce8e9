import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import express, { type Response } from 'express'
import { createOpenStreams } from '../../src/web/openStreams.ts'
import { until } from '../support/until.ts'

describe('the streams that one network holds open', () => {
  let server: Server
  let base: string
  let held: Response[]
  beforeEach(async () => {
    held = []
    const open = createOpenStreams({ place: 2, display: 1 })
    const hold = (response: Response) => {
      held.push(response)
      response.status(200).flushHeaders()
    }
    const app = express().set('trust proxy', 1)
    app.get('/place', open('place'), (_request, response) => hold(response))
    app.get('/display', open('display'), (_request, response) => hold(response))
    app.get('/nobody', open('display'), (_request, response) => void response.sendStatus(404))
    server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const ask = (path: string, network = '192.0.2.1', signal?: AbortSignal) =>
    fetch(`${base}${path}`, {
      headers: { 'x-forwarded-for': network },
      ...(signal ? { signal } : {}),
    })
  const statuses = async (...asked: [string, string?][]) => {
    const seen: number[] = []
    for (const [path, network] of asked) seen.push((await ask(path, network)).status)
    return seen
  }

  test('are so many of each kind, for each network by itself', async () => {
    expect(await statuses(['/place'], ['/place'], ['/place'])).toEqual([200, 200, 429])
    expect(await statuses(['/display'], ['/display'])).toEqual([200, 429])
    expect(await statuses(['/place', '192.0.2.2'], ['/display', '192.0.2.2'])).toEqual([200, 200])
    const refused = await ask('/place')
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(refused.headers.get('cache-control')).toBe('no-store')
  })

  test('are free again when they end, whoever ends them, and count nothing that was answered', async () => {
    const leaving = new AbortController()
    await ask('/place', undefined, leaving.signal)
    await ask('/place')
    expect((await ask('/place')).status).toBe(429)
    leaving.abort()
    await until('a place that is free again', async () =>
      (await ask('/place')).status === 200 ? true : null,
    )
    expect((await ask('/place')).status).toBe(429)
    for (const response of held.splice(0)) response.end()
    expect(await statuses(['/nobody'], ['/nobody'], ['/nobody'])).toEqual([404, 404, 404])
    expect((await ask('/place')).status).toBe(200)
  })
})

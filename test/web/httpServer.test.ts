import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import express from 'express'
import request from 'supertest'
import { createHttpServer } from '../../src/web/httpServer.ts'

test('a request and its answer are what Express wants from the beginning, and stay it', async () => {
  const app = express()
  app.get('/turnos/:reference', (asked, answer) => {
    answer.json({ ip: asked.ip, reference: asked.params.reference, same: asked.app === app })
  })
  const server = createHttpServer(app)
  const kept: boolean[] = []
  server.prependListener('request', (asked, answer) => {
    const note = () =>
      kept.push(
        Object.getPrototypeOf(asked) === app.request &&
          Object.getPrototypeOf(answer) === app.response,
      )
    note()
    answer.once('finish', note)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const { body } = await request(server).get('/turnos/ABC').expect(200)
  server.close()
  await once(server, 'close')

  expect(body).toEqual({ ip: '127.0.0.1', reference: 'ABC', same: true })
  expect(kept).toEqual([true, true])
})

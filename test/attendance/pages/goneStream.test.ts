import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from '@jest/globals'
import express from 'express'
import { nudgeStream } from '../../../src/attendance/pages/live.ts'

test('who went away before the stream began is not listened for', async () => {
  let listening = 0
  const listen = () => {
    listening += 1
    return () => {
      listening -= 1
    }
  }
  const app = express()
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
  const begun = new Promise<void>((resolve) => {
    app.get('/', (_request, response) => {
      response.once('close', () => {
        nudgeStream(response, 'centre', { changes: { listen }, still: async () => true })
        resolve()
      })
      socket.resetAndDestroy()
    })
  })
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await begun
  await new Promise((resolve) => setImmediate(resolve))
  server.close()
  expect(listening).toBe(0)
})

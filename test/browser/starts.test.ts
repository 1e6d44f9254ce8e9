import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type RealServer, startRealServer } from '../support/realServer.ts'

// Starts of the built application that no page tells of.

let server: RealServer
beforeAll(async () => {
  server = await startRealServer()
}, 60_000)
afterAll(() => server.stop())

/** Starts it until it has said `words` or ends by itself; all it said, and with which code it ended. */
function start(settings: Record<string, string>, words: RegExp) {
  return new Promise<{ said: string; code: number | null }>((ended) => {
    const child = spawn(process.execPath, [resolve('dist/src/server.js')], {
      env: { PATH: process.env.PATH, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    const listen = (part: Buffer) => {
      said += part.toString()
      if (words.test(said)) child.kill('SIGTERM')
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
    child.once('exit', (code) => {
      clearTimeout(late)
      ended({ said, code })
    })
  })
}

test('A second start on the port of the first ends, and the links of the first stay good', async () => {
  const settings = { PORT: new URL(server.url).port, DATA_DIR: server.folder }
  const { said, code } = await start(settings, /Sign in as/)
  expect(said).toMatch(/^PORT \d+ is in use by another program: choose another\.$/m)
  expect(code).toBe(1)
  const link = /Ventanilla\s+(http\S+)/.exec(server.said())?.[1] ?? ''
  const page = await fetch(link)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<form')])
}, 60_000)

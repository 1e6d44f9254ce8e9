import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { fixedClock } from '../../src/clock.ts'
import {
  type BuiltInMailServer,
  startBuiltInMailServer,
} from '../../src/messages/builtIn/server.ts'

const clock = fixedClock('2026-11-24T13:20:00.000Z')
let folder: string
let server: BuiltInMailServer

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'turnero-mail-'))
  server = await startBuiltInMailServer({ folder, clock })
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function send(mail: SendMailOptions = {}) {
  const transport = createTransport({ url: server.url })
  await transport.sendMail({
    from: 'IESS turnos <turnos@example.org>',
    to: 'maria.jose@example.org',
    subject: 'Verificar IESS turno online',
    text: 'Su código es 123456.',
    ...mail,
  })
  clock.advance({ seconds: 1 })
}

const files = () => readdirSync(join(folder, 'mailbox'))

test('a message that was answered is on disk, whole, for our eyes only', async () => {
  await send()
  expect(files()).toEqual([expect.stringMatching(/^[0-9T]+-[0-9a-f]{8}\.eml$/)])
  expect(statSync(join(folder, 'mailbox')).mode & 0o077).toBe(0)
  expect(statSync(join(folder, 'mailbox', files()[0] ?? '')).mode & 0o077).toBe(0)
})

test('the list is newest first and reads headers in any alphabet', async () => {
  await send({ subject: 'Confirmación: Ñáñez Peña', date: '2026-11-24T13:20:00Z' })
  await send({ subject: 'Nguyễn Thị Ễn', to: 'a@example.org, b@example.org' })
  expect(await server.mailbox.list()).toMatchObject([
    { subject: 'Nguyễn Thị Ễn', to: 'a@example.org, b@example.org' },
    { subject: 'Confirmación: Ñáñez Peña', date: '2026-11-24T13:20:00.000Z' },
  ])
})

test('a message opens with its texts and attachments', async () => {
  const content = Buffer.from([0, 255, 1, 254])
  await send({ html: '<p>Su código</p>', attachments: [{ filename: 'turno.pdf', content }] })
  const [line] = await server.mailbox.list()
  const message = await server.mailbox.find(line?.id ?? '')
  expect(message).toMatchObject({
    from: '"IESS turnos" <turnos@example.org>',
    text: 'Su código es 123456.',
    attachments: [{ name: 'turno.pdf', type: 'application/pdf', bytes: 4 }],
  })
  expect(message?.html).toContain('<p>Su código</p>')
  expect((await server.mailbox.attachment(line?.id ?? '', 0))?.content).toEqual(content)
  expect(await server.mailbox.attachment(line?.id ?? '', 1)).toBeNull()
})

test('what is no id opens nothing', async () => {
  await send()
  for (const id of ['', '../../package', 'x', '20261124T132000000-00000000']) {
    expect(await server.mailbox.find(id)).toBeNull()
    expect(await server.mailbox.attachment(id, 0)).toBeNull()
  }
})

test('messages outlive the server', async () => {
  await send()
  await server.stop()
  server = await startBuiltInMailServer({ folder, clock })
  expect(await server.mailbox.list()).toHaveLength(1)
})

test('the latest 200 are kept', async () => {
  const transport = createTransport({ url: server.url, pool: true, maxConnections: 1 })
  for (let n = 1; n <= 203; n += 1) {
    await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', subject: `${n}` })
    clock.advance({ seconds: 1 })
  }
  transport.close()
  const subjects = (await server.mailbox.list()).map(({ subject }) => subject)
  expect(subjects).toHaveLength(200)
  expect([subjects[0], subjects.at(-1)]).toEqual(['203', '4'])
  expect(files()).toHaveLength(200)
})

test('a message that cannot be written is refused for now', async () => {
  rmSync(join(folder, 'mailbox'), { recursive: true })
  await expect(send()).rejects.toMatchObject({ responseCode: 451 })
})

test('it listens on the loopback only, at the port asked for', async () => {
  const port = Number(new URL(server.url).port)
  await expect(startBuiltInMailServer({ folder, port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
  const refused = await new Promise((resolve) => {
    const line = connect(port, '127.0.0.2', () => resolve(false))
    line.once('error', () => resolve(true))
  })
  expect(refused).toBe(true)
})

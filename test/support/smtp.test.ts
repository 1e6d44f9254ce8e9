import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createTransport } from 'nodemailer'
import { type SmtpSink, startSmtpSink } from './smtp.ts'

let sink: SmtpSink

beforeEach(async () => {
  sink = await startSmtpSink()
})
afterEach(() => sink.stop())

function send(subject = 'Verificar IESS turno online') {
  const transport = createTransport({ url: sink.url, socketTimeout: 400 })
  const mail = { from: 'turnos@example.org', to: 'lukasz@example.org', subject, text: '123456' }
  return transport.sendMail(mail)
}

test('it keeps what it takes, and waits for what is to come', async () => {
  const awaited = sink.waitForMail(({ subject }) => subject === 'Żółć')
  await send('Ñáñez')
  await send('Żółć')
  expect((await awaited).text).toBe('123456\n')
  expect(sink.mails.map(({ subject }) => subject)).toEqual(['Ñáñez', 'Żółć'])
})

test('waiting for a mail that never comes fails and names what came', async () => {
  await send('Ñáñez')
  const never = sink.waitForMail(({ subject }) => subject === 'Żółć', { timeout: 30 })
  await expect(never).rejects.toThrow('taken: "Ñáñez"')
})

test.each(['recipient', 'data'] as const)(
  'it refuses at the %s, and takes mail again',
  async (at) => {
    sink.mode({ kind: 'refuse', code: 451, at })
    await expect(send()).rejects.toMatchObject({ responseCode: 451 })
    expect(sink.mails).toEqual([])
    sink.mode({ kind: 'accept' })
    await send()
    expect(sink.mails).toHaveLength(1)
  },
)

test('it hangs', async () => {
  sink.mode({ kind: 'hang' })
  await expect(send()).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  expect(sink.mails).toEqual([])
})

test('it takes a mail and breaks the line before saying so', async () => {
  sink.mode({ kind: 'drop-after-data' })
  await expect(send()).rejects.toThrow()
  expect(sink.mails).toHaveLength(1)
})

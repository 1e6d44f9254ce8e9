import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { leaseSeconds } from '../../src/messages/deliver.ts'
import { handoverSeconds } from '../../src/messages/mailer.ts'
import { code, codeLetter, codeMessage, type Ground, ground, maria } from './ground.ts'
import { type MailServer, startMailServer } from './mailServer.ts'

let server: MailServer
let g: Ground

beforeAll(async () => {
  server = await startMailServer()
})
afterAll(() => server.stop())
beforeEach(async () => {
  server.behave('take')
  server.inbox.length = 0
  server.raw.length = 0
  g = await ground({ smtpUrl: server.url })
})
afterEach(() => g.close())

describe('a message that gets through', () => {
  test('is sent once and its secret is wiped', async () => {
    await g.write(codeMessage())
    expect(await g.deliver('code-1')).toBe('sent')
    expect(server.inbox.map((mail) => mail.subject)).toEqual([codeLetter.subject])
    expect(await g.row('code-1')).toMatchObject({
      status: 'sent',
      secret: null,
      lease: null,
      leasedUntil: null,
      attempts: 1,
      endedAt: g.clock.now(),
    })
    expect(await g.deliver('code-1')).toBe('not-mine')
    expect(server.inbox).toHaveLength(1)
  })

  test('has the same Message-ID at every try', async () => {
    await g.write(codeMessage())
    await g.deliver('code-1')
    expect(server.inbox[0]?.messageId).toBe('<code-1@institucion.example>')
  })

  test('is one, whoever tries at the same time', async () => {
    await g.write(codeMessage())
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => g.deliver('code-1')))
    expect(outcomes.sort()).toEqual(['not-mine', 'not-mine', 'not-mine', 'not-mine', 'sent'])
    expect(server.inbox).toHaveLength(1)
  })

  test('is marked once the database is back, and is not sent again', async () => {
    await g.write(codeMessage())
    let away = 2
    const end: typeof g.store.end = (...marked) => {
      away -= 1
      return away < 0 ? g.store.end(...marked) : Promise.reject(new Error('in recovery mode'))
    }
    expect(await g.deliver('code-1', { store: { ...g.store, end } })).toBe('sent')
    expect(await g.row('code-1')).toMatchObject({ status: 'sent', attempts: 1, lease: null })
    expect(server.inbox).toHaveLength(1)
  })

  test('is stored sealed', async () => {
    await g.write(codeMessage())
    const text = JSON.stringify(await g.row('code-1'))
    expect(text).not.toContain(maria)
    expect(text).not.toContain(code)
  })

  test('is not there when its transaction was undone', async () => {
    const undone = g.database.transaction(async (tx) => {
      await g.outbox.write(tx, codeMessage())
      throw new Error('the booking was refused')
    })
    await expect(undone).rejects.toThrow('the booking was refused')
    expect(await g.deliver('code-1')).toBe('not-mine')
    expect(server.inbox).toHaveLength(0)
  })

  test('is written once, however often', async () => {
    await g.write(codeMessage())
    await g.deliver('code-1')
    await g.write(codeMessage())
    expect(await g.outbox.fate(g.database.read, 'code-1')).toMatchObject({ status: 'sent' })
    expect(await g.outbox.latestFateOf(g.database.read, 'code', 'draft-1')).toMatchObject({
      status: 'sent',
      attempts: 1,
    })
  })
})

describe('a server that says no', () => {
  test('refuses an address for good', async () => {
    server.behave('refuse')
    await g.write(codeMessage())
    expect(await g.deliver('code-1')).toBe('failed')
    expect(await g.row('code-1')).toMatchObject({
      status: 'failed',
      reason: 'refused',
      secret: null,
    })
  })

  test.each(['later', 'refuse-sender', 'drop', 'silent'] as const)(
    '%s: the message waits and then gets through',
    async (manners) => {
      server.behave(manners)
      await g.write(codeMessage())
      expect(await g.deliver('code-1')).toBe('retry')
      expect(await g.row('code-1')).toMatchObject({
        status: 'queued',
        reason: 'unreachable',
        leasedUntil: null,
        dueAt: '2026-11-24T13:00:02.000Z',
      })
      expect((await g.row('code-1'))?.secret).not.toBeNull()

      expect(await g.deliver('code-1')).toBe('not-mine')
      server.behave('take')
      g.clock.advance({ seconds: 2 })
      expect(await g.deliver('code-1')).toBe('sent')
      expect(server.inbox).toHaveLength(1)
    },
  )

  test('slow: whoever looks long through a mail gets it once', async () => {
    server.behave('slow')
    const patient = await ground({ smtpUrl: server.url, seconds: 7 })
    await patient.write(codeMessage())
    expect(await patient.deliver('code-1')).toBe('sent')
    await patient.close()
    expect(server.inbox).toHaveLength(1)
  })

  test('never puts an address into our log', async () => {
    for (const manners of ['refuse', 'later', 'drop'] as const) {
      server.behave(manners)
      await g.write(codeMessage({ id: manners }))
      await g.deliver(manners)
    }
    expect(g.logged).toHaveLength(3)
    expect(g.logged.join()).not.toContain('correo.example')
    expect(g.logged.join()).not.toContain(code)
  })
})

describe('a message that would no longer be true', () => {
  test.each([
    { at: '2026-11-24T13:09:59.000Z', outcome: 'sent' },
    { at: '2026-11-24T13:10:00.000Z', outcome: 'dropped' },
  ])('is $outcome at $at', async ({ at, outcome }) => {
    await g.write(codeMessage())
    g.clock.set(at)
    expect(await g.deliver('code-1')).toBe(outcome)
  })

  test('is dropped, its secret wiped, without asking the server', async () => {
    const before = server.connections()
    await g.write(codeMessage())
    expect(await g.deliver('code-1', { letter: async () => null })).toBe('dropped')
    expect(await g.row('code-1')).toMatchObject({
      status: 'dropped',
      reason: 'stale',
      secret: null,
    })
    expect(server.connections()).toBe(before)
  })

  test('is due again no later than its end', async () => {
    server.behave('later')
    await g.write(codeMessage({ notAfter: '2026-11-24T13:00:01.000Z' }))
    await g.deliver('code-1')
    expect(await g.row('code-1')).toMatchObject({ dueAt: '2026-11-24T13:00:01.000Z' })
  })
})

describe('a lease', () => {
  test('is longer than any hand-over', () => {
    expect(leaseSeconds).toBeGreaterThan(handoverSeconds + 10)
  })

  test('that was left behind lapses to the second', async () => {
    await g.write(codeMessage())
    const never = g.deliver('code-1', { letter: () => new Promise(() => undefined) })
    await expect(Promise.race([never, g.deliver('code-1')])).resolves.toBe('not-mine')
    g.clock.advance({ seconds: leaseSeconds - 1 })
    expect(await g.deliver('code-1')).toBe('not-mine')
    g.clock.advance({ seconds: 1 })
    expect(await g.deliver('code-1')).toBe('sent')
  })

  test('that was lost writes nothing', async () => {
    await g.write(codeMessage())
    const first = g.deliver('code-1', {
      letter: async () => {
        g.clock.advance({ seconds: leaseSeconds })
        server.behave('later')
        expect(await g.deliver('code-1')).toBe('retry')
        return null
      },
    })
    expect(await first).toBe('not-mine')
    expect(await g.row('code-1')).toMatchObject({ status: 'queued', reason: 'unreachable' })
  })

  test('with too little left is given back rather than used', async () => {
    await g.write(codeMessage())
    const slow = g.deliver('code-1', {
      letter: async () => {
        g.clock.advance({ seconds: leaseSeconds - handoverSeconds + 1 })
        return codeLetter
      },
    })
    expect(await slow).toBe('retry')
    expect(server.inbox).toHaveLength(0)
  })
})

test('a mail that cannot be written waits and is logged without its content', async () => {
  await g.write(codeMessage())
  const letter = () => Promise.reject(new Error('There is no view'))
  expect(await g.deliver('code-1', { letter })).toBe('retry')
  expect(await g.row('code-1')).toMatchObject({ status: 'queued', reason: 'error' })
  expect(g.logged.join()).not.toContain(code)
})

test('an address with a line break is refused before any server sees it', async () => {
  const before = server.connections()
  await g.write(codeMessage({ to: 'maria@correo.example>\r\nRCPT TO:<otra@correo.example' }))
  expect(await g.deliver('code-1')).toBe('failed')
  expect(server.connections()).toBe(before)
})

test('a line break in a subject begins no header', async () => {
  await g.write(codeMessage())
  const letter = async () => ({ ...codeLetter, subject: 'Verificar\r\nBcc: otra@correo.example' })
  await g.deliver('code-1', { letter })
  expect(server.inbox[0]?.subject).toBe('Verificar Bcc: otra@correo.example')
  expect(server.inbox[0]?.bcc).toBeUndefined()
})

import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import createError from 'http-errors'
import { createApp } from '../../../src/app.ts'
import { startBuiltInMailServer } from '../../../src/messages/builtIn/server.ts'
import { createMailer, type Handover, type Mailer } from '../../../src/messages/mailer.ts'
import type { Services } from '../../../src/services.ts'
import { loadAssets } from '../../../src/web/assets.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'

/**
 * The application over HTTP with its built assets and a real mail server, in this process, so that
 * its clock can be moved; and the same application broken in three ways.
 */
export type Served = {
  test_: TestApp
  url: string
  /** Where every request fails, the database does not answer, or there were too many forms. */
  broken: Record<'fails' | 'unavailable' | 'busy', string>
  /** What the mail server answers from now on, perhaps of one address only; null lets it answer itself. */
  mailAnswers(handover: Handover | null, of?: string): void
  stop(): Promise<void>
}

export async function serve(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'turnero-mail-'))
  const server = await startBuiltInMailServer({ folder })
  const real = createMailer({ smtpUrl: server.url, from: 'turnos@example.org' })
  let answer: Handover | null = null
  let answered: string | undefined
  const mailer: Mailer = {
    ...real,
    send: async (mail) =>
      answer !== null && (answered ?? mail.to) === mail.to ? answer : real.send(mail),
  }
  const test_ = await startTestApp({
    assets: loadAssets('dist/assets'),
    mailbox: server.mailbox,
    mailer,
  })
  const { services } = test_
  const listeners: { close(): Promise<void> }[] = []
  const listen = async (app: Express) => {
    const listener = await listening(app)
    listeners.push(listener)
    return listener.url
  }
  return {
    test_,
    url: await listen(test_.app),
    broken: {
      fails: await listen(failing(services, new Error('planted'))),
      unavailable: await listen(
        failing(services, Object.assign(new Error('planted'), { code: 'SQLITE_BUSY' })),
      ),
      busy: await listen(createApp({ ...services, limit: refuseForms })),
    },
    mailAnswers: (handover, of) => {
      answer = handover
      answered = of
    },
    async stop() {
      for (const { close } of listeners) await close()
      real.close()
      await server.stop()
      await test_.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The application whose list of procedures cannot be had. */
function failing(services: Services, error: Error): Express {
  const procedures = () => Promise.reject(error)
  return createApp({ ...services, catalogue: { ...services.catalogue, procedures } })
}

const refuseForms: Services['limit'] = () => (request, _response, next) =>
  next(request.method === 'POST' ? createError(429, 'Too many', { retryAfter: 125 }) : undefined)

async function listening(app: Express): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `http://localhost:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

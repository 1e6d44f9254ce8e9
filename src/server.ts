import type { Server } from 'node:http'
import { afterPages } from '../jobs/afterPages.ts'
import { resumeWork } from '../jobs/resume.ts'
import { type Jobs, startJobs } from '../jobs/start.ts'
import { createApp } from './app.ts'
import { startingAt, systemClock } from './clock.ts'
import { readConfig } from './config.ts'
import { armCrashPoints } from './crashPoints.ts'
import type { SignInLink } from './demonstration.ts'
import { keepHeapSmall } from './heap.ts'
import { configuredKeyring } from './keys/configuredKeyring.ts'
import { createMailer } from './messages/mailer.ts'
import { redisPlaces } from './redisPlaces.ts'
import { say } from './say.ts'
import { createServices } from './services.ts'
import { listenTrouble, startTrouble } from './startTrouble.ts'
import { hearStopSignals } from './stopSignals.ts'
import { createPdfPool } from './turno/confirmation/pdfPool.ts'
import { loadAssets } from './web/assets.ts'
import { createHttpServer } from './web/httpServer.ts'

/** How long open requests may take to finish once we are asked to stop. */
const finishMs = 10_000
/** How long a kept connection without a request stays open meanwhile. */
const idleMs = 1_000

/** How often searches that ended with nothing free are counted. */
const countUnmetMs = 5_000

const redisStates = { none: 'none', ready: 'ok', unreachable: 'down' } as const

keepHeapSmall()
await start().catch((error: unknown) => {
  say(startTrouble(error))
  // What was started before the failure would keep the process alive with nothing to do.
  process.exit(1)
})

/** Starts everything, in order, and stops it in reverse when told to. */
async function start(): Promise<void> {
  const signals = hearStopSignals()
  const read = readConfig(process.env)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const { config } = read
  armCrashPoints(config.crashAt)
  const clock = config.clock ? startingAt(config.clock) : systemClock
  const keyring = configuredKeyring(config)
  // Outside demo mode its mail server and mailbox are not even loaded.
  const demonstration = config.demo ? (await import('./demonstration.ts')).demonstration : null
  const demo = (await demonstration?.start(config)) ?? null
  const redis = await redisPlaces(config)
  let url = config.publicBaseUrl ?? `http://localhost:${config.port}`

  const services = await createServices({
    config,
    clock,
    keyring,
    mailer: createMailer({
      smtpUrl: config.smtpUrl ?? demo?.smtpUrl ?? '',
      from: config.mailFrom ?? 'turnos@localhost',
    }),
    pdf: createPdfPool(),
    assets: loadAssets(config.assetsDir),
    limitsRedis: redis.limits,
    wire: redis.wire,
    publicUrl: () => url,
    memoSeconds: 1,
    mailbox: demo?.mailbox ?? null,
  })
  await demonstration?.fill(services)
  const nothingToOffer = await services.stores.institution.isEmpty(services.database.read)

  const server = createHttpServer(createApp(services))
  server.keepAliveTimeout = 65_000
  const port = await listen(server, config.port, config.host)
  if (!config.publicBaseUrl) url = `http://localhost:${port}`

  const counting = setInterval(() => {
    services.unmet.flush().catch((error: unknown) => {
      services.log.warn({ err: error }, 'Searches without a free hour could not be counted')
    })
  }, countUnmetMs)

  let jobs: Jobs | null = null
  let links: Promise<SignInLink[]> | undefined
  signals.obey(async () => {
    services.lifecycle.stopping = true
    services.attendance.changes.close()
    clearInterval(counting)
    await closeServer(server)
    // Told to stop while they are made, we must not take the database from under them.
    await links?.catch(() => undefined)
    await services.unmet.flush().catch(() => {})
    await jobs?.close()
    await services.pdf.close()
    await services.database.close()
    await redis.close()
    await demo?.stop()
  })

  // The port is ours now, so nobody else serves from here whose mails and links these would be.
  if (config.jobsHere) await resumeWork(services.jobs, services.log)
  if (services.lifecycle.stopping) return
  const started = startJobs({
    redis: redis.address,
    services: services.jobs,
    log: services.log,
    works: config.jobsHere,
    standBack: afterPages,
  })
  jobs = started
  services.onCommit(() => started.nudge())
  services.lifecycle.redis = () => redisStates[started.health().redis]
  links = demonstration?.signInLinks(services)

  if (demonstration && links) demonstration.tell(url, await links, redis.address !== null)
  else say(`Listening on ${config.host}:${port} for ${url}.`)
  if (nothingToOffer) {
    say(
      'There is no institution yet, so every page answers 503: run "npm run turnero -- import <folder>".',
    )
  }
}

function listen(server: Server, port: number, host: string) {
  return new Promise<number>((resolve, reject) => {
    server.once('error', (error) => reject(listenTrouble(error, host, port)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/**
 * Takes no new connection, lets what runs finish, and cuts what takes too long. A kept connection ends
 * with its next answer, which says so, or once it is idle; else it would keep us for all of that time.
 */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), finishMs)
    const idle = setInterval(() => server.closeIdleConnections(), idleMs)
    server.prependListener('request', (_request, response) => {
      response.setHeader('Connection', 'close')
    })
    server.close(() => {
      clearTimeout(cut)
      clearInterval(idle)
      resolve()
    })
  })
}

import { placeOf } from '../db/place.ts'
import { startingAt, systemClock } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import { armCrashPoints } from '../src/crashPoints.ts'
import { keepHeapSmall } from '../src/heap.ts'
import { configuredKeyring } from '../src/keys/configuredKeyring.ts'
import { createMailer } from '../src/messages/mailer.ts'
import { say } from '../src/say.ts'
import { createServices } from '../src/services.ts'
import { startTrouble } from '../src/startTrouble.ts'
import { hearStopSignals } from '../src/stopSignals.ts'
import { createPdfPool } from '../src/turno/confirmation/pdfPool.ts'
import { loadAssets } from '../src/web/assets.ts'
import { startJobs } from './start.ts'

keepHeapSmall()
await work().catch((error: unknown) => {
  say(startTrouble(error))
  process.exit(1)
})

/** `npm run worker`: the jobs alone, for an installation of many processes over one PostgreSQL. */
async function work(): Promise<void> {
  const signals = hearStopSignals()
  const read = readConfig(process.env)
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const { config } = read
  armCrashPoints(config.crashAt)
  if (placeOf(config.databaseUrl).dialect !== 'postgres') {
    throw new Error(
      'On SQLite the jobs run inside the web process: DATABASE_URL names no PostgreSQL.',
    )
  }
  if (config.smtpUrl === null) throw new Error('SMTP_URL is missing: a worker sends the mails.')
  const services = await createServices({
    config,
    clock: config.clock ? startingAt(config.clock) : systemClock,
    keyring: configuredKeyring(config),
    mailer: createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom ?? 'turnos@localhost' }),
    pdf: createPdfPool(),
    assets: loadAssets(config.assetsDir),
    limitsRedis: null,
    publicUrl: () => config.publicBaseUrl ?? `http://localhost:${config.port}`,
    memoSeconds: 1,
    mailbox: null,
  })
  const jobs = startJobs({ redis: config.redisUrl, services: services.jobs, log: services.log })

  signals.obey(async () => {
    services.lifecycle.stopping = true
    await jobs.close()
    await services.pdf.close()
    await services.database.close()
  })
  say('Working.')
}

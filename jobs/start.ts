import { handoverSeconds } from '../src/messages/mailer.ts'
import type { JobLog, RedisAddress } from './connections.ts'
import { type Pulse, startPulse } from './pulse.ts'
import { openQueueSide } from './queueDoor.ts'
import type { JobsHealth } from './queueSide.ts'
import { runIfDue } from './recurring.ts'
import { schedule as allRecurring, type Recurring } from './schedule.ts'
import type { JobServices } from './services.ts'
import { createSweeper } from './sweeper.ts'
import { within } from './within.ts'

/** How long a message waits for a BullMQ worker before the sweeper takes it. */
const sweeperGraceSeconds = 5
/**
 * How many mails one process sends at once, by each of its two ways. A mail mostly waits, for its turn
 * at the paper maker or for the mail server, so few at once would make the codes wait in line.
 */
const mailsAtOnce = 16
/** So many of them may be anything but codes, which somebody waits for. */
const othersAtOnce = 12
const roundMs = 1000
const recurringRoundMs = 5000
/** How long closing waits for what runs: a mail that is cut off on its way goes once more. */
const finishMs = (handoverSeconds + 2) * 1000

/** The running jobs of one process. */
export type Jobs = {
  /** After a commit with messages: they leave now. Returns at once, never throws. */
  nudge(): void
  health(): JobsHealth
  /** Takes nothing new, finishes what runs (32 seconds at most), closes. */
  close(): Promise<void>
}

export type StartJobsParts = {
  /** Null where there is none: the sweeper then does everything, at once. */
  redis: RedisAddress | null
  services: JobServices
  log: JobLog
  /** What a mail that nobody sits and waits for waits for first; nothing unless said otherwise. */
  standBack?: () => Promise<void>
  /** False in a web process whose jobs run elsewhere: it only copies wake-ups to BullMQ. */
  works?: boolean
  schedule?: readonly Recurring[]
}

/** Starts the jobs, whether Redis answers or not; the same in the web process and in the worker's. */
export function startJobs(parts: StartJobsParts): Jobs {
  const { redis, services, log, works = true, schedule = allRecurring } = parts
  const standBack = parts.standBack ?? (async () => {})
  const onError = (error: unknown) => log.error({ err: error }, 'A round of the jobs failed')
  let closing = false
  const graceSeconds = redis === null ? 0 : sweeperGraceSeconds
  const queue =
    redis === null
      ? null
      : openQueueSide({
          ...{ redis, services, log, works, schedule, standBack, onError, finishMs },
          codesAtOnce: mailsAtOnce,
          othersAtOnce,
        })

  const sweeper = createSweeper(
    {
      database: services.database,
      clock: services.clock,
      ...services.messages,
      graceSeconds,
      standBack,
      atMost: mailsAtOnce,
      othersAtMost: othersAtOnce,
      onError,
    },
    () => sweeping?.nudge(),
  )
  const sweeping: Pulse | null = works
    ? startPulse({ everyMs: roundMs, round: () => sweeper.sweep(), onError })
    : null
  const recurring = works
    ? startPulse({
        everyMs: recurringRoundMs,
        round: async () => {
          for (const work of schedule) {
            if (closing) return
            await runIfDue(work, services, graceSeconds).catch(onError)
          }
        },
        onError,
      })
    : null

  return {
    nudge() {
      queue?.nudge()
      // With Redis the sweeper would find nothing that is due for long enough.
      if (redis === null) sweeping?.nudge()
    },
    health: () => queue?.health() ?? { redis: 'none', warnings: [] },
    async close() {
      closing = true
      const rounds = Promise.all([sweeping?.stop(), recurring?.stop()])
      const own = rounds.then(() => sweeper.idle())
      await Promise.all([within(own, finishMs), queue?.close()])
    },
  }
}

import { Redis } from 'ioredis'
import { codesOf } from '../../../db/errors.ts'
import { redisWarnings } from '../../../jobs/redisWarnings.ts'
import { within } from '../../../jobs/within.ts'
import type { Config } from '../../config.ts'
import { good, look, type Verdict } from './verdict.ts'

const patienceMs = 3000

/** The Redis of the settings. None of what it holds is needed, so nothing about it is bad. */
export async function examineRedis({ redisUrl, databaseUrl }: Config): Promise<Verdict[]> {
  if (redisUrl === null) {
    return /^postgres/.test(databaseUrl)
      ? [
          look(
            'redis',
            'There is no REDIS_URL: mails leave within seconds all the same, but each process counts the limits for itself.',
            'Give all processes the same Redis.',
          ),
        ]
      : [good('redis', 'None is set, and one process needs none.')]
  }
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: patienceMs,
    commandTimeout: patienceMs,
  })
  let failure = 'no answer'
  let refusal: string | null = null
  redis.on('error', (error: unknown) => {
    failure = codesOf(error)[0] ?? failure
    refusal = refusalIn(error) ?? refusal
  })
  let warnings: string[] | null = null
  const asking = redis
    .connect()
    .then(() => redisWarnings(redis))
    .then((found) => {
      warnings = found
    })
    .catch((error: unknown) => {
      refusal = refusalIn(error) ?? refusal
    })
  await within(asking, patienceMs)
  redis.disconnect()
  return refusal === null ? verdictsOf(warnings, failure) : [refused(refusal)]
}

/** The word with which Redis turns away a password, or a user who may not do this; it is in the text only. */
function refusalIn(error: unknown): string | null {
  const text = error instanceof Error ? error.message : ''
  return /^(NOAUTH|WRONGPASS|NOPERM)\b/.exec(text)?.[0] ?? null
}

function refused(refusal: string): Verdict {
  if (refusal === 'NOPERM') {
    return look(
      'redis',
      'Redis refuses the user of REDIS_URL a command (NOPERM). Nothing is lost, and mails leave within seconds.',
      'Allow that user every command and key of its database: ACL SETUSER <name> ~* &* +@all -@dangerous +info.',
    )
  }
  const none = refusal === 'NOAUTH' ? ', which has none' : ''
  return look(
    'redis',
    `Redis refuses the password of REDIS_URL${none} (${refusal}). Nothing is lost, and mails leave within seconds.`,
    'Write its password into REDIS_URL: redis://:PASSWORD@host:port.',
  )
}

function verdictsOf(warnings: string[] | null, failure: string): Verdict[] {
  if (warnings === null) {
    return [
      look(
        'redis',
        `Redis does not answer (${failure}). Nothing is lost, and mails leave within seconds.`,
        'Start it, or mend REDIS_URL.',
      ),
    ]
  }
  if (warnings.length === 0) {
    return [good('redis', 'It answers, keeps an append-only file and evicts nothing.')]
  }
  return warnings.map((warning) => look('redis', warning, 'Change it in the settings of Redis.'))
}

import type { Redis } from 'ioredis'

/**
 * What is wrong with how this Redis is set up, one sentence each for the operator. Read from INFO,
 * which managed services answer where they refuse CONFIG.
 */
export async function redisWarnings(redis: Redis): Promise<string[]> {
  const [memory, persistence] = await Promise.all([redis.info('memory'), redis.info('persistence')])
  const warnings: string[] = []
  const policy = fieldOf(memory, 'maxmemory_policy')
  if (policy !== null && policy !== 'noeviction') {
    warnings.push(
      `Redis has maxmemory-policy ${policy} and may drop queued work when it is full: set noeviction.`,
    )
  }
  if (fieldOf(persistence, 'aof_enabled') === '0') {
    warnings.push(
      'Redis keeps no append-only file and forgets queued work when it ends: set appendonly yes.',
    )
  }
  return warnings
}

function fieldOf(info: string, name: string): string | null {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? null
}

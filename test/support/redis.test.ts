import { afterAll, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { startRedis } from './redis.ts'

const redis = await startRedis()

afterAll(() => redis.stop())

async function ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url, { retryStrategy: () => null })
  client.on('error', () => undefined)
  try {
    return await question(client)
  } finally {
    client.disconnect()
  }
}

test('it is set up as in operation: append-only, no eviction', async () => {
  expect(await ask((client) => client.config('GET', 'appendonly'))).toEqual(['appendonly', 'yes'])
  expect(await ask((client) => client.config('GET', 'maxmemory-policy'))).toEqual([
    'maxmemory-policy',
    'noeviction',
  ])
})

test('an ordered restart keeps the data, a flush loses them', async () => {
  await ask((client) => client.set('turno', 'G-104'))
  await redis.restart()
  expect(await ask((client) => client.get('turno'))).toBe('G-104')
  await redis.flush()
  expect(await ask((client) => client.get('turno'))).toBeNull()
})

test('a killed Redis answers nobody until it is restarted', async () => {
  await redis.kill()
  await expect(ask((client) => client.ping())).rejects.toThrow()
  await redis.restart()
  expect(await ask((client) => client.ping())).toBe('PONG')
})

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { answersPing, endRedis, launchRedis } from '../../jobs/redisProcess.ts'
import { startPrivateRedis } from '../../jobs/redisServer.ts'
import { runningProcess } from '../../jobs/runningProcess.ts'
import { redisProgram } from '../support/redis.ts'

const executable = redisProgram()
let folder: string
const toStop: (() => Promise<void>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnero-data-'))
})

afterEach(async () => {
  for (const stop of toStop.splice(0)) await stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start(where = folder) {
  const redis = await startPrivateRedis({ folder: where, executable })
  toStop.push(redis.stop)
  return redis
}

function ask<T>(path: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(path)
  return question(client).finally(() => client.disconnect())
}

const redisPid = () => Number(JSON.parse(readFileSync(ownerFile(), 'utf8')).redis.pid)
const ownerFile = () => join(folder, 'redis', 'owner.json')

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 300) throw new Error('It did not come about within 15 seconds.')
    await pause(50)
  }
}

test('it answers when it is said to be there, and no longer once stopped', async () => {
  const redis = await start()
  expect(await answersPing(redis.path)).toBe(true)
  await redis.stop()
  expect(await answersPing(redis.path)).toBe(false)
})

test('data outlive a stop and a start', async () => {
  const first = await start()
  await ask(first.path, (client) => client.set('wake-up', '1'))
  await first.stop()
  const second = await start()
  expect(await ask(second.path, (client) => client.get('wake-up'))).toBe('1')
})

test('one that dies is there again, under the same path', async () => {
  const redis = await start()
  const dead = redisPid()
  process.kill(dead, 'SIGKILL')
  await until(async () => redisPid() !== dead && (await answersPing(redis.path)))
  expect(redisPid()).not.toBe(dead)
})

test('a folder in use is refused while its application lives', async () => {
  await start()
  await expect(start()).rejects.toThrow(/^Another Turnero \(process \d+\) is running on /)
})

test('one left over by a killed application is ended, not doubled', async () => {
  const first = await start()
  await first.stop()
  const place = { executable, folder: join(folder, 'redis'), socket: first.path, log: '/dev/null' }
  const leftOver = await launchRedis(place)
  if (!leftOver.ok || leftOver.process.pid === undefined)
    throw new Error('No left-over to test with.')
  toStop.push(() => endRedis(leftOver.process))
  const ended = new Promise((resolve) => leftOver.process.once('exit', resolve))
  const application = { pid: process.pid, started: 'by an earlier process of this number' }
  const redis = runningProcess(leftOver.process.pid)
  writeFileSync(ownerFile(), JSON.stringify({ application, redis }))

  const second = await start()
  await ended
  expect(await answersPing(second.path)).toBe(true)
  expect(redisPid()).not.toBe(leftOver.process.pid)
})

test('an owner file that names a stranger harms nobody', async () => {
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const first = await start()
  await first.stop()
  const redis = { pid: stranger.pid, started: 'before this one' }
  writeFileSync(ownerFile(), JSON.stringify({ application: redis, redis }))
  await start()
  expect(stranger.exitCode).toBeNull()
  expect(stranger.signalCode).toBeNull()
  stranger.kill('SIGKILL')
})

test('a folder too deep for a socket gets one elsewhere, entered by us only', async () => {
  const deep = join(folder, 'a-name-of-twenty-two-'.repeat(5))
  const redis = await start(deep)
  expect(Buffer.byteLength(redis.path)).toBeLessThan(104)
  expect(redis.path.startsWith(deep)).toBe(false)
  expect(statSync(dirname(redis.path)).mode & 0o077).toBe(0)
  expect(await answersPing(redis.path)).toBe(true)
  toStop.push(async () => rmSync(dirname(redis.path), { recursive: true }))
})

test('a program that is no Redis is one sentence', async () => {
  await expect(startPrivateRedis({ folder, executable: '/bin/false' })).rejects.toThrow(
    /^\/bin\/false did not start \(ended\): see .+redis\.log\.$/,
  )
  await expect(startPrivateRedis({ folder, executable: '/no/redis' })).rejects.toThrow(
    /^\/no\/redis did not start \(not-started\)/,
  )
})

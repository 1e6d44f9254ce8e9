import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { resumeWork } from '../../jobs/resume.ts'
import { later } from '../../src/clock.ts'
import { codeMessage, type Ground, ground, morning } from '../messages/ground.ts'
import { freshPostgres } from '../support/postgres.ts'
import { jobServices } from './ground.ts'

let g: Ground
beforeEach(async () => {
  g = await ground({ smtpUrl: 'smtp://127.0.0.1:9' })
})
afterEach(() => g.close())

const lease = (here: Ground, id: string) =>
  here.database.transaction((tx) =>
    here.store.lease(tx, id, {
      lease: 'of-one-who-died',
      now: here.clock.now(),
      until: later(here.clock.now(), { seconds: 60 }),
    }),
  )

/** A process of its own that does the jobs on the same file, until it is killed. */
async function otherWorker(file: string) {
  const child = fork(resolve('test/jobs/otherWorker.mjs'), [file])
  await once(child, 'message')
  return {
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

test('a process that is alone takes up what one that died was sending', async () => {
  await g.write(codeMessage())
  await g.write(codeMessage({ id: 'code-2' }))
  await lease(g, 'code-1')
  await resumeWork(jobServices(g), g.log)
  expect(await g.row('code-1')).toMatchObject({ lease: null, leasedUntil: null, status: 'queued' })
  const due = await g.store.due(g.database.read, morning, morning, 10)
  // The try counts, so its wake-up is another than the one that was lost.
  expect(due).toEqual([
    expect.objectContaining({ id: 'code-1', attempts: 1 }),
    expect.objectContaining({ id: 'code-2', attempts: 0 }),
  ])
})

test('the lease of a process that lives is respected, killed or not yet', async () => {
  await g.write(codeMessage())
  const other = await otherWorker(g.file)
  await lease(g, 'code-1')
  await resumeWork(jobServices(g), g.log)
  expect(await g.row('code-1')).toMatchObject({ lease: 'of-one-who-died' })
  // We joined, so a third one is not alone even when the first is gone.
  await other.kill()
  const third = await ground({ smtpUrl: 'smtp://127.0.0.1:9', databaseUrl: g.file })
  await resumeWork(jobServices(third), third.log)
  expect(await g.row('code-1')).toMatchObject({ lease: 'of-one-who-died' })
  await third.close()
})

test('the kernel frees the lock of a process that was killed', async () => {
  await g.write(codeMessage())
  const other = await otherWorker(g.file)
  await lease(g, 'code-1')
  await other.kill()
  await resumeWork(jobServices(g), g.log)
  expect(await g.row('code-1')).toMatchObject({ lease: null })
})

test('on PostgreSQL nobody is sure to be alone', async () => {
  const postgres = await freshPostgres()
  const there = await ground({ smtpUrl: 'smtp://127.0.0.1:9', databaseUrl: postgres.url })
  await there.write(codeMessage())
  await lease(there, 'code-1')
  await resumeWork(jobServices(there), there.log)
  expect(await there.row('code-1')).toMatchObject({ lease: 'of-one-who-died' })
  await there.close()
  await postgres.drop()
})

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'

let database: Database

beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'turnero-guard-')), 'one.sqlite')
  database = await openDatabase(file, 'db/migrations')
})

afterAll(() => database.close())

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

const runs = () => database.read.select().from(database.tables.runs)

const add = (name: string) => ({ name, dueAt: '2026-11-24T14:00:00.000Z' })

test('the outer handle throws inside a transaction, and so does a transaction in another', async () => {
  const read = database.transaction(() => runs())
  await expect(read).rejects.toHaveProperty('cause.message', expect.stringContaining('inside a'))
  await expect(
    database.transaction(() => database.transaction(() => Promise.resolve())),
  ).rejects.toThrow('inside a transaction')
  expect(await runs()).toEqual([])
})

test("a transaction's handle throws once it is over", async () => {
  const kept = await database.transaction(async (tx) => [tx])
  const late = kept[0]?.select().from(database.tables.runs)
  await expect(late).rejects.toHaveProperty('cause.message', expect.stringContaining('not open'))
})

test('a transaction that awaits anything but the database fails and leaves nothing, and nobody else does', async () => {
  const strayed = database.transaction(async (tx) => {
    await tx.insert(database.tables.runs).values(add('strayed'))
    await nextTurn()
    await nextTurn()
  })
  const beside = database.transaction((tx) =>
    tx.insert(database.tables.runs).values(add('beside')).returning(),
  )
  await nextTurn()
  await nextTurn()
  expect(await runs()).toEqual([])
  await expect(strayed).rejects.toThrow('other than the database')
  await expect(beside).resolves.toHaveLength(1)
  expect((await runs()).map(({ name }) => name)).toEqual(['beside'])
})

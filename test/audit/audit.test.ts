import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { and, eq } from 'drizzle-orm'
import { verifyAudit } from '../../src/audit/verify.ts'
import { dialects } from '../contract/dialects.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const guayaquil = 'guayaquil-centro'
const chain = `agency:${guayaquil}`

describe.each(dialects)('the record of what was done, on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  function record(n: number, agencyId: string | null = guayaquil) {
    const { audit, database } = test_.services
    return database.transaction((tx) =>
      audit.record(tx, {
        actor: 'staff:1',
        action: 'called',
        subject: `arrival:${n}`,
        agencyId,
        detail: { window: n, by: ['b', 'a'], again: false, aside: null },
      }),
    )
  }
  const verify = () => {
    const { database, hash, stores } = test_.services
    return verifyAudit({ database, store: stores.audit, hash })
  }
  const tables = () => test_.services.database.tables.audit
  const row = (number: number) => and(eq(tables().chain, chain), eq(tables().number, number))
  async function some(howMany: number) {
    for (let n = 1; n <= howMany; n += 1) await record(n)
  }

  test('is numbered without gaps, in each chain, however many write at once', async () => {
    const failing = (n: number) =>
      test_.services.database
        .transaction(async (tx) => {
          const entry = { actor: 'staff:1', action: 'called', subject: `arrival:${n}` }
          await test_.services.audit.record(tx, { ...entry, agencyId: guayaquil })
          throw new Error('undone')
        })
        .catch(() => undefined)
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        n % 3 === 0 ? failing(n) : record(n, n % 3 === 1 ? guayaquil : null),
      ),
    )
    const { read } = test_.services.database
    const rows = await read.select().from(tables())
    const numbers = (name: string) =>
      rows
        .filter((one) => one.chain === name && one.number > 0)
        .map(({ number }) => number)
        .sort((a, b) => a - b)
    const oneToTen = Array.from({ length: 10 }, (_, n) => n + 1)
    expect(numbers(chain)).toEqual(oneToTen)
    expect(numbers('institution')).toEqual(oneToTen)
    expect(await verify()).toMatchObject({ ok: true, chains: [{ rows: 10 }, { rows: 10 }] })
  })

  test('is whole when there is nothing in it', async () => {
    expect(await verify()).toEqual({ ok: true, chains: [] })
  })

  test('whoever changes a row is found out, at that row', async () => {
    const changes = [
      { actor: 'staff:2' },
      { action: 'parked' },
      { subject: 'arrival:9' },
      { at: '2026-11-24T14:00:01.000Z' },
      { agencyId: 'puerto-ayora' },
      { detail: { window: 3, by: ['a', 'b'], again: false, aside: null } },
      { seal: 'x' },
    ]
    await some(5)
    const { database } = test_.services
    for (const change of changes) {
      const [before] = await database.read.select().from(tables()).where(row(3))
      if (!before) throw new Error('No row')
      await database.transaction(async (tx) => {
        await tx.update(tables()).set(change).where(row(3))
      })
      expect([change, await verify()]).toEqual([
        change,
        { ok: false, chain, number: 3, why: 'altered' },
      ])
      await database.transaction(async (tx) => {
        await tx.update(tables()).set(before).where(row(3))
      })
    }
    expect(await verify()).toMatchObject({ ok: true })
  })

  test.each([1, 3, 5])('whoever takes row %i of five away is found out', async (number) => {
    await some(5)
    await test_.services.database.transaction(async (tx) => {
      await tx.delete(tables()).where(row(number))
    })
    expect(await verify()).toEqual({ ok: false, chain, number, why: 'missing' })
  })

  test('whoever also shortens the head is found out', async () => {
    await some(3)
    const { database } = test_.services
    const [second] = await database.read.select().from(tables()).where(row(2))
    await database.transaction(async (tx) => {
      await tx.delete(tables()).where(row(3))
      await tx
        .update(tables())
        .set({ detail: { last: 2, seal: second?.seal } })
        .where(row(0))
    })
    expect(await verify()).toEqual({ ok: false, chain, number: 0, why: 'head' })
  })

  test('whoever takes the head away is found out, and so is who puts an old one back', async () => {
    await some(2)
    const { database } = test_.services
    const [old] = await database.read.select().from(tables()).where(row(0))
    await record(3)
    await database.transaction(async (tx) => {
      await tx
        .update(tables())
        .set({ detail: old?.detail ?? {}, seal: old?.seal ?? '' })
        .where(row(0))
    })
    expect(await verify()).toEqual({ ok: false, chain, number: 0, why: 'head' })
    await database.transaction(async (tx) => {
      await tx.delete(tables()).where(row(0))
    })
    expect(await verify()).toEqual({ ok: false, chain, number: 0, why: 'head' })
  })

  test('longer than a page is checked to its end', async () => {
    await test_.services.database.transaction(async (tx) => {
      for (let n = 1; n <= 1001; n += 1) {
        const entry = { actor: 'staff:1', action: 'called', subject: `arrival:${n}` }
        await test_.services.audit.record(tx, { ...entry, agencyId: guayaquil })
      }
    })
    expect(await verify()).toMatchObject({ ok: true, chains: [{ chain, rows: 1001 }] })
    await test_.services.database.transaction(async (tx) => {
      await tx.update(tables()).set({ actor: 'x' }).where(row(1001))
    })
    expect(await verify()).toMatchObject({ ok: false, number: 1001 })
  })
})

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { and, eq, like } from 'drizzle-orm'
import type { FigureRow } from '../../db/figureStore.ts'
import { placeOf } from '../../db/place.ts'
import { openSide } from '../../db/transfer.ts'
import { recount } from '../../src/cli/figures/compare.ts'
import { all, type Figures } from '../../src/figures/figures.ts'
import { centre, clerkAt } from '../attendance/ground.ts'
import { walkedIn } from '../attendance/pages/room.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { fillWithTurnos } from '../support/manyTurnos.ts'
import { lukasz, maria, nguyen, somebody, turnoOf } from '../support/people.ts'
import { ayora, certificate, guayaquil, update } from '../support/story.ts'
import { dialects } from './dialects.ts'

const tuesday = '2026-11-24'

describe.each(dialects)('the figures of days that are over, on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  const close = () => test_.services.jobs.figures.closeDays()
  const rows = () => {
    const { read, tables } = test_.services.database
    return read.select().from(tables.figures)
  }
  const plain = (found: FigureRow[]) =>
    found
      .map(({ agencyId, procedureId, span, from, ...figures }) => ({
        key: `${agencyId} ${procedureId} ${span} ${from}`,
        figures,
      }))
      .sort((one, other) => (one.key < other.key ? -1 : 1))
  async function figuresOf(agencyId: string, procedureId: string, span: string, from: string) {
    const found = (await rows()).find(
      (row) =>
        row.agencyId === agencyId &&
        row.procedureId === procedureId &&
        row.span === span &&
        row.from === from,
    )
    return found ?? null
  }

  /** Tuesday at the centre: one is served, one never comes, one cancels; a walk-in lacks a paper. */
  async function aDay(): Promise<{ visitId: string; staffId: string }> {
    const { services, clock } = test_
    const { attendance, database, stores, turnos } = services
    await database.transaction((tx) => stores.windows.number(tx, centre, 1))
    const came = await turnoOf(services, maria, '2026-11-24T16:00:00.000Z')
    await turnoOf(services, lukasz, '2026-11-24T16:20:00.000Z')
    const cancelled = await turnoOf(services, nguyen, '2026-11-24T17:00:00.000Z')
    expect(await turnos.move(cancelled, '2026-11-24T18:00:00.000Z')).toEqual({ ok: true })
    expect(await turnos.cancel(cancelled, 'applicant')).toEqual({ ok: true })

    clock.set('2026-11-24T15:55:00.000Z')
    const clerk = await clerkAt(services, `${centre}-1`)
    await attendance.arrive(centre, { by: 'turno', turnoId: came }, { actor: 'kiosk' })
    clock.set('2026-11-24T16:02:30.000Z')
    const served = await serve(clerk, { kind: 'affiliated' })
    await walkedIn(test_, centre, 'walk-in')
    clock.set('2026-11-24T16:32:30.000Z')
    await serve(clerk, { kind: 'papers-missing', missing: ['visa'] })
    return { visitId: served, staffId: clerk.staffId }
  }

  async function serve(
    clerk: Awaited<ReturnType<typeof clerkAt>>,
    given: { kind: 'affiliated' } | { kind: 'papers-missing'; missing: string[] },
  ): Promise<string> {
    const { attendance } = test_.services
    const called = await attendance.calls.next(clerk)
    if (!called.ok) throw new Error(called.reason)
    const visit = await attendance.visits.start(clerk, called.call.id)
    if (!visit.ok) throw new Error(visit.reason)
    const recorded = await attendance.outcomes.record(clerk, visit.visitId, given)
    if (!recorded.ok) throw new Error(recorded.reason)
    return visit.visitId
  }

  const expectedDay: Figures = {
    // Nine hours of twenty minutes at three windows.
    offered: 27 * 3,
    booked: 3,
    cancelled: 1,
    moved: 1,
    noShow: 1,
    served: 1,
    walkIns: 1,
    unmet: 0,
    outcomes: { affiliated: 1, 'papers-missing': 1 },
    missing: { visa: 1 },
    waits: { '7': 1, '30': 1 },
    leads: {},
  }

  test('are counted once, when nobody of the day is open any more', async () => {
    await aDay()
    test_.clock.set('2026-11-25T05:00:00.000Z')
    await close()
    // One is still expected: the day is not over.
    expect(await figuresOf(centre, certificate, 'day', tuesday)).toBeNull()
    await test_.services.attendance.endPastDays()
    expect(await close()).toBe(1)
    expect(await close()).toBe(0)
    expect(await figuresOf(centre, certificate, 'day', tuesday)).toMatchObject(expectedDay)
    for (const [span, from] of [
      ['week', '2026-11-23'],
      ['month', '2026-11-01'],
    ] as const) {
      expect(await figuresOf(centre, certificate, span, from)).toMatchObject(expectedDay)
      // The other agencies were open too.
      const { offered, ...others } = expectedDay
      const everywhere = await figuresOf(all, certificate, span, from)
      expect(everywhere).toMatchObject(others)
      expect(everywhere?.offered).toBeGreaterThan(offered)
    }
    // Both procedures offer the same windows: all together they offer them once.
    const other = await figuresOf(centre, update, 'day', tuesday)
    const together = await figuresOf(centre, all, 'day', tuesday)
    const offered = Math.max(expectedDay.offered, other?.offered ?? 0)
    expect(together).toMatchObject({ ...expectedDay, offered })
    expect(await figuresOf(all, all, 'ever', '0000-00-00')).toMatchObject({ booked: 3 })
  })

  test('begin and end at midnight of each agency', async () => {
    await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z', ayora)
    test_.clock.set('2026-11-25T05:59:59.000Z')
    await test_.services.attendance.endPastDays()
    await close()
    expect(await figuresOf('puerto-ayora', all, 'day', tuesday)).toBeNull()
    test_.clock.set('2026-11-25T06:00:00.000Z')
    await test_.services.attendance.endPastDays()
    await close()
    expect(await figuresOf('puerto-ayora', all, 'day', tuesday)).toMatchObject({ noShow: 1 })
  })

  test('follow a correction that comes days later, in every sum', async () => {
    const { visitId, staffId } = await aDay()
    test_.clock.set('2026-11-25T05:00:00.000Z')
    await test_.services.attendance.endPastDays()
    await close()
    test_.clock.set('2026-12-02T15:00:00.000Z')
    await close()
    const corrected = await test_.services.attendance.outcomes.correct(
      { agencyId: centre, staffId },
      visitId,
      { kind: 'withdrew' },
      { corrects: 1, reason: 'clerk-error' },
    )
    expect(corrected).toMatchObject({ ok: true })
    expect(await close()).toBe(1)
    const outcomes = { withdrew: 1, 'papers-missing': 1 }
    for (const [agencyId, span, from] of [
      [centre, 'day', tuesday],
      [centre, 'month', '2026-11-01'],
      [all, 'week', '2026-11-23'],
    ] as const) {
      const found = await figuresOf(agencyId, certificate, span, from)
      expect(found?.outcomes).toEqual(outcomes)
    }
    expect(await close()).toBe(0)
  })

  test('keep what was offered, whatever is set later, and are the same when counted anew', async () => {
    await aDay()
    test_.clock.set('2026-11-28T15:00:00.000Z')
    await test_.services.attendance.endPastDays()
    await close()
    const before = plain(await rows())
    const { database, stores } = test_.services
    await database.transaction(async (tx) => {
      await stores.agencies.setSeats(tx, `${centre}-ventanillas`, 1)
      await tx.update(database.tables.pools).set({ seats: 1 })
      await stores.figures.forget(tx)
    })
    expect(await rows()).toEqual([])
    await close()
    expect(plain(await rows())).toEqual(before)
  })

  test('tell how far away the first free slot was at noon, and who found nothing', async () => {
    const { catalogue, unmet } = test_.services
    const agenda = await catalogue.agenda(guayaquil)
    if (!agenda) throw new Error('No agenda')
    const sample = () => test_.services.jobs.figures.sampleLeads()
    expect(await sample()).toBe(0)
    test_.clock.set('2026-11-24T17:00:00.000Z')
    expect(await sample()).toBeGreaterThan(0)
    expect(await sample()).toBe(0)
    unmet.note('draft-1', agenda)
    unmet.note('draft-1', agenda)
    await unmet.flush()
    unmet.note('draft-1', agenda)
    unmet.note('draft-2', agenda)
    await unmet.flush()
    await unmet.flush()
    test_.clock.set('2026-11-25T15:00:00.000Z')
    await close()
    const found = await figuresOf(centre, certificate, 'day', tuesday)
    expect(found).toMatchObject({ unmet: 2, booked: 0 })
    expect(Object.values(found?.leads ?? {})).toEqual([1])
  })

  test('are recounted from the rows, and whoever changes a figure or a row by hand is found out', async () => {
    const { attendance, database, keyring, stores } = test_.services
    const { figures, turnos } = database.tables
    await aDay()
    await fillWithTurnos({ database, stores, keyring, count: 200, lastDay: '2026-11-20' })
    test_.clock.set('2026-11-28T15:00:00.000Z')
    await attendance.endPastDays()
    await database.transaction(async (tx) => {
      await tx.update(turnos).set({ status: 'served' }).where(like(turnos.reference, '%2'))
      await tx.update(turnos).set({ status: 'cancelled' }).where(like(turnos.reference, '%3'))
    })
    await close()
    const counted = await recounted()
    expect(counted).toMatchObject({ waiting: 0, differences: [] })
    expect(counted.days).toBeGreaterThan(10)

    // A fact that changes is told to the figures; until they are counted anew the day waits.
    const [one] = await database.read
      .select()
      .from(turnos)
      .where(eq(turnos.status, 'no-show'))
      .limit(1)
    if (!one) throw new Error('Nobody missed a turno')
    const day = { agencyId: one.agencyId, from: one.day }
    await database.transaction(async (tx) => {
      await tx.update(turnos).set({ status: 'cancelled' }).where(eq(turnos.id, one.id))
    })
    expect((await recounted()).differences).toContainEqual({
      agency: day.agencyId,
      procedure: one.procedureId,
      span: 'day',
      from: day.from,
      figures: ['cancelled', 'noShow'],
    })
    await database.transaction((tx) => stores.figures.markStale(tx, day.agencyId, day.from))
    expect(await recounted()).toMatchObject({ waiting: 1, differences: [] })
    await close()
    expect(await recounted()).toMatchObject({ waiting: 0, differences: [] })

    for (const span of ['day', 'week', 'month', 'ever'] as const) {
      const [row] = await database.read
        .select()
        .from(figures)
        .where(eq(figures.span, span))
        .limit(1)
      if (!row) throw new Error('No figures')
      const changed = and(
        eq(figures.agencyId, row.agencyId),
        eq(figures.procedureId, row.procedureId),
        eq(figures.span, span),
        eq(figures.from, row.from),
      )
      const set = (values: Partial<FigureRow>) =>
        database.transaction(async (tx) => {
          await tx.update(figures).set(values).where(changed)
        })
      await set({ waits: { ...row.waits, '99': 1 } })
      const { differences } = await recounted()
      expect(differences).toContainEqual({
        agency: row.agencyId,
        procedure: row.procedureId,
        span,
        from: row.from,
        figures: ['waits'],
      })
      await set({ waits: row.waits })
    }
    expect(await recounted()).toMatchObject({ differences: [] })
  }, 60_000)

  async function recounted() {
    const side = await openSide(placeOf(test_.services.config.databaseUrl), false)
    const found = await recount(side)
    await side.close()
    return found
  }

  test('are counted by one of two who count at once', async () => {
    for (let n = 1; n <= 3; n += 1) {
      await turnoOf(test_.services, somebody(n), `2026-11-24T1${n + 5}:00:00.000Z`)
    }
    test_.clock.set('2026-11-25T15:00:00.000Z')
    await test_.services.attendance.endPastDays()
    await Promise.all([close(), close(), close()])
    expect(await figuresOf(all, certificate, 'month', '2026-11-01')).toMatchObject({ booked: 3 })
    const { read, tables } = test_.services.database
    const days = await read
      .select()
      .from(tables.closedDays)
      .where(eq(tables.closedDays.agencyId, centre))
    expect(days).toHaveLength(1)
  })
})

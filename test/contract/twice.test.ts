import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { allThere, centre, staffMember } from '../attendance/ground.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { maria, turnoOf } from '../support/people.ts'
import { dialects } from './dialects.ts'

describe.each(dialects)('every step at the agency sent three times at once, on %s', (dialect) => {
  let test_: TestApp
  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
  })
  afterEach(() => test_.stop())

  /** Sends a step three times at once, a second after the last one; all must be taken well. */
  async function thrice<T extends { ok: boolean }>(step: () => Promise<T>): Promise<T[]> {
    test_.clock.advance({ seconds: 1 })
    const answers = await Promise.all([step(), step(), step()])
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true])
    return answers
  }

  test('is done once', async () => {
    const { attendance, database, stores } = test_.services
    const { calls, standing, windows, visits, outcomes } = attendance
    const turnoId = await turnoOf(test_.services, maria, '2026-11-24T16:00:00.000Z')
    test_.clock.set('2026-11-24T15:59:00.000Z')
    const staff = [await staffMember(test_.services), await staffMember(test_.services)] as const
    const clerk = { staffId: staff[0], windowId: `${centre}-1` }
    const other = { staffId: staff[1], windowId: `${centre}-2` }
    const reception = `staff:${staff[0]}` as const

    await thrice(() => windows.open(clerk))
    await thrice(() => windows.open(other))
    const key = { by: 'turno' as const, turnoId }
    const [ticket] = await thrice(() => attendance.arrive(centre, key, { actor: 'kiosk' }))
    const id = ticket?.ok ? ticket.arrival.id : ''
    await thrice(() => standing.setPriority(centre, id, 'older', reception))
    const callIds = async () => (await calls.current(clerk.windowId))?.id ?? ''

    await thrice(() => calls.next(clerk))
    await thrice(() => calls.undo(clerk))
    await thrice(() => calls.next(clerk))
    test_.clock.advance({ seconds: 30 })
    const first = await callIds()
    await thrice(() => calls.recall(clerk, first, 1))
    await thrice(() => calls.park(clerk, first, 'copies'))
    await thrice(() => standing.putBack(centre, id, reception))
    await thrice(() => calls.chosen(clerk, id, 'helper'))
    const second = await callIds()
    const target = { windowId: clerk.windowId, procedureId: null }
    await thrice(() => calls.transfer(clerk, second, target, 'language'))
    await thrice(() => calls.next(clerk))
    const third = await callIds()
    test_.clock.set('2026-11-24T16:15:00.000Z')
    await thrice(() => calls.noShow(clerk, third))
    await thrice(() => standing.comeBack(centre, id, reception))
    await thrice(() => calls.next(clerk))
    const fourth = await callIds()
    const [started] = await thrice(() => visits.start(clerk, fourth))
    const visitId = started?.ok ? started.visitId : ''
    await thrice(() => visits.save(clerk, visitId, allThere))
    await thrice(() => outcomes.record(clerk, visitId, { kind: 'issued' }))
    const why = { reason: 'clerk-error' as const, corrects: 1 }
    const supervisor = { agencyId: centre, staffId: staff[1] }
    await thrice(() => outcomes.correct(supervisor, visitId, { kind: 'withdrew' }, why))
    await thrice(() => windows.close(clerk))

    const events = await stores.arrivals.events(database.read, id)
    expect(events.map(({ kind }) => kind)).toEqual([
      'arrived',
      'priority',
      'called',
      'undone',
      'called',
      'recalled',
      'parked',
      'put-back',
      'called',
      'transferred',
      'called',
      'no-show',
      'returned',
      'called',
      'visit-started',
      'served',
    ])
    expect(events.map(({ number }) => number)).toEqual(events.map((_, n) => n + 1))
    const certificates = await database.read.select().from(database.tables.certificates)
    expect(certificates).toMatchObject([{ number: 1, annulledAt: expect.any(String) }])
    const turnoEvents = await database.read.select().from(database.tables.turnoEvents)
    expect(turnoEvents.map(({ kind }) => kind).sort()).toEqual(
      ['confirmed', 'arrived', 'no-show', 'arrived', 'served'].sort(),
    )
  }, 60_000)
})

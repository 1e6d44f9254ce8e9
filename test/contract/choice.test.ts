import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Choice, chooseHour } from '../../src/booking/chooseHour.ts'
import { turnstile } from '../../src/booking/turnstile.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  askForCode,
  atTheHours,
  lukasz,
  maria,
  nguyen,
  type Person,
  somebody,
} from '../support/people.ts'
import { ayora } from '../support/story.ts'
import { dialects } from './dialects.ts'

/** Wednesday 25 November, 08:20 in Puerto Ayora, which has one window. */
const slot = '2026-11-25T14:20:00.000Z'
const nextSlot = '2026-11-25T14:40:00.000Z'

describe.each(dialects)('choosing an hour on a page, on %s', (dialect) => {
  let test_: TestApp
  let choose: (draft: string, start: string) => Promise<Choice>
  /** How many asked for the seat in a transaction. */
  let holds = 0

  beforeEach(async () => {
    test_ = await startTestApp({ dialect })
    holds = 0
    const { booking } = test_.services
    const counted = chooseHour({
      ...test_.services,
      booking: {
        ...booking,
        hold: (...asked) => {
          holds += 1
          return booking.hold(...asked)
        },
      },
    })
    choose = async (id, start) => counted(await draftOf(id), start)
  })
  afterEach(() => test_.stop())

  async function draftOf(id: string) {
    const { booking, database } = test_.services
    const draft = await database.transaction((tx) => booking.drafts.lockUnfinished(tx, id))
    if (!draft) throw new Error(`no draft ${id}`)
    return draft
  }
  const there = (person: Person) => atTheHours(test_.services, person, ayora)

  test('two hundred at once on one seat: one has it, and most are told before any transaction', async () => {
    const ids: string[] = []
    for (let n = 1; n <= 200; n += 1) ids.push(await there(somebody(n)))
    const choices = await Promise.all(ids.map((id) => choose(id, slot)))
    expect(choices.filter(({ ok }) => ok)).toHaveLength(1)
    const refused = choices.flatMap((choice) => (choice.ok ? [] : [choice.reason]))
    expect(new Set(refused)).toEqual(new Set(['seat-taken']))
    // Those who came together before the first commit could not know.
    expect(holds).toBeLessThanOrEqual(32)
  })

  test('an hour that is gone is refused with the draft as it is, and without a transaction', async () => {
    await choose(await there(maria), slot)
    const late = await there(lukasz)
    holds = 0
    expect(await choose(late, slot)).toMatchObject({
      ok: false,
      reason: 'seat-taken',
      draft: { id: late, slotStart: null, heldUntil: null },
    })
    expect(holds).toBe(0)
  })

  test('whoever holds the seat themselves may choose it again, and from another walk too', async () => {
    const id = await there(maria)
    expect(await choose(id, slot)).toMatchObject({ ok: true })
    expect(await choose(id, slot)).toMatchObject({ ok: true })
    const again = await there(maria)
    expect(await choose(again, slot)).toMatchObject({ ok: true })
    expect((await draftOf(id)).heldUntil).toBeNull()
  })

  test('a seat that was given up is free to the next who asks', async () => {
    const id = await there(maria)
    const other = await there(lukasz)
    await choose(id, slot)
    expect(await choose(other, slot)).toMatchObject({ ok: false })
    await choose(id, nextSlot)
    expect(await choose(other, slot)).toMatchObject({ ok: true })
  })

  test('a hold that lapses is free at that very instant', async () => {
    const other = await there(lukasz)
    await choose(await there(maria), slot)
    test_.clock.advance({ minutes: 9, seconds: 59 })
    expect(await choose(other, slot)).toMatchObject({ ok: false, reason: 'seat-taken' })
    test_.clock.advance({ seconds: 1 })
    expect(await choose(other, slot)).toMatchObject({ ok: true })
  })

  test('what no rule makes, what is past and what is not open yet keep their own reasons', async () => {
    const id = await there(nguyen)
    for (const [start, reason] of [
      ['2026-11-25T14:25:00.000Z', 'no-slot'],
      ['2026-11-01T14:20:00.000Z', 'past'],
      ['2027-11-24T14:20:00.000Z', 'not-released'],
    ] as const) {
      expect(await choose(id, start)).toMatchObject({ ok: false, reason, draft: { id } })
    }
  })

  test('a walk that is not so far is told that, not that the hour is gone', async () => {
    await choose(await there(maria), slot)
    const early = await askForCode(test_.services, lukasz)
    expect(await choose(early, slot)).toMatchObject({ ok: false, reason: 'not-ready' })
  })
})

describe('a turnstile', () => {
  test('lets so many through at once and the others in order, one for each that leaves', async () => {
    const through = turnstile(2)
    const entered: number[] = []
    const leave: (() => void)[] = []
    const visits = [1, 2, 3, 4].map((n) =>
      through(async () => {
        entered.push(n)
        await new Promise<void>((go) => leave.push(go))
        return n
      }),
    )
    await settled()
    expect(entered).toEqual([1, 2])
    leave.shift()?.()
    await settled()
    expect(entered).toEqual([1, 2, 3])
    for (const go of leave.splice(0)) go()
    await settled()
    for (const go of leave.splice(0)) go()
    expect(await Promise.all(visits)).toEqual([1, 2, 3, 4])
  })

  test('is passed on by whoever fails inside', async () => {
    const through = turnstile(1)
    const failing = through(() => Promise.reject(new Error('fell')))
    const next = through(async () => 'through')
    await expect(failing).rejects.toThrow('fell')
    expect(await next).toBe('through')
    expect(await through(async () => 'later')).toBe('later')
  })
})

/** Everything that could go on by itself has done so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

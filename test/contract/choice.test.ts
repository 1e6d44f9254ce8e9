import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Choice, chooseHour } from '../../src/booking/chooseHour.ts'
import { turnstile } from '../../src/booking/turnstile.ts'
import { createHours } from '../../src/seats/hours.ts'
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

  test('a hold that lapses is free at that very instant, however the look is shared', async () => {
    const hours = createHours({ ...test_.services, memoSeconds: 1 })
    const agenda = await test_.services.catalogue.agenda(ayora)
    const catalogue = { ...test_.services.catalogue, agenda: async () => agenda }
    const sharing = chooseHour({ ...test_.services, hours, catalogue })
    const [held, other] = [await there(maria), await draftOf(await there(lukasz))]
    await choose(held, slot)
    test_.clock.advance({ minutes: 9, seconds: 59.9 })
    expect(await sharing(other, slot)).toMatchObject({ reason: 'seat-taken' })
    test_.clock.advance({ seconds: 0.1 })
    expect(await sharing(other, slot)).toMatchObject({ ok: true })
  })

  test('whoever walked on in another tab meanwhile is not told that somebody took their hour', async () => {
    const id = await there(maria)
    const before = await draftOf(id)
    await choose(id, slot)
    expect(await test_.services.booking.confirm(id)).toMatchObject({ ok: true })
    const again = chooseHour(test_.services)
    expect(await again(before, slot)).toMatchObject({ ok: false, reason: 'over' })
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

  test('lets in whoever has no patience left, beyond the number, and keeps to it afterwards', async () => {
    const through = turnstile(1)
    const entered: string[] = []
    let leave = () => {}
    const inside = through(async () => {
      entered.push('first')
      await new Promise<void>((go) => {
        leave = go
      })
    })
    const patient = through(async () => entered.push('patient'))
    await through(async () => entered.push('reader'), 10)
    expect(entered).toEqual(['first', 'reader'])
    leave()
    await Promise.all([inside, patient])
    await through(async () => entered.push('later'))
    expect(entered).toEqual(['first', 'reader', 'patient', 'later'])
  })

  test('turns all away with an error that would be the same for everybody', async () => {
    const through = turnstile(1, { failsAll: (error) => String(error).includes('locked') })
    let fail = () => {}
    const inside = through(
      () =>
        new Promise((_, refuse) => {
          fail = () => refuse(new Error('locked'))
        }),
    )
    const waiting = [1, 2, 3].map(() => through(async () => 'in'))
    fail()
    await expect(inside).rejects.toThrow('locked')
    for (const one of waiting) await expect(one).rejects.toThrow('locked')
    expect(await through(async () => 'in')).toBe('in')
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

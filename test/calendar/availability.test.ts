import { describe, expect, test } from '@jest/globals'
import { type DayInput, dayAvailability } from '../../src/calendar/availability.ts'
import { addToLoad, emptyLoad } from '../../src/calendar/load.ts'
import type { DayPlan } from '../../src/calendar/openingHours.ts'
import { bookableWindow, type ReleaseRule } from '../../src/calendar/release.ts'
import { type Slot, slotsOfDay } from '../../src/calendar/slots.ts'
import { instantAt, startOfDay } from '../../src/calendar/zonedDay.ts'

const zone = 'America/Guayaquil'
const tuesday = '2026-11-24'
const dayStart = startOfDay(tuesday, zone)
const rolling: ReleaseRule = { kind: 'rolling', leadMinutes: 120, horizonDays: 30 }
const at = (time: string, date = tuesday) => instantAt(date, time, zone)
const span = (from: string, to: string): Slot => ({ start: at(from), end: at(to) })
const repairs = { es: 'Arreglos en el edificio', en: 'Repairs in the building' }

const office: DayPlan = {
  date: tuesday,
  intervals: [{ from: '08:00', to: '10:00' }],
  rule: 'weekly',
  reason: null,
}
const shut = (rule: DayPlan['rule']): DayPlan => ({
  ...office,
  intervals: [],
  rule,
  reason: repairs,
})

function day(changes: Partial<DayInput> & { now?: string } = {}): DayInput {
  const plan = changes.plan ?? office
  return {
    plan,
    slots: slotsOfDay(plan, 30, zone),
    zone,
    load: emptyLoad,
    dayStart,
    liveHolds: [],
    capacity: { defaultSeats: 2, bands: [] },
    window: bookableWindow(rolling, zone, changes.now ?? at('08:00', '2026-11-23')),
    ...changes,
  }
}

const loaded = (...spans: Slot[]) =>
  spans.reduce((load, { start, end }) => addToLoad(load, dayStart, start, end, 1), emptyLoad)
const freeHours = (input: DayInput) => dayAvailability(input).free.map(({ start }) => start)

describe('the availability of a day', () => {
  test('offers every slot of an empty day', () => {
    const answer = dayAvailability(day())
    expect(answer).toMatchObject({
      date: tuesday,
      cause: 'free',
      reason: null,
      opensAt: null,
      total: 4,
    })
    expect(answer.free).toEqual(day().slots)
  })

  test('counts turnos and live holds together against the seats', () => {
    const load = loaded(span('08:00', '08:30'), span('08:30', '09:00'), span('08:30', '09:00'))
    expect(freeHours(day({ load }))).toEqual([at('08:00'), at('09:00'), at('09:30')])
    const liveHolds = [span('08:00', '08:30')]
    expect(freeHours(day({ load, liveHolds }))).toEqual([at('09:00'), at('09:30')])
  })

  test('sees seats of another slot length that only overlap', () => {
    const long = span('08:20', '08:40')
    expect(freeHours(day({ load: loaded(long), liveHolds: [long] }))).toEqual([
      at('09:00'),
      at('09:30'),
    ])
  })

  test('ignores a hold of another day', () => {
    const capacity = { defaultSeats: 1, bands: [] }
    const yesterday = { start: at('23:50', '2026-11-23'), end: at('00:10') }
    const later = { start: at('08:00', '2026-11-26'), end: at('08:30', '2026-11-26') }
    expect(freeHours(day({ capacity, liveHolds: [yesterday, later] }))).toHaveLength(4)
  })

  test('follows the seats of each hour', () => {
    const bands = [
      { weekday: null, from: '08:00', to: '08:30', seats: 0 },
      { weekday: 2, from: '09:00', to: '09:30', seats: 1 },
    ]
    const load = loaded(span('08:30', '09:00'), span('09:00', '09:30'))
    expect(freeHours(day({ load, capacity: { defaultSeats: 2, bands } }))).toEqual([
      at('08:30'),
      at('09:30'),
    ])
  })

  test('offers a slot until exactly the lead time before it', () => {
    expect(freeHours(day({ now: '2026-11-24T11:00:00.000Z' }))).toContain(at('08:00'))
    expect(freeHours(day({ now: '2026-11-24T11:00:01.000Z' }))).not.toContain(at('08:00'))
  })

  const full = loaded(span('08:00', '10:00'), span('08:00', '10:00'))
  const weekly: ReleaseRule = {
    kind: 'weekly',
    leadMinutes: 120,
    weekday: 1,
    time: '08:00',
    weeksAhead: 2,
  }
  const unreleased = bookableWindow(weekly, zone, '2026-11-09T12:59:59.000Z')

  test.each([
    ['full', { load: full }],
    ['full', { load: full, now: at('07:10') }],
    ['too-soon', { now: at('08:10') }],
    ['past', { now: at('09:31') }],
    ['too-soon', { now: at('09:30') }],
    ['not-released', { window: unreleased }],
    ['not-released', { window: unreleased, load: full }],
    ['holiday', { plan: shut('holiday') }],
    ['holiday', { plan: shut('holiday'), window: unreleased }],
    ['closure', { plan: shut('closure') }],
    ['closure', { plan: shut('exception') }],
    ['no-hours', { plan: { ...shut('none'), reason: null } }],
    ['no-hours', { plan: { ...office, intervals: [{ from: '08:00', to: '08:20' }] } }],
    ['no-hours', { capacity: { defaultSeats: 0, bands: [] } }],
  ] satisfies [string, Partial<DayInput> & { now?: string }][])('says %s: %#', (cause, changes) => {
    const answer = dayAvailability(day(changes))
    expect(answer).toMatchObject({ cause, free: [] })
    expect(answer.opensAt).toBe(cause === 'not-released' ? '2026-11-09T13:00:00.000Z' : null)
    expect(answer.reason).toBe(day(changes).plan.reason)
  })

  test('offers the last day that is released', () => {
    const window = bookableWindow(rolling, zone, at('08:00', '2026-10-25'))
    expect(window.through).toBe(tuesday)
    expect(dayAvailability(day({ window })).cause).toBe('free')
  })

  test('opens at the instant of the release', () => {
    const window = bookableWindow(weekly, zone, '2026-11-09T13:00:00.000Z')
    expect(dayAvailability(day({ window })).cause).toBe('free')
  })
})

import { describe, expect, test } from '@jest/globals'
import { type CalendarRules, dayPlan } from '../../src/calendar/openingHours.ts'

const repairs = { es: 'Arreglos en el edificio', en: 'Repairs in the building' }
const training = { es: 'Capacitación', en: 'Staff training' }
const pichincha = { es: 'Batalla de Pichincha', en: 'Battle of Pichincha' }

const tuesday = '2026-11-24'
const wednesday = '2026-11-25'

function rules(changes: Partial<CalendarRules> = {}): CalendarRules {
  const weekly = [1, 2, 3, 4, 5].map((weekday) => ({
    weekday,
    from: '08:00',
    to: '17:00',
    validFrom: null,
    validTo: null,
  }))
  return {
    zone: 'America/Guayaquil',
    weekly,
    exceptions: [],
    restDays: [],
    closures: [],
    ...changes,
  }
}

const closure = (from: string, to: string) => ({ from, to, reason: repairs })
const wholeTuesday = closure('2026-11-24T05:00:00.000Z', '2026-11-25T05:00:00.000Z')
const holiday = { date: tuesday, name: pichincha }
const exception = { date: tuesday, intervals: [{ from: '09:00', to: '12:00' }], reason: training }
const office = [{ from: '08:00', to: '17:00' }]

describe('the plan of a day', () => {
  test('is the week where nothing else is said', () => {
    expect(dayPlan(rules(), tuesday)).toEqual({
      date: tuesday,
      intervals: office,
      rule: 'weekly',
      reason: null,
    })
    expect(dayPlan(rules(), '2026-11-28')).toMatchObject({
      intervals: [],
      rule: 'none',
      reason: null,
    })
  })

  test.each([
    ['a holiday beats the week', { restDays: [holiday] }, 'holiday', pichincha, []],
    [
      'an exception beats a holiday',
      { restDays: [holiday], exceptions: [exception] },
      'exception',
      training,
      exception.intervals,
    ],
    [
      'a closure beats an exception',
      { exceptions: [exception], closures: [wholeTuesday] },
      'closure',
      repairs,
      [],
    ],
    [
      'a closure beats a holiday',
      { restDays: [holiday], closures: [wholeTuesday] },
      'closure',
      repairs,
      [],
    ],
    [
      'an exception may close',
      { exceptions: [{ ...exception, intervals: [] }] },
      'exception',
      training,
      [],
    ],
    [
      'the last exception counts',
      { exceptions: [{ ...exception, intervals: [] }, exception] },
      'exception',
      training,
      exception.intervals,
    ],
  ])('keeps one precedence: %s', (_title, changes, rule, reason, intervals) => {
    expect(dayPlan(rules(changes), tuesday)).toEqual({ date: tuesday, intervals, rule, reason })
    expect(dayPlan(rules(changes), wednesday)).toMatchObject({ rule: 'weekly', intervals: office })
  })

  test.each([
    [
      'the middle',
      '2026-11-24T17:00:00.000Z',
      '2026-11-24T18:30:00.000Z',
      [
        ['08:00', '12:00'],
        ['13:30', '17:00'],
      ],
    ],
    ['the end', '2026-11-24T20:00:00.000Z', '2026-11-26T05:00:00.000Z', [['08:00', '15:00']]],
    ['the start', '2026-11-23T20:00:00.000Z', '2026-11-24T14:00:00.000Z', [['09:00', '17:00']]],
    [
      'part of a minute',
      '2026-11-24T17:00:30.000Z',
      '2026-11-24T17:01:30.000Z',
      [
        ['08:00', '12:00'],
        ['12:02', '17:00'],
      ],
    ],
  ])('loses %s of its hours to a closure, and says why', (_title, from, to, left) => {
    const intervals = left.map(([start, end]) => ({ from: start, to: end }))
    expect(dayPlan(rules({ closures: [closure(from, to)] }), tuesday)).toEqual({
      date: tuesday,
      intervals,
      rule: 'weekly',
      reason: repairs,
    })
  })

  test('is a closure when several take all its hours between them', () => {
    const closures = [
      closure('2026-11-24T13:00:00.000Z', '2026-11-24T17:00:00.000Z'),
      { ...closure('2026-11-24T16:00:00.000Z', '2026-11-24T22:00:00.000Z'), reason: training },
    ]
    expect(dayPlan(rules({ closures }), tuesday)).toEqual({
      date: tuesday,
      intervals: [],
      rule: 'closure',
      reason: repairs,
    })
  })

  test.each([
    ['before the hours', closure('2026-11-24T05:00:00.000Z', '2026-11-24T13:00:00.000Z')],
    ['after them', closure('2026-11-24T22:00:00.000Z', '2026-11-25T05:00:00.000Z')],
    ['on the day before', closure('2026-11-23T05:00:00.000Z', '2026-11-24T05:00:00.000Z')],
  ])('is untouched by a closure %s', (_title, one) => {
    expect(dayPlan(rules({ closures: [one] }), tuesday)).toMatchObject({
      intervals: office,
      rule: 'weekly',
      reason: null,
    })
  })

  test('stays a holiday under a closure of part of it', () => {
    const closures = [closure('2026-11-24T17:00:00.000Z', '2026-11-24T18:00:00.000Z')]
    expect(dayPlan(rules({ restDays: [holiday], closures }), tuesday)).toMatchObject({
      rule: 'holiday',
      reason: pichincha,
    })
  })

  test('counts weekly hours only while they are valid', () => {
    const weekly = [
      { weekday: 2, from: '08:00', to: '12:00', validFrom: null, validTo: '2026-11-24' },
      { weekday: 2, from: '13:00', to: '16:00', validFrom: '2026-11-24', validTo: null },
    ]
    const hours = (date: string) =>
      dayPlan(rules({ weekly }), date).intervals.map(({ from }) => from)
    expect(hours('2026-11-17')).toEqual(['08:00'])
    expect(hours('2026-11-24')).toEqual(['13:00'])
    expect(hours('2026-12-01')).toEqual(['13:00'])
  })

  test('puts the newest week that is valid in place of older ones, and an agenda’s own before both', () => {
    const row = (
      weekday: number,
      from: string,
      validFrom: string | null,
      validTo: string | null,
    ) => {
      return { weekday, from, to: '18:00', validFrom, validTo }
    }
    const weekly = [
      row(2, '08:00', null, null),
      row(3, '08:00', null, null),
      row(2, '10:00', '2026-11-20', '2026-11-30'),
    ]
    const own = { ...row(2, '12:00', '2026-11-24', '2026-11-24'), agendaId: 'own' }
    const hours = (date: string, more = weekly) =>
      dayPlan(rules({ weekly: more }), date).intervals.map(({ from }) => from)
    expect(hours('2026-11-17')).toEqual(['08:00'])
    expect(hours('2026-11-24')).toEqual(['10:00'])
    // The season leaves Wednesdays out.
    expect(hours('2026-11-25')).toEqual([])
    expect(hours('2026-12-02')).toEqual(['08:00'])
    expect(hours('2026-11-24', [...weekly, own])).toEqual(['12:00'])
    expect(hours('2026-12-01', [...weekly, own])).toEqual(['08:00'])
  })

  test('puts intervals in order, joins overlaps and drops empty ones', () => {
    const intervals = [
      { from: '13:00', to: '16:00' },
      { from: '10:00', to: '12:30' },
      { from: '16:00', to: '17:00' },
      { from: '08:00', to: '11:00' },
      { from: '18:00', to: '18:00' },
    ]
    const plan = dayPlan(rules({ exceptions: [{ ...exception, intervals }] }), tuesday)
    expect(plan.intervals).toEqual([
      { from: '08:00', to: '12:30' },
      { from: '13:00', to: '16:00' },
      { from: '16:00', to: '17:00' },
    ])
  })
})

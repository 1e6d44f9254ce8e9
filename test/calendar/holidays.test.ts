import { describe, expect, test } from '@jest/globals'
import { addDays } from '../../src/calendar/dates.ts'
import { nationalRestDays, observedDate } from '../../src/calendar/holidays.ts'
import {
  localDaysOfLaw,
  publishedLocalDays,
  publishedRestDays,
  restDaysOfLaw,
} from './publishedRestDays.ts'

describe('national rest days', () => {
  test.each(Object.entries(publishedRestDays))(
    'of %s are those that were published',
    (year, published) => {
      const days = nationalRestDays(Number(year)).map(({ name, observed }) => ({
        name: name.es,
        observed,
      }))
      expect(published.length).toBeGreaterThan(8)
      expect(days).toEqual(expect.arrayContaining(published))
    },
  )

  test.each(Object.entries(restDaysOfLaw))(
    'of %s are the law and nothing more',
    (year, expected) => {
      const days = nationalRestDays(Number(year)).map(({ date, observed }) => ({ date, observed }))
      expect(days).toEqual(expected)
    },
  )

  test('belong to the year in which people stay at home', () => {
    const last = nationalRestDays(2027).at(-1)
    expect(last).toMatchObject({ date: '2028-01-01', observed: '2027-12-31' })
    expect(last?.name).toEqual({ es: 'Año Nuevo', en: "New Year's Day" })
    expect(nationalRestDays(2027)).toHaveLength(12)
    expect(nationalRestDays(2028)).toHaveLength(10)
    expect(nationalRestDays(2023)[0]).toMatchObject({ date: '2023-01-01', observed: '2023-01-02' })
  })

  test.each([
    ['2021-12-25', '2021-12-24'],
    ['2022-12-25', '2022-12-26'],
    ['2024-12-25', '2024-12-25'],
    ['2025-12-25', '2025-12-25'],
    ['2030-01-01', '2030-01-01'],
  ])('take Christmas and New Year of %s on %s', (date, observed) => {
    const day = nationalRestDays(Number(observed.slice(0, 4))).find((one) => one.date === date)
    expect(day?.observed).toBe(observed)
  })

  test.each([
    [2000, '2000-04-21'],
    [2019, '2019-04-19'],
    [2038, '2038-04-23'],
    [2049, '2049-04-16'],
    [2076, '2076-04-17'],
  ])('find the Good Friday of %d', (year, date) => {
    expect(nationalRestDays(year).find(({ name }) => name.es === 'Viernes Santo')?.date).toBe(date)
  })
})

describe('a local holiday', () => {
  test.each([...publishedLocalDays, ...localDaysOfLaw])('of $date is taken on $observed', (day) => {
    expect(observedDate(day.date)).toBe(day.observed)
  })

  test.each([
    ['Monday', '2026-11-02', '2026-11-02', '2026-11-03'],
    ['Tuesday', '2027-11-02', '2027-11-02', '2027-11-01'],
    ['Wednesday', '2022-11-02', '2022-11-04', '2022-11-03'],
    ['Thursday', '2017-11-02', '2017-11-02', '2017-11-03'],
    ['Friday', '2018-11-02', '2018-11-02', '2018-11-01'],
    ['Saturday', '2024-11-02', '2024-11-01', '2024-11-04'],
    ['Sunday', '2025-11-02', '2025-11-04', '2025-11-03'],
  ])('moves with its neighbour when the pair starts on a %s', (_weekday, date, first, second) => {
    const next = addDays(date, 1)
    expect([observedDate(date, next), observedDate(next, date)]).toEqual([first, second])
  })

  test('ignores a neighbour that is not next to it', () => {
    expect(observedDate('2027-11-03', '2027-11-01')).toBe('2027-11-05')
  })
})

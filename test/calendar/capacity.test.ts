import { describe, expect, test } from '@jest/globals'
import { capacityAt } from '../../src/calendar/capacity.ts'
import { instantAt } from '../../src/calendar/zonedDay.ts'

const zone = 'America/Guayaquil'
const tuesday = '2026-11-24'
const bands = [
  { weekday: null, from: '08:00', to: '10:00', seats: 2 },
  { weekday: 2, from: '09:00', to: '10:00', seats: 4 },
  { weekday: 3, from: '08:00', to: '17:00', seats: 0 },
  { weekday: null, from: '16:00', to: '24:00', seats: 1 },
]

function between(from: string, to: string, date = tuesday): number {
  return capacityAt(3, bands, zone, instantAt(date, from, zone), instantAt(date, to, zone))
}

describe('capacity', () => {
  test.each([
    ['before any band', '07:00', '08:00', 3],
    ['within a band', '08:00', '08:20', 2],
    ['where a later band overrides', '09:00', '10:00', 4],
    ['across two bands', '08:50', '09:10', 2],
    ['into the hours of none', '09:50', '10:10', 3],
    ['across a whole band', '15:50', '16:10', 1],
    ['to the end of the day', '23:40', '24:00', 1],
  ])('%s is the smallest over the span', (_title, from, to, seats) => {
    expect(between(from, to)).toBe(seats)
  })

  test('follows the weekday', () => {
    expect(between('10:00', '10:20', '2026-11-25')).toBe(0)
    expect(between('10:00', '10:20', '2026-11-26')).toBe(3)
  })

  test('reads bands on the clock of the agency', () => {
    const start = instantAt(tuesday, '08:00', zone)
    const end = instantAt(tuesday, '08:20', zone)
    expect(capacityAt(3, bands, 'Pacific/Galapagos', start, end)).toBe(3)
  })

  test('looks at both days of a span over midnight', () => {
    const end = instantAt('2026-11-25', '08:05', zone)
    expect(capacityAt(3, bands, zone, instantAt(tuesday, '15:00', zone), end)).toBe(0)
    expect(
      capacityAt(
        3,
        bands,
        zone,
        instantAt(tuesday, '15:00', zone),
        instantAt('2026-11-25', '08:00', zone),
      ),
    ).toBe(1)
  })

  test('is the default where there are no bands or no time', () => {
    const start = instantAt(tuesday, '08:00', zone)
    expect(capacityAt(3, [], zone, start, instantAt(tuesday, '08:20', zone))).toBe(3)
    expect(capacityAt(3, bands, zone, start, start)).toBe(3)
  })
})

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type AppliedChange, applyChange } from '../../src/agencies/applyChange.ts'
import type { Change } from '../../src/agencies/change/change.ts'
import { capacityAt } from '../../src/calendar/capacity.ts'
import { addDays } from '../../src/calendar/dates.ts'
import { instantAt } from '../../src/calendar/zonedDay.ts'
import type { Instant } from '../../src/clock.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { atTheHours, somebody } from '../support/people.ts'
import { certificate, guayaquil, guayaquilUpdate, update } from '../support/story.ts'

/** How many stories are told; `CHANGE_RUNS=500` for a long evening. */
const runs = Number(process.env.CHANGE_RUNS ?? 8)

const centro = 'guayaquil-centro'
const reason = { es: 'Arreglos', en: 'Repairs' }

/** Where the story is told: the clock goes forward or back within the days that are booked. */
const places = [
  { zone: 'America/Guayaquil', today: '2026-11-24' },
  { zone: 'Pacific/Galapagos', today: '2026-11-24' },
  { zone: 'America/Santiago', today: '2027-04-02' },
  { zone: 'Europe/Madrid', today: '2027-03-26' },
  { zone: 'Australia/Lord_Howe', today: '2026-10-02' },
]

const minutes = fc.integer({ min: 0, max: 6 }).map((n) => n * 60)
const clock = (n: number) => `${String(n / 60).padStart(2, '0')}:00`
const interval = fc
  .tuple(minutes, minutes)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => ({ from: clock(Math.min(one, other)), to: clock(Math.max(one, other)) }))
/** Few days and hours, so that people meet; the clock is changed on one of the days. */
const day = fc.integer({ min: 1, max: 3 })
const hour = fc.integer({ min: 1, max: 3 })

/** What happens: somebody tries for an hour, or somebody else changes what there is. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('book' as const),
      day,
      hour,
      later: fc.nat({ max: 1 }),
      update: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('length' as const),
      cells: fc.integer({ min: 1, max: 12 }),
      kept: fc.nat({ max: 1 }),
      update: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('seats' as const),
      seats: fc.nat({ max: 3 }),
      band: fc.option(interval, { nil: null }),
      fewer: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('hours' as const),
      intervals: fc.array(interval, { maxLength: 3 }),
      day,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('closure' as const),
      day,
      hour,
      length: fc.integer({ min: 1, max: 3 }),
      n: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('holiday' as const), day, there: fc.boolean() }),
  },
)

type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never

describe('any changes under turnos that exist', () => {
  let test_: TestApp
  beforeAll(async () => {
    test_ = await startTestApp()
  })
  afterAll(() => test_.stop())

  async function begin({ zone, today }: (typeof places)[number]) {
    const { database, stores } = test_.services
    const { agencies, agendas, closures, dayExceptions, holidays, openingHours } = database.tables
    const { allowances, codes, drafts, messages, poolDays, seats, turnoEvents, turnos } =
      database.tables
    const all = [turnoEvents, seats, turnos, codes, drafts, allowances, messages, poolDays]
    test_.clock.set(instantAt(today, '00:00', zone))
    await database.transaction(async (tx) => {
      for (const table of [...all, closures, dayExceptions, holidays, openingHours]) {
        await tx.delete(table)
      }
      await tx.update(agencies).set({ zone })
      const release = { kind: 'rolling', leadMinutes: 0, horizonDays: 30 } as const
      await tx.update(agendas).set({ release, keptSeats: 0 })
      const to = [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
        return { weekday, from: '00:00', to: '24:00', validFrom: null, validTo: null }
      })
      await stores.changes.write(tx, { kind: 'hours', agencyId: centro, agendaId: null, to })
      await stores.changes.write(tx, pool(2, []))
    })
  }

  const pool = (seats: number, bands: Extract<Change, { kind: 'pool' }>['to']['bands']): Change => {
    return { kind: 'pool', agencyId: centro, id: centro, to: { name: 'Ventanillas', seats, bands } }
  }

  function changeOf(made: Step, { zone, today }: (typeof places)[number]): Change | null {
    switch (made.does) {
      case 'book':
        return null
      case 'length': {
        const to = {
          poolId: centro,
          procedureId: made.update ? update : certificate,
          slotMinutes: made.cells * 5,
          release: { kind: 'rolling', leadMinutes: 0, horizonDays: 30 },
          keptSeats: made.kept,
          active: true,
        } as const
        const id = made.update ? guayaquilUpdate : guayaquil
        return { kind: 'agenda', agencyId: centro, id, to }
      }
      case 'seats':
        return pool(
          made.seats,
          made.band ? [{ weekday: null, ...made.band, seats: made.fewer }] : [],
        )
      case 'hours': {
        const date = addDays(today, made.day)
        const to = { intervals: made.intervals, reason }
        return { kind: 'exception', agencyId: centro, date, to }
      }
      case 'closure': {
        const from = instantAt(addDays(today, made.day), clock(made.hour * 60), zone)
        const to = new Date(Date.parse(from) + made.length * 3_600_000).toISOString()
        return { kind: 'closure', agencyId: centro, id: `c${made.n}`, to: { from, to, reason } }
      }
      case 'holiday': {
        const place = { scope: 'national', provinceCode: null, canton: null } as const
        const mark = { lawDate: null, origin: 'decree' } as const
        const state = made.there ? 'confirmed' : 'removed'
        const to = {
          date: addDays(today, made.day),
          name: reason,
          ...place,
          ...mark,
          state,
        } as const
        return { kind: 'holidays', to: [{ id: 'h', to }] }
      }
    }
  }

  /** Makes a turno at an hour where there is room; answers its id, or null. */
  async function book(
    made: Extract<Step, { does: 'book' }>,
    n: number,
    place: (typeof places)[number],
  ) {
    const { booking, database, stores } = test_.services
    const agendaId = made.update ? guayaquilUpdate : guayaquil
    const agenda = await stores.agencies.agenda(database.read, agendaId)
    if (!agenda) throw new Error('no agenda')
    const date = addDays(place.today, made.day)
    const [open] = await test_.services.hours.days(agenda, date, date, null)
    const wanted = instantAt(date, clock(made.hour * 60), place.zone)
    const slot = open?.free.filter(({ start }) => start >= wanted)[made.later]
    if (!slot) return null
    const id = await atTheHours(test_.services, somebody(n), agendaId)
    const held = await booking.hold(id, slot.start)
    expect(held).toMatchObject({ ok: true })
    await expectRoom(slot.start, slot.end, agenda)
    const confirmed = await booking.confirm(id)
    if (!confirmed.ok) throw new Error(confirmed.reason)
    return confirmed.turnoId
  }

  /** At every moment of a span that was just sold, no more seats are taken than there are. */
  async function expectRoom(
    start: Instant,
    end: Instant,
    {
      seats,
      bands,
      agency,
    }: { seats: number; bands: Parameters<typeof capacityAt>[1]; agency: { zone: string } },
  ) {
    const { database } = test_.services
    const rows = await database.read.select().from(database.tables.seats)
    for (let at = Date.parse(start); at < Date.parse(end); at += 300_000) {
      const now = new Date(at).toISOString()
      const then = new Date(at + 300_000).toISOString()
      const there = rows.filter(({ startAt, endAt }) => startAt <= now && now < endAt).length
      expect(there).toBeLessThanOrEqual(capacityAt(seats, bands, agency.zone, now, then))
    }
  }

  const story = fc.record({
    place: fc.constantFrom(...places),
    steps: fc.array(step, { minLength: 12, maxLength: 30 }),
  })

  test(
    'sell no window twice and alter no turno; whom they leave without room is said, once',
    async () => {
      let people = 0
      await fc.assert(
        fc.asyncProperty(story, async ({ place, steps }) => {
          await begin(place)
          const { audit, clock: now, database, stores } = test_.services
          const booked: string[] = []
          const said = new Set<string>()
          for (const made of steps) {
            if (made.does === 'book') {
              people += 1
              const id = await book(made, people, place)
              if (id !== null) booked.push(id)
              continue
            }
            const change = changeOf(made, place)
            if (!change) continue
            const before = await database.read.select().from(database.tables.turnos)
            const applied: AppliedChange = await database.transaction((tx) =>
              applyChange({ stores, clock: now, audit }, tx, change, 'staff:x'),
            )
            expect(await database.read.select().from(database.tables.turnos)).toEqual(before)
            for (const { id } of applied.turnos) {
              expect(booked).toContain(id)
              said.add(id)
            }
            if (made.does === 'length') expect(applied.turnos).toEqual([])
          }
          expect(said.size).toBeLessThanOrEqual(booked.length)
        }),
        { numRuns: runs },
      )
    },
    30_000 + runs * 10_000,
  )
})

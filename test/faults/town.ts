import type { InstitutionData } from '../../src/agencies/institutionData.ts'
import { certificate, story, update } from '../support/story.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '07:00', to: '19:00' }))

/** Windows of every agency: few, so that people meet. */
const windows = 2

const release = { kind: 'rolling' as const, leadMinutes: 120, horizonDays: 60 }

/**
 * Where the crowd of the fault tests goes: eight agencies of two windows, each with two procedures
 * of different lengths at the same windows, so that seats overlap without being equal.
 */
export const town: InstitutionData = {
  ...story,
  agencies: Array.from({ length: 8 }, (_, n) => ({
    code: `oficina-${n + 1}`,
    name: `Oficina ${n + 1} (demostración)`,
    kind: 'centre' as const,
    provinceCode: '09',
    canton: 'Guayaquil',
    zone: 'America/Guayaquil',
    address: 'Calle Uno y Calle Dos',
    phone: null,
    windows,
    hours: everyDay,
    demonstration: true,
  })),
  agendas: Array.from({ length: 8 }, (_, n) => [
    { agency: `oficina-${n + 1}`, procedure: certificate, slotMinutes: 20, release },
    { agency: `oficina-${n + 1}`, procedure: update, slotMinutes: 15, release },
  ]).flat(),
  holidays: [],
}

export const procedures = [certificate, update]

/** Somebody wants one of the two, and always the same. */
export const procedureOf = (client: number): string =>
  (client % 3 === 0 ? procedures[1] : procedures[0]) ?? ''

const dayMs = 24 * 60 * 60_000
/** Seven in the morning in Guayaquil. */
const opensAtMs = 12 * 60 * 60_000
/** Hours that all are offered, the last of which ends before the agencies close. */
const hoursOfDay = 34
const daysAhead = 40

/** An agenda and an hour of it, chosen without asking which are free. */
export type Wish = { agenda: string; hour: string }

function wish(client: number, agency: number, day: number, slot: number): Wish {
  const procedure = procedureOf(client)
  const minutes = procedure === update ? 15 : 20
  const today = Math.floor(Date.now() / dayMs)
  const start = (today + 1 + day) * dayMs + opensAtMs + slot * minutes * 60_000
  return { agenda: `oficina-${agency + 1}--${procedure}`, hour: new Date(start).toISOString() }
}

const below = (most: number) => Math.floor(Math.random() * most)

/** Any hour anywhere. */
export const anyWish = (client: number): Wish =>
  wish(client, below(town.agencies.length), below(daysAhead), below(hoursOfDay))

/** How long everybody is after one and the same hour. */
const rushMs = 15_000

/** The hour that many are after just now: two of them can have it. */
export function commonWish(client: number): Wish {
  const rush = Math.floor(Date.now() / rushMs)
  return wish(client, rush % town.agencies.length, rush % daysAhead, rush % hoursOfDay)
}

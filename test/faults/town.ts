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

/** Where a client's procedure is done. */
export const townAgendas = (client: number): string[] =>
  town.agencies.map(({ code }) => `${code}--${procedureOf(client)}`)

const dayMs = 24 * 60 * 60_000
/** Seven in the morning in Guayaquil. */
const opensAtMs = 12 * 60 * 60_000
/** Hours that all are offered and the last of which ends before the agencies close. */
const hoursOfDay = 34

/** An hour of an agenda on one of the next days, without asking which are free. */
export function hourOf(agenda: string): string {
  const minutes = agenda.endsWith(update) ? 15 : 20
  const day = Math.floor(Date.now() / dayMs) + 1 + Math.floor(Math.random() * 40)
  const start = day * dayMs + opensAtMs + Math.floor(Math.random() * hoursOfDay) * minutes * 60_000
  return new Date(start).toISOString()
}

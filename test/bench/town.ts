import type { InstitutionData } from '../../src/agencies/institutionData.ts'
import { certificate, story } from '../support/story.ts'

type Agency = InstitutionData['agencies'][number]

const zone = 'America/Guayaquil'
const provinceCodes = Array.from({ length: 24 }, (_, n) => String(n + 1).padStart(2, '0'))
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const release = { kind: 'rolling' as const, leadMinutes: 120, horizonDays: 60 }

type TownOptions = {
  agencies: number
  windows: number
  weekdays?: readonly number[]
  from?: string
  to?: string
  horizonDays?: number
}

/**
 * An institution of as many agencies as asked for, spread over 24 provinces like the real one, all of
 * which do the certificate in slots of 20 minutes.
 */
export function townOf(options: TownOptions): InstitutionData {
  const { agencies, windows, weekdays = everyDay, from = '07:00', to = '19:00' } = options
  const horizonDays = options.horizonDays ?? release.horizonDays
  const codes = Array.from({ length: agencies }, (_, n) => `oficina-${n + 1}`)
  return {
    ...story,
    provinces: provinceCodes.map((code) => ({
      code,
      name: `Provincia ${code}`,
      capital: `Capital ${code}`,
      zone,
    })),
    agencies: codes.map(
      (code, n): Agency => ({
        code,
        name: `Oficina ${n + 1} (demostración)`,
        kind: 'centre',
        provinceCode: provinceOf(n),
        canton: `Capital ${provinceOf(n)}`,
        zone,
        address: 'Calle Uno y Calle Dos',
        phone: null,
        windows,
        hours: weekdays.map((weekday) => ({ weekday, from, to })),
        demonstration: true,
      }),
    ),
    agendas: codes.map((agency) => ({
      agency,
      procedure: certificate,
      slotMinutes: 20,
      release: { ...release, horizonDays },
    })),
    holidays: [],
  }
}

/** The province of the nth agency, from 0. */
export function provinceOf(n: number): string {
  return provinceCodes[n % provinceCodes.length] ?? '01'
}

/** The agenda of the nth agency, from 0. */
export function agendaOf(n: number): string {
  return `oficina-${n + 1}--${certificate}`
}

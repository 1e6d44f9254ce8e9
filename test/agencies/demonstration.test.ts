import { describe, expect, test } from '@jest/globals'
import { readInstitution } from '../../src/agencies/import.ts'
import { nationalRestDays } from '../../src/calendar/holidays.ts'

async function demonstration() {
  const read = await readInstitution('db/seed/demo')
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return read.data
}

describe('the demonstration data', () => {
  test('has an agency in each of the 24 provinces, all marked as demonstration', async () => {
    const { provinces, agencies } = await demonstration()
    expect(provinces).toHaveLength(24)
    expect(new Set(agencies.map(({ provinceCode }) => provinceCode)).size).toBe(24)
    expect(agencies.every(({ demonstration }) => demonstration)).toBe(true)
  })

  test('keeps every agency in the zone of its province', async () => {
    const { provinces, agencies } = await demonstration()
    const zones = new Map(provinces.map(({ code, zone }) => [code, zone]))
    expect(agencies.filter(({ provinceCode, zone }) => zones.get(provinceCode) !== zone)).toEqual(
      [],
    )
    const galapagos = agencies.filter(({ zone }) => zone === 'Pacific/Galapagos')
    expect(galapagos.map(({ name }) => name)).toContain('Puerto Ayora (demostración)')
  })

  test('opens offices from Monday to Friday, 08:00 to 17:00, and the mall point otherwise', async () => {
    const { agencies } = await demonstration()
    const office = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '17:00' }))
    for (const { kind, hours } of agencies) {
      if (kind === 'centre') expect(hours).toEqual(office)
      else expect(hours).toContainEqual({ weekday: 7, from: '10:00', to: '19:00' })
    }
    expect(agencies.filter(({ kind }) => kind === 'mall')).toHaveLength(1)
  })

  test('offers each procedure somewhere, and not every procedure everywhere', async () => {
    const { agencies, procedures, agendas } = await demonstration()
    const [certificate, update] = procedures.map(
      ({ slug }) => agendas.filter(({ procedure }) => procedure === slug).length,
    )
    expect(certificate).toBe(agencies.length)
    expect(update).toBeGreaterThan(1)
    expect(update).toBeLessThan(agencies.length)
    expect(new Set(agendas.map(({ release }) => release.kind))).toEqual(
      new Set(['rolling', 'weekly']),
    )
  })

  test('names the six contents of an authorisation', async () => {
    for (const { authorisation } of (await demonstration()).procedures) {
      expect(authorisation).toHaveLength(6)
    }
  })

  test('takes the national holidays of 2026 and 2027 from the law, and one day from a decree', async () => {
    const { holidays } = await demonstration()
    const national = holidays.filter(({ scope }) => scope === 'national')
    const law = [2026, 2027].flatMap(nationalRestDays)
    const decree = national.filter(({ date }) => !law.some(({ observed }) => observed === date))
    expect(decree.map(({ date }) => date)).toEqual(['2026-01-02'])
    for (const { name, observed } of law) {
      expect(national).toContainEqual({ date: observed, name, scope: 'national' })
    }
  })

  test('hangs local holidays on a province or a canton', async () => {
    const { provinces, holidays } = await demonstration()
    const codes = new Set<string | null | undefined>(provinces.map(({ code }) => code))
    const local = holidays.filter(({ scope }) => scope !== 'national')
    expect(local.length).toBeGreaterThan(60)
    expect(local.filter(({ provinceCode }) => !codes.has(provinceCode))).toEqual([])
    expect(
      local.filter(({ scope, canton }) => (scope === 'canton') !== (canton !== undefined)),
    ).toEqual([])
    const guayaquil = local.filter(({ canton }) => canton === 'Guayaquil')
    expect(guayaquil.map(({ date }) => date)).toEqual(['2026-07-24', '2027-07-26'])
  })
})

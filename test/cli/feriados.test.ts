import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { restDaysOfLaw } from '../calendar/publishedRestDays.ts'
import { type Ground, ground } from './ground.ts'

let here: Ground
beforeAll(() => {
  // Settings that no other command would accept: this one needs none.
  here = ground({ PORT: 'no port', DATABASE_URL: '/dev/null/turnero' })
})
afterAll(() => here.clear())

describe('the feriados of a year', () => {
  test('print as a table of the day taken off, the day of the law and the name', async () => {
    const { code, said } = await here.run('feriados', '2027')
    const lines = said.split('\n')
    expect(code).toBe(0)
    expect(lines).toHaveLength(13)
    expect(lines[0]).toBe('Descanso        Según la ley    Feriado')
    expect(lines[5]).toBe('vie 2027-04-30  sáb 2027-05-01  Día del Trabajo')
  })

  test('print as JSON, the New Year of 2028 among those of 2027', async () => {
    const { code, said } = await here.run('feriados', '2027', '--json')
    expect(code).toBe(0)
    const days: { date: string; observed: string }[] = JSON.parse(said)
    expect(days).toMatchObject(restDaysOfLaw[2027] ?? [])
    expect(days).toEqual([
      { name: 'Año Nuevo', date: '2027-01-01', observed: '2027-01-01' },
      { name: 'Carnaval (lunes)', date: '2027-02-08', observed: '2027-02-08' },
      { name: 'Carnaval (martes)', date: '2027-02-09', observed: '2027-02-09' },
      { name: 'Viernes Santo', date: '2027-03-26', observed: '2027-03-26' },
      { name: 'Día del Trabajo', date: '2027-05-01', observed: '2027-04-30' },
      { name: 'Batalla de Pichincha', date: '2027-05-24', observed: '2027-05-24' },
      { name: 'Primer Grito de Independencia', date: '2027-08-10', observed: '2027-08-09' },
      { name: 'Independencia de Guayaquil', date: '2027-10-09', observed: '2027-10-08' },
      { name: 'Independencia de Cuenca', date: '2027-11-03', observed: '2027-11-01' },
      { name: 'Día de los Difuntos', date: '2027-11-02', observed: '2027-11-02' },
      { name: 'Navidad', date: '2027-12-25', observed: '2027-12-24' },
      { name: 'Año Nuevo', date: '2028-01-01', observed: '2027-12-31' },
    ])
  })

  test.each(['2016', '2101', '27', '2027.5', 'dos', '-2027', ''])(
    'refuse the year %j',
    async (year) => {
      const { code, said, complained } = await here.run('feriados', '--', year)
      expect({ code, said }).toEqual({ code: 1, said: '' })
      expect(complained).toMatch(/^The year must be from 2017.* to 2100/)
    },
  )

  test.each(['2017', '2100'])('take the year %s', async (year) => {
    expect((await here.run('feriados', year)).code).toBe(0)
  })

  test('leave no database behind', () => {
    expect(here.hasDatabase()).toBe(false)
  })
})

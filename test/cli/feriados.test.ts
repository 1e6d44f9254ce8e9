import { describe, expect, test } from '@jest/globals'
import { feriados } from '../../src/cli/feriados.ts'

describe('the feriados of a year', () => {
  test('print as a table of the day taken off, the day of the law and the name', () => {
    const lines = feriados(2027, false).split('\n')
    expect(lines).toHaveLength(13)
    expect(lines[0]).toBe('Descanso        Según la ley    Feriado')
    expect(lines[5]).toBe('vie 2027-04-30  sáb 2027-05-01  Día del Trabajo')
  })

  test('print as JSON with three members each', () => {
    const days = JSON.parse(feriados(2027, true))
    expect(days).toHaveLength(12)
    expect(days[9]).toEqual({
      name: 'Día de los Difuntos',
      date: '2027-11-02',
      observed: '2027-11-02',
    })
    expect(days[8]).toEqual({
      name: 'Independencia de Cuenca',
      date: '2027-11-03',
      observed: '2027-11-01',
    })
  })
})

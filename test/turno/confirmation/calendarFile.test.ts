import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import {
  type CalendarFacts,
  calendarContentType,
  confirmationIcs,
} from '../../../src/turno/confirmation/calendarFile.ts'
import { builtFile } from './builtWorker.ts'
import { longestTurno, lukaszsTurno, mariasTurno, nguyensTurno } from './story.ts'

const booked: CalendarFacts = { ...mariasTurno, status: 'CONFIRMED' }
const cancelled: CalendarFacts = { ...mariasTurno, sequence: 1, status: 'CANCELLED' }

describe('the calendar file', () => {
  test('is the hour at the agency, with the rules of its zone', () => {
    const file = parsed(confirmationIcs({ ...lukaszsTurno, status: 'CONFIRMED' }))
    expect(file.valuesOf('DTSTART;TZID=Pacific/Galapagos')).toEqual(['20261124T082000'])
    expect(file.valuesOf('DTEND;TZID=Pacific/Galapagos')).toEqual(['20261124T084000'])
    expect(file.valuesOf('TZID')).toEqual(['Pacific/Galapagos'])
    expect(file.valuesOf('TZOFFSETTO')).toEqual(['-0600'])
  })

  test('says when it was made in UTC', () => {
    expect(parsed(confirmationIcs(booked)).valuesOf('DTSTAMP')).toEqual(['20261120T150400Z'])
  })

  test('replaces itself: one UID, a growing sequence', () => {
    const [first, second] = [booked, cancelled].map((facts) => parsed(confirmationIcs(facts)))
    expect(first?.valuesOf('UID')).toEqual(['K7QM-3XW9@turnos.example.org'])
    expect(second?.valuesOf('UID')).toEqual(first?.valuesOf('UID'))
    expect(first?.valuesOf('SEQUENCE')).toEqual(['0'])
    expect(second?.valuesOf('SEQUENCE')).toEqual(['1'])
  })

  test('reminds a day and two hours before', () => {
    expect(parsed(confirmationIcs(booked)).valuesOf('TRIGGER')).toEqual(['-P1D', '-PT2H'])
  })

  test('takes the entry away when the turno was cancelled', () => {
    const file = parsed(confirmationIcs(cancelled))
    expect(file.valuesOf('METHOD')).toEqual(['CANCEL'])
    expect(file.valuesOf('STATUS')).toEqual(['CANCELLED'])
    expect(file.valuesOf('TRIGGER')).toEqual([])
    expect(calendarContentType('CANCELLED')).toContain('method=CANCEL')
    expect(parsed(confirmationIcs(booked)).valuesOf('METHOD')).toEqual(['PUBLISH'])
  })

  test('says where, what to bring and how to cancel', () => {
    const file = parsed(confirmationIcs(booked))
    expect(file.valuesOf('LOCATION')).toEqual([
      'Guayaquil Centro (demostración)\\, Av. Olmedo 102 y Boyacá\\, planta baja\\, Guayaquil\\, Guayas',
    ])
    const [description] = file.valuesOf('DESCRIPTION')
    expect(description).toContain('Llegue 10 minutos antes.\\n')
    expect(description).toContain('- Visa: El original. Si es electrónica\\, impresa')
    expect(description).toContain('Cambie o cancele en https://turnos.example.org/mi-turno')
    expect(file.valuesOf('URL;VALUE=URI')).toEqual(['https://turnos.example.org/mi-turno'])
  })

  test('names nobody', () => {
    const file = confirmationIcs({ ...nguyensTurno, status: 'CONFIRMED' }).replaceAll('\r\n ', '')
    for (const personal of ['Nguy', 'Rosa', 'Quispe', nguyensTurno.documentMasked]) {
      expect(file).not.toContain(personal)
    }
  })

  test('has no line of its own for what somebody typed', () => {
    const evil = 'a\r\nX-EVIL:1\nX-EVIL:2\rX-EVIL:3\u2028X-EVIL:4'
    const file = confirmationIcs({
      ...booked,
      reference: evil,
      procedureName: evil,
      institution: evil,
      uidDomain: evil,
      pageUrl: `https://turnos.example.org/${evil}`,
      manageHint: evil,
      contact: { email: `a@example.org${evil}`, phone: evil },
      bring: [{ title: evil, detail: evil }],
      agency: { ...booked.agency, name: evil, address: evil, canton: evil, province: evil },
    })
    expect(file.split(/[\r\n\u2028]+/).filter((line) => line.startsWith('X-EVIL'))).toEqual([])
    expect(parsed(file).valuesOf('URL;VALUE=URI')).toEqual([])
  })

  test('keeps every line within 75 octets', () => {
    const file = confirmationIcs({ ...longestTurno, status: 'CONFIRMED' })
    const lengths = file.split('\r\n').map((line) => Buffer.byteLength(line))
    expect(Math.max(...lengths)).toBeLessThanOrEqual(75)
  })

  test('is the same on a server in Kolkata', async () => {
    const built = await builtFile('calendarFile')
    const script =
      `const { confirmationIcs } = await import(${JSON.stringify(built.href)});` +
      `process.stdout.write(confirmationIcs(JSON.parse(process.argv[1])))`
    for (const facts of [booked, { ...lukaszsTurno, status: 'CONFIRMED' } as const]) {
      const there = execFileSync(
        process.execPath,
        ['--input-type=module', '-e', script, JSON.stringify(facts)],
        { env: { ...process.env, TZ: 'Asia/Kolkata', NODE_OPTIONS: '' }, encoding: 'utf8' },
      )
      expect(there).toBe(confirmationIcs(facts))
      expect(there).toContain('T082000')
    }
  })
})

// Enough of RFC 5545 to read a file: lines end in CRLF, and a line that begins with a space goes on.
function parsed(file: string) {
  const lines = file.replaceAll('\r\n ', '').split('\r\n')
  expect(lines.every((line) => line === '' || /^[A-Z-]+[;:]/.test(line))).toBe(true)
  expect(lines[0]).toBe('BEGIN:VCALENDAR')
  expect(lines.filter((line) => line.startsWith('BEGIN:')).length).toBe(
    lines.filter((line) => line.startsWith('END:')).length,
  )
  return {
    valuesOf: (name: string) =>
      lines
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1)),
  }
}

import { describe, expect, test } from '@jest/globals'
import type { ConfirmationFacts } from '../../../src/turno/confirmation/facts.ts'
import { confirmationPdf } from '../../../src/turno/confirmation/pdf.ts'
import { pixelsOf, readPdf, structureOf, type Tagged } from './readPdf.ts'
import { qrIn } from './readQr.ts'
import { longestTurno, lukaszsTurno, mariasTurno, nguyensTurno } from './story.ts'

const read = async (facts: ConfirmationFacts) => readPdf(await confirmationPdf(facts))

describe('the confirmation on paper', () => {
  test('says everything the person needs', async () => {
    const { text } = await read(mariasTurno)
    for (const said of [
      'Confirmación del Turno en Línea',
      'Martes 24 de noviembre de 2026',
      '08:20',
      'Hora del Ecuador continental',
      'Llegue 10 minutos antes, a las 08:10',
      'K7QM-3XW9',
      'Guayaquil Centro (demostración)',
      'Av. Olmedo 102 y Boyacá, planta baja',
      'María José Ñáñez Peña',
      '······917',
      'Solicitud firmada. Una carta simple al Director Provincial con sus datos, su contacto, el pedido',
      'Cambie o cancele en https://turnos.example.org/mi-turno',
    ]) {
      expect(text).toContain(said)
    }
  })

  test('speaks English, in the hour of Galápagos', async () => {
    const { text } = await read(lukaszsTurno)
    for (const said of [
      'Online Appointment Confirmation',
      'Tuesday 24 November 2026',
      '08:20',
      'Galápagos time',
      'Arrive 10 minutes early, at 08:10',
      'Łukasz Żółć',
    ]) {
      expect(text).toContain(said)
    }
  })

  test('names the third party only when one comes', async () => {
    expect((await read(nguyensTurno)).text).toContain('Viene en su lugar Rosa Quispe')
    expect((await read(mariasTurno)).text).not.toContain('Viene en su lugar')
  })

  test('says so when the agency is not a real one', async () => {
    const real = { ...mariasTurno, agency: { ...mariasTurno.agency, demonstration: false } }
    expect((await read(mariasTurno)).text).toContain('no es una agencia real')
    expect((await read(real)).text).not.toContain('no es una agencia real')
  })

  test.each([
    'Łukasz Żółć',
    'Ștefan Țepeș',
    'Nguyễn Thị Ễn',
    'Erdoğan Şık',
    'Søren Þórðarson',
    'Đặng Ŋoma',
    'ẞ Œuvre Ħ',
    'İpek Ōta Ģirts',
    'M\u0301aria S\u0323\u0304 N\u0303a\u0303',
    'Ελένη Юлия',
  ])('keeps every mark of %s in a text that can be copied', async (holderName) => {
    const { text, fonts } = await read({ ...mariasTurno, holderName })
    expect(text.normalize('NFC')).toContain(holderName.normalize('NFC'))
    expect(text).not.toContain('\uFFFD')
    expect(fonts.every((font) => /^[A-Z]{6}\+/.test(font))).toBe(true)
  })

  test('copies every letter of Latin as itself', async () => {
    const letters = [...Array(0x1f00).keys()]
      .map((codePoint) => String.fromCodePoint(codePoint))
      .filter((letter) => /^\p{Letter}$/u.test(letter) && /\p{Script=Latin}/u.test(letter))
      .filter((letter) => letter.normalize('NFC') === letter && /[^\u0250-\u1dff]/.test(letter))
    const rows = Array.from({ length: Math.ceil(letters.length / 60) }, (_, row) =>
      letters.slice(row * 60, row * 60 + 60).join(' '),
    )
    const bring = rows.map((row) => ({ title: 'i', detail: row }))
    const { text } = await read({ ...mariasTurno, bring })
    for (const row of rows) {
      expect(text).toContain(row)
    }
  })

  test('shows a mark for what no typeface has, instead of nothing', async () => {
    expect((await read({ ...mariasTurno, holderName: 'Li 李' })).text).toContain('Li \uFFFD')
  })

  test('drops control and direction characters', async () => {
    const { text } = await read({ ...mariasTurno, holderName: 'Ana\u0000\r\n\u202EPeña' })
    expect(text).toContain('Ana Peña')
  })

  test.each([
    ['everything as long as it gets', longestTurno],
    ['forty requirements', { ...longestTurno, bring: Array(5).fill(longestTurno.bring).flat() }],
    ['a name of ten thousand letters', { ...mariasTurno, holderName: 'W'.repeat(10_000) }],
    ['nothing to bring', { ...mariasTurno, bring: [] }],
    ['no names at all', { ...mariasTurno, holderName: '', procedureName: '', institution: '' }],
  ])('is one page with %s', async (_, facts) => {
    const { pages, text } = await read(facts)
    expect(pages).toBe(1)
    expect(text).toContain('08:20')
    expect(text).toContain('Emitido el')
  })

  test('keeps every requirement, though shortened, and says where the rest is', async () => {
    const { text } = await read(longestTurno)
    for (let number = 1; number <= 8; number += 1) {
      expect(text).toContain(`${number}. Documento original`)
    }
    expect(text).toContain('Lea la lista completa en https://turnos.example.org/mi-turno')
    expect((await read(nguyensTurno)).text).not.toContain('Lea la lista completa')
  })

  test('draws a QR that reads back as its text', async () => {
    const stub = { left: 370, top: 130, right: 560, bottom: 400 }
    const scan = pixelsOf(await confirmationPdf(longestTurno), stub, 2)
    expect(qrIn(scan)).toBe(longestTurno.qrText)
  })

  test('is made again byte for byte, whatever was made between', async () => {
    const first = await confirmationPdf({ ...mariasTurno, holderName: 'M\u0302aria' })
    await Promise.all(
      [nguyensTurno, { ...mariasTurno, holderName: 'Ê Ễ Ç fi' }].map(confirmationPdf),
    )
    expect(
      (await confirmationPdf({ ...mariasTurno, holderName: 'M\u0302aria' })).equals(first),
    ).toBe(true)
    expect((await confirmationPdf(mariasTurno)).equals(first)).toBe(false)
  })
})

describe('what a screen reader gets', () => {
  test('a title, a language, and marked content', async () => {
    const { root } = await read(lukaszsTurno)
    expect(root.get('Lang').asString()).toBe('en')
    expect(root.get('MarkInfo').get('Marked').asBoolean()).toBe(true)
    expect(root.get('ViewerPreferences').get('DisplayDocTitle').asBoolean()).toBe(true)
    const metadata = root.get('Metadata').readStream().asString()
    expect(metadata).toContain('Online Appointment Confirmation, reference K7QM-3XW9')
    expect(metadata).toContain('<pdfuaid:part>1</pdfuaid:part>')
  })

  test('a heading, the sections, the list and the QR by name, in reading order', async () => {
    const { root } = await read(mariasTurno)
    const [document] = structureOf(root.get('StructTreeRoot'))
    const inside = document?.children ?? []
    expect(inside.filter(({ type }) => type !== 'P').map(({ type }) => type)).toEqual([
      'H1',
      'Figure',
      'H2',
      'H2',
      'H2',
      'L',
      'H2',
    ])
    expect(inside.find(({ type }) => type === 'Figure')?.alt).toBe('Código QR del turno K7QM-3XW9')
    const item: Tagged = {
      type: 'LI',
      alt: null,
      children: [{ type: 'LBody', alt: null, children: [{ type: 'P', alt: null, children: [] }] }],
    }
    expect(inside.find(({ type }) => type === 'L')?.children).toEqual([item, item, item, item])
  })

  test('no drawing outside the marks', async () => {
    const { root } = await read(nguyensTurno)
    const content = root.get('Pages').get('Kids').get(0).get('Contents').readStream().asString()
    let depth = 0
    for (const line of content.split('\n')) {
      depth += / BDC$| BMC$/.test(line) ? 1 : line === 'EMC' ? -1 : 0
      const paints = /(^|\s)(f|S|B|TJ|Tj)\*?$/.test(line)
      expect({ line, depth: paints ? depth : 1 }).toEqual({ line, depth: 1 })
    }
    expect(depth).toBe(0)
  })
})

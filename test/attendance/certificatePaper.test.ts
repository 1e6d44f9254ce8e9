import { describe, expect, test } from '@jest/globals'
import type { CertificateFacts } from '../../src/attendance/certificate/facts.ts'
import { certificatePdf } from '../../src/attendance/certificate/pdf.ts'
import { createPdfPool } from '../../src/turno/confirmation/pdfPool.ts'
import { builtFile } from '../turno/confirmation/builtWorker.ts'
import { pixelsOf, readPdf, structureOf } from '../turno/confirmation/readPdf.ts'
import { qrIn } from '../turno/confirmation/readQr.ts'

const marias: CertificateFacts = {
  number: '09-2026-000123',
  code: '7KQM-3XW9-7KQM-3XW9',
  procedureName: 'Certificado de no afiliación al IESS para extranjeros',
  institution: 'Instituto Ecuatoriano de Seguridad Social',
  contact: { email: 'atencion@example.org', phone: '+593 2 394 5666' },
  holderName: 'María José Ñáñez Peña',
  document: { kind: 'passport', country: 'VEN', number: '084523917' },
  agencyName: 'Guayaquil Centro (demostración)',
  canton: 'Guayaquil',
  province: 'Guayas',
  zone: 'America/Guayaquil',
  demonstration: true,
  issuedAt: '2026-11-25T02:00:00.000Z',
  annulled: false,
  verifyUrl: 'https://turnos.example.org/verificar/7KQM-3XW9-7KQM-3XW9',
  language: 'es',
}

const nguyens: CertificateFacts = {
  ...marias,
  holderName: 'Nguyễn Thị Ễn',
  document: { kind: 'foreign-code', country: null, number: 'C1234567' },
  agencyName: 'Puerto Ayora (demostración)',
  canton: 'Santa Cruz',
  province: 'Galápagos',
  zone: 'Pacific/Galapagos',
}

describe('the paper of a certificate', () => {
  test('says its number, whom it is about, where and on which day of the agency', async () => {
    const { text, pages } = readPdf(await certificatePdf(marias))
    expect(pages).toBe(1)
    for (const part of [
      'Certificado n.º 09-2026-000123',
      'Certificado de no afiliación al IESS para extranjeros',
      'María José Ñáñez Peña',
      'con pasaporte 084523917 (VEN)',
      'Guayaquil Centro (demostración), Guayaquil, Guayas',
      // 02:00 UTC of the 25th is still the 24th in Guayaquil.
      'martes 24 de noviembre de 2026',
      '7KQM-3XW9-7KQM-3XW9',
    ]) {
      expect(text).toContain(part)
    }
  })

  test('has a QR that opens its verification, and nothing else', async () => {
    const paper = await certificatePdf(marias)
    const pixels = pixelsOf(paper, { left: 50, top: 680, right: 180, bottom: 810 }, 4)
    expect(qrIn(pixels)).toBe(marias.verifyUrl)
  })

  test('says that its form is a demonstration, and when it was annulled', async () => {
    const { text } = readPdf(await certificatePdf(marias))
    expect(text).toContain('Formato de demostración')
    expect(text).toContain('Datos de demostración')
    expect(text).not.toContain('ANULADO')
    expect(readPdf(await certificatePdf({ ...marias, annulled: true })).text).toContain('ANULADO')
  })

  test('is read aloud in order, its QR named, and made the same each time', async () => {
    const paper = await certificatePdf(nguyens)
    expect(paper.equals(await certificatePdf(nguyens))).toBe(true)
    const tags = structureOf(readPdf(paper).root.get('StructTreeRoot'))
    const [document] = tags
    expect(document?.children.filter(({ type }) => type === 'H1')).toHaveLength(1)
    const figure = document?.children.find(({ type }) => type === 'Figure')
    expect(figure?.alt).toContain('09-2026-000123')
    expect(readPdf(paper).text).toContain('Nguyễn Thị Ễn')
  })

  test('keeps to one page with the longest of everything', async () => {
    const long = (words: number) => 'Larguísimo '.repeat(words)
    const { pages, text } = readPdf(
      await certificatePdf({
        ...marias,
        holderName: 'W'.repeat(160),
        procedureName: long(40),
        institution: long(30),
        agencyName: long(40),
        annulled: true,
      }),
    )
    expect(pages).toBe(1)
    expect(text).toContain(marias.code)
  })

  test('comes from the same threads as the confirmations', async () => {
    const pool = createPdfPool({ worker: await builtFile('pdfWorker') })
    expect(readPdf(await pool.certificate(marias)).text).toContain('09-2026-000123')
    await pool.close()
  })
})

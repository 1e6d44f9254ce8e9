import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { paperFileName } from '../../../src/turno/confirmation/fileName.ts'
import { createPdfPool, type PdfPool } from '../../../src/turno/confirmation/pdfPool.ts'
import { builtFile } from './builtWorker.ts'
import { readPdf } from './readPdf.ts'
import { lukaszsTurno, mariasTurno, nguyensTurno } from './story.ts'

describe('the pool of paper makers', () => {
  let worker: URL
  let pool: PdfPool

  beforeAll(async () => {
    worker = await builtFile('pdfWorker')
    pool = createPdfPool({ worker })
  })
  afterAll(() => pool.close())

  test('makes each its own paper, in threads that read files for themselves', async () => {
    const papers = await Promise.all(
      [mariasTurno, lukaszsTurno, nguyensTurno].map(pool.confirmation),
    )
    const texts = papers.map((paper) => readPdf(paper).text)
    expect(texts[0]).toContain('María José Ñáñez Peña')
    expect(texts[1]).toContain('Łukasz Żółć')
    expect(texts[2]).toContain('Nguyễn Thị Ễn')
  })

  test('leaves the event loop free meanwhile', async () => {
    let turns = 0
    const ticking = setInterval(() => {
      turns += 1
    }, 1)
    await Promise.all(Array.from({ length: 10 }, () => pool.confirmation(mariasTurno)))
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(10)
  })

  test('answers with the failure when a paper cannot be made, and makes the next', async () => {
    await expect(pool.confirmation({ ...mariasTurno, issuedAt: 'never' })).rejects.toThrow()
    expect(readPdf(await pool.confirmation(mariasTurno)).pages).toBe(1)
  })

  test('answers with the failure when its worker is not there', async () => {
    const lost = createPdfPool({ worker: new URL('missing.mjs', worker) })
    await expect(lost.confirmation(mariasTurno)).rejects.toThrow('missing.mjs')
    await expect(lost.confirmation(mariasTurno)).rejects.toThrow('missing.mjs')
    await lost.close()
  })

  test('finishes what was asked before it closes, and makes no more', async () => {
    const closing = createPdfPool({ worker })
    const paper = closing.confirmation(mariasTurno)
    await closing.close()
    expect(readPdf(await paper).pages).toBe(1)
    await expect(closing.confirmation(mariasTurno)).rejects.toThrow()
  })
})

describe('the name of a paper', () => {
  test('is the turno and its reference', () => {
    expect(paperFileName('K7QM-3XW9', 'pdf')).toBe('turno-K7QM-3XW9.pdf')
    expect(paperFileName('K7QM-3XW9', 'ics')).toBe('turno-K7QM-3XW9.ics')
  })

  test('has nothing that a header or a folder would act on', () => {
    expect(paperFileName('../K7"\r\nX: 1;é', 'pdf')).toBe('turno-K7X1.pdf')
  })
})

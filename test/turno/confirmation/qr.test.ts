import { describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import { qrMatrix, qrSvg, quietZone } from '../../../src/turno/confirmation/qr.ts'
import { qrIn } from './readQr.ts'
import { mariasTurno } from './story.ts'

describe('the QR', () => {
  test.each([
    ['a signed text of 170 characters', mariasTurno.qrText.padEnd(170, 'x').slice(0, 170)],
    ['capitals and digits', 'T1:K7QM3XW9:ABCDEFGHJKLMNPQRSTUVWXYZ23456789'],
    ['letters beyond ASCII', 'Ñáñez · 08:20'],
  ])('reads back %s', (_, text) => {
    expect(qrIn(pixels(text))).toBe(text)
  })

  test('still reads with a stain on it', () => {
    const scan = pixels(mariasTurno.qrText)
    stain(scan, 0.06)
    expect(qrIn(scan)).toBe(mariasTurno.qrText)
  })

  test('of 170 characters has modules a phone can tell apart on paper', () => {
    expect(qrMatrix('x'.repeat(170)).size).toBeLessThanOrEqual(53)
  })
})

describe('the QR on a page', () => {
  const svg = qrSvg('K7QM', { label: 'Código "QR" <del> turno & más' })
  const page = load(svg, { xml: true })

  test('has a name for screen readers, whatever is in it', () => {
    expect(page('svg').attr('role')).toBe('img')
    expect(page('svg').attr('aria-label')).toBe('Código "QR" <del> turno & más')
    expect(page('*').length).toBe(3)
  })

  test('carries no style and no script, which the page would refuse', () => {
    expect(svg).not.toMatch(/style|<script|on\w+=/)
  })

  test('leaves the quiet zone around it', () => {
    const side = qrMatrix('K7QM').size + 2 * quietZone
    expect(page('svg').attr('viewBox')).toBe(`0 0 ${side} ${side}`)
    const starts = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map(([, x, y, length]) => [
      Number(x),
      Number(y),
      Number(x) + Number(length),
    ])
    expect(Math.min(...starts.flat())).toBe(quietZone)
    expect(Math.max(...starts.flat())).toBe(side - quietZone)
  })
})

const scale = 4

function pixels(text: string) {
  const { size, runs } = qrMatrix(text)
  const width = (size + 2 * quietZone) * scale
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const { x, y, length } of runs) {
    fill(data, width, [x + quietZone, y + quietZone, length, 1])
  }
  return { data, width, height: width }
}

// A dark square in the middle, `share` of the area.
function stain({ data, width }: ReturnType<typeof pixels>, share: number) {
  const side = Math.round((width / scale) * Math.sqrt(share))
  const start = Math.round((width / scale - side) / 2)
  fill(data, width, [start, start, side, side])
}

function fill(data: Uint8ClampedArray, width: number, modules: [number, number, number, number]) {
  const [left, top, across, down] = modules.map((module) => module * scale)
  for (let y = top ?? 0; y < (top ?? 0) + (down ?? 0); y += 1) {
    for (let x = left ?? 0; x < (left ?? 0) + (across ?? 0); x += 1) {
      data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  }
}

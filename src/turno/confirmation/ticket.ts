import { colors } from './colors.ts'
import type { ConfirmationFacts } from './facts.ts'
import { draw, type Sheet, setText } from './paragraph.ts'
import { type QrMatrix, qrMatrix, quietZone } from './qr.ts'
import { artifact, type Section, tag } from './tags.ts'
import { arrivalTime, written, zoneName } from './when.ts'
import { wordsOf } from './words.ts'

type Box = { x: number; y: number; width: number }

const height = 236
const stub = 172
const notch = 9
const padding = 22

/**
 * The part a person shows from three metres: day and hour as large as they go on the left, the QR and
 * the reference on the stub at the right. Returns its height in points, always the same.
 */
export function drawTicket(
  sheet: Sheet,
  section: Section,
  facts: ConfirmationFacts,
  box: Box,
): number {
  artifact(sheet, () => outline(sheet, box))
  drawHour(sheet, section, facts, { ...box, width: box.width - stub - 2 * padding + 6 })
  drawStub(sheet, section, facts, { ...box, x: box.x + box.width - stub, width: stub })
  return height
}

function drawHour(sheet: Sheet, section: Section, facts: ConfirmationFacts, box: Box): void {
  const { language, zone } = facts
  const t = wordsOf(language)
  const { date, time } = written(facts.start, zone, language)
  const x = box.x + padding
  tag(sheet, section, 'P', () => {
    const day = { weight: 'bold', size: 21, minSize: 15, width: box.width, maxLines: 1 } as const
    draw(sheet, setText(sheet, capitalised(date), day), { x, y: box.y + 19, color: colors.ink })
  })
  tag(sheet, section, 'P', () => {
    const hour = {
      weight: 'bold',
      size: 100,
      minSize: 60,
      width: box.width + 12,
      maxLines: 1,
    } as const
    draw(sheet, setText(sheet, time, hour), { x: x - 5, y: box.y + 33, color: colors.brand })
  })
  tag(sheet, section, 'P', () => {
    const name = { weight: 'regular', size: 11.5, width: box.width, maxLines: 1 } as const
    draw(sheet, setText(sheet, zoneName(zone, language), name), {
      x,
      y: box.y + 144,
      color: colors.ink,
    })
  })
  const early = `${t('early')}, ${t('earlyAt', { time: arrivalTime(facts.start, zone) })}`
  const line = setText(sheet, early, {
    weight: 'bold',
    size: 14,
    width: box.width,
    maxLines: 1,
    minSize: 10,
  })
  artifact(sheet, () => {
    const width = (line.lines[0]?.width ?? 0) * line.size + 20
    sheet.roundedRect(x, box.y + 186, width, 30, 4).fill(colors.sun)
  })
  tag(sheet, section, 'P', () =>
    draw(sheet, line, { x: x + 10, y: box.y + 191.5, color: colors.ink }),
  )
}

function drawStub(sheet: Sheet, section: Section, facts: ConfirmationFacts, box: Box): void {
  const t = wordsOf(facts.language)
  const side = box.width - 2 * 13
  const left = box.x + (box.width - side) / 2
  const top = box.y + 13
  const figure = {
    alt: t('qr', { reference: facts.reference }),
    bbox: [left, top, left + side, top + side],
  }
  tag(
    sheet,
    section,
    'Figure',
    () => drawQr(sheet, qrMatrix(facts.qrText), { x: left, y: top, side }),
    figure,
  )
  const inner = box.width - 20
  const centred = { x: box.x + 10, centre: inner }
  tag(sheet, section, 'P', () => {
    const label = setText(sheet, t('reference'), {
      weight: 'regular',
      size: 10.5,
      width: inner,
      maxLines: 1,
    })
    draw(sheet, label, { ...centred, y: top + side + 6, color: colors.quiet })
  })
  tag(sheet, section, 'P', () => {
    const reference = { weight: 'bold', size: 24, minSize: 12, width: inner, maxLines: 1 } as const
    draw(sheet, setText(sheet, facts.reference, reference), {
      ...centred,
      y: top + side + 18,
      color: colors.ink,
    })
  })
  tag(sheet, section, 'P', () => {
    const show = { weight: 'regular', size: 9.5, minSize: 7, width: inner, maxLines: 1 } as const
    const at = { ...centred, y: top + side + 52, color: colors.quiet }
    draw(sheet, setText(sheet, t('show'), show), at)
  })
}

function drawQr(sheet: Sheet, qr: QrMatrix, at: { x: number; y: number; side: number }): void {
  const module = at.side / (qr.size + 2 * quietZone)
  sheet.rect(at.x, at.y, at.side, at.side).fill(colors.paper)
  for (const { x, y, length } of qr.runs) {
    sheet.rect(
      at.x + (x + quietZone) * module,
      at.y + (y + quietZone) * module,
      length * module,
      module,
    )
  }
  sheet.fill(colors.black)
}

function outline(sheet: Sheet, { x, y, width }: Box): void {
  const tear = x + width - stub
  sheet.roundedRect(x, y, width, height, 10).fillAndStroke(colors.ground, colors.line)
  sheet.circle(tear, y, notch).fillAndStroke(colors.paper, colors.line)
  sheet.circle(tear, y + height, notch).fillAndStroke(colors.paper, colors.line)
  // The halves of the notches that stand out of the ticket go again.
  sheet.rect(tear - notch - 1, y - notch - 1, 2 * notch + 2, notch + 0.5).fill(colors.paper)
  sheet.rect(tear - notch - 1, y + height + 0.5, 2 * notch + 2, notch + 1).fill(colors.paper)
  sheet.moveTo(tear, y + notch + 5).lineTo(tear, y + height - notch - 5)
  sheet.dash(3, { space: 4 }).lineWidth(1).stroke(colors.line).undash()
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

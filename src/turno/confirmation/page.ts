import { drawBring } from './bring.ts'
import { colors } from './colors.ts'
import type { ConfirmationFacts } from './facts.ts'
import { drawFoot, setFoot } from './foot.ts'
import { draw, type Sheet, setText } from './paragraph.ts'
import { artifact, type Section, tag } from './tags.ts'
import { drawTicket } from './ticket.ts'
import { drawWhereAndWho } from './whereAndWho.ts'
import { wordsOf } from './words.ts'

const margin = 46
const top = 40
const pageHeight = 841.89
const width = 595.28 - 2 * margin
const bottom = pageHeight - 32

/**
 * Draws the one page, from the top down and, for the foot, from the bottom up; the checklist takes what
 * is left between them. The order of drawing is the order in which it is read aloud.
 */
export function drawPage(sheet: Sheet, facts: ConfirmationFacts): void {
  const root = sheet.struct('Document')
  sheet.addStructure(root)
  const x = margin
  let y = drawHead(sheet, root, facts)
  y += drawTicket(sheet, root, facts, { x, y, width }) + 22
  y = drawWhereAndWho(sheet, root, facts, { x, y, width }) + 14
  rule(sheet, y)
  const foot = setFoot(sheet, facts, width)
  const footTop = bottom - foot.height
  drawBring(sheet, root, facts, { x, y: y + 14, width, bottom: footTop - 22 })
  rule(sheet, footTop - 12)
  drawFoot(sheet, root, foot, { x, y: footTop })
}

function drawHead(sheet: Sheet, root: Section, facts: ConfirmationFacts): number {
  const t = wordsOf(facts.language)
  artifact(sheet, () => drawMark(sheet))
  const stack = [
    { text: facts.institution, x: 30, y: 0, weight: 'bold', size: 11, minSize: 8, maxLines: 2 },
    { text: t('title'), tag: 'H1', x: 0, y: 14, weight: 'bold', size: 25, maxLines: 1 },
    {
      text: facts.procedureName,
      x: 0,
      y: 2,
      weight: 'regular',
      size: 14,
      minSize: 10,
      maxLines: 2,
    },
  ] as const
  let y = top
  for (const part of stack) {
    const { text, x, ...setting } = part
    const paragraph = setText(sheet, text, { ...setting, width: width - x })
    const at = { x: margin + x, y: y + part.y, color: colors.ink }
    tag(sheet, root, 'tag' in part ? part.tag : 'P', () => draw(sheet, paragraph, at))
    y = at.y + paragraph.height
  }
  return y + 16
}

// The mark: a ticket with its notch, torn where the paper tears.
function drawMark(sheet: Sheet): void {
  const [markWidth, markHeight, notch] = [21, 14, 2.6]
  sheet.roundedRect(margin, top, markWidth, markHeight, 2.5).fill(colors.brand)
  const tear = margin + markWidth * 0.64
  sheet
    .circle(tear, top, notch)
    .circle(tear, top + markHeight, notch)
    .fill(colors.paper)
}

function rule(sheet: Sheet, y: number): void {
  artifact(sheet, () => {
    sheet
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .lineWidth(0.75)
      .stroke(colors.line)
  })
}

import { colors } from '../../turno/confirmation/colors.ts'
import { draw, type Sheet, setText } from '../../turno/confirmation/paragraph.ts'
import { qrMatrix, quietZone } from '../../turno/confirmation/qr.ts'
import { type Section, tag } from '../../turno/confirmation/tags.ts'
import { wordsOf } from '../../turno/confirmation/words.ts'
import type { CertificateFacts } from './facts.ts'

type Box = { x: number; y: number; width: number }

/** The proof's height in points: its QR, about 3.5 cm a side. */
export const proofHeight = 100

const gap = 18

/** The QR that `/verificar` opens, and how anybody checks that the paper is genuine. */
export function drawProof(sheet: Sheet, root: Section, facts: CertificateFacts, box: Box): void {
  const t = wordsOf(facts.language)
  const side = proofHeight
  const corners = [box.x, box.y, box.x + side, box.y + side]
  const figure = { alt: t('certificate.qr', { number: facts.number }), bbox: corners }
  tag(sheet, root, 'Figure', () => drawQr(sheet, facts.verifyUrl, box, side), figure)
  const width = box.width - side - gap
  const x = box.x + side + gap
  const { origin } = new URL(facts.verifyUrl)
  const lines = [
    { text: t('certificate.check'), weight: 'bold', size: 12, maxLines: 1 },
    {
      text: t('certificate.how', { url: `${origin}/verificar` }),
      weight: 'regular',
      size: 10.5,
      maxLines: 3,
    },
    { text: facts.code, weight: 'bold', size: 14, maxLines: 1 },
    { text: t('contact', facts.contact), weight: 'regular', size: 9.5, maxLines: 1 },
  ] as const
  let { y } = box
  for (const { text, ...setting } of lines) {
    const paragraph = setText(sheet, text, { ...setting, minSize: 8, width })
    tag(sheet, root, 'P', () => draw(sheet, paragraph, { x, y, color: colors.ink }))
    y += paragraph.height + 4
  }
}

function drawQr(sheet: Sheet, text: string, at: { x: number; y: number }, side: number): void {
  const qr = qrMatrix(text)
  const module = side / (qr.size + 2 * quietZone)
  sheet.rect(at.x, at.y, side, side).fill(colors.paper)
  for (const { x, y, length } of qr.runs) {
    const left = at.x + (x + quietZone) * module
    sheet.rect(left, at.y + (y + quietZone) * module, length * module, module)
  }
  sheet.fill(colors.black)
}

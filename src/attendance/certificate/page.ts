import { colors } from '../../turno/confirmation/colors.ts'
import { draw, type Setting, type Sheet, setText } from '../../turno/confirmation/paragraph.ts'
import { artifact, type Section, tag } from '../../turno/confirmation/tags.ts'
import type { Weight } from '../../turno/confirmation/typefaces.ts'
import { written } from '../../turno/confirmation/when.ts'
import { wordsOf } from '../../turno/confirmation/words.ts'
import type { CertificateFacts } from './facts.ts'
import { drawProof, proofHeight } from './proof.ts'

const margin = 64
const pageHeight = 841.89
const width = 595.28 - 2 * margin
const bottom = pageHeight - 48

/** A text of the page with the room above it. */
type Text = Omit<Setting, 'width'> & {
  text: string
  tag: string
  weight: Weight
  above: number
  color?: string
  centred?: boolean
}

/** Draws the one page from the top down; the proof of its being genuine stands at the foot. */
export function drawCertificate(sheet: Sheet, facts: CertificateFacts): void {
  const root = sheet.struct('Document')
  sheet.addStructure(root)
  frame(sheet)
  let y = 62
  for (const text of textsOf(facts)) y = drawText(sheet, root, text, y)
  const top = bottom - proofHeight
  rule(sheet, top - 18)
  drawProof(sheet, root, facts, { x: margin, y: top, width })
}

function textsOf(facts: CertificateFacts): Text[] {
  const t = wordsOf(facts.language)
  const { date } = written(facts.issuedAt, facts.zone, facts.language)
  const { document, number } = facts
  const kind = `certificate.kinds.${document.kind}` as const
  const paper = t(kind, { number: document.number, country: document.country ?? '' })
  const who = { weight: 'bold', size: 22, minSize: 12, maxLines: 3, centred: true } as const
  const plain = { weight: 'regular', size: 13, minSize: 10, maxLines: 6 } as const
  const small = { weight: 'regular', size: 10.5, minSize: 8, maxLines: 2 } as const
  const office = [facts.agencyName, facts.canton, facts.province].join(', ')
  const texts: Text[] = [
    { text: facts.institution, tag: 'P', ...small, weight: 'bold', size: 12, above: 0 },
    {
      text: t('certificate.number', { number }),
      tag: 'P',
      ...small,
      above: 3,
      color: colors.quiet,
    },
    {
      text: facts.procedureName,
      tag: 'H1',
      weight: 'bold',
      size: 24,
      minSize: 15,
      maxLines: 3,
      above: 44,
      centred: true,
      color: colors.brand,
    },
    { text: t('certificate.says'), tag: 'P', ...plain, above: 34, centred: true },
    { text: facts.holderName, tag: 'P', ...who, above: 14 },
    { text: paper, tag: 'P', ...plain, size: 14, above: 6, centred: true },
    {
      text: t('certificate.statement', { institution: facts.institution }),
      tag: 'P',
      ...plain,
      above: 26,
    },
    { text: t('certificate.issued', { office, date }), tag: 'P', ...plain, above: 18 },
  ]
  const warning = {
    weight: 'bold',
    size: 12,
    minSize: 9,
    maxLines: 3,
    color: colors.brick,
  } as const
  if (facts.annulled) {
    texts.push({ text: t('certificate.annulled'), tag: 'P', ...warning, above: 26 })
  }
  texts.push({ text: t('certificate.neutral'), tag: 'P', ...warning, above: 26 })
  if (facts.demonstration) {
    texts.push({ text: t('demonstration'), tag: 'P', ...warning, above: 4 })
  }
  return texts
}

function drawText(sheet: Sheet, root: Section, text: Text, y: number): number {
  const { above, centred, color, tag: kind, text: words, ...setting } = text
  const paragraph = setText(sheet, words, { ...setting, width })
  const at = { x: margin, y: y + above, color: color ?? colors.ink }
  const place = centred ? { ...at, centre: width } : at
  tag(sheet, root, kind, () => draw(sheet, paragraph, place))
  return y + above + paragraph.height
}

function frame(sheet: Sheet): void {
  artifact(sheet, () => {
    sheet
      .rect(28, 28, 595.28 - 56, pageHeight - 56)
      .lineWidth(1)
      .stroke(colors.line)
    sheet.rect(28, 28, 595.28 - 56, 7).fill(colors.brand)
  })
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

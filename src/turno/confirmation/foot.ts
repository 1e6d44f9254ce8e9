import { colors } from './colors.ts'
import type { ConfirmationFacts } from './facts.ts'
import { draw, type Paragraph, type Sheet, setText } from './paragraph.ts'
import { type Section, tag } from './tags.ts'
import { written } from './when.ts'
import { wordsOf } from './words.ts'

const gap = 3

/** The foot of the page, set: how to change or cancel, whom to ask, when it was issued. */
export type Foot = { parts: { kind: 'H2' | 'P'; paragraph: Paragraph }[]; height: number }

/** Sets the foot `width` points wide; its height decides how much room the page has above it. */
export function setFoot(sheet: Sheet, facts: ConfirmationFacts, width: number): Foot {
  const t = wordsOf(facts.language)
  const { date, time } = written(facts.issuedAt, facts.zone, facts.language)
  const manage = facts.manageHint ?? t('manageHow', { url: facts.pageUrl })
  const heading = { weight: 'bold', size: 12, width, maxLines: 1 } as const
  const plain = { weight: 'regular', size: 11, minSize: 8, width, maxLines: 2 } as const
  const last = { weight: 'regular', size: 9.5, minSize: 8, width, maxLines: 2 } as const
  const contact = `${t('contact', facts.contact)}. ${t('issued', { date, time })}`
  const parts: Foot['parts'] = [
    { kind: 'H2', paragraph: setText(sheet, t('manage'), heading) },
    { kind: 'P', paragraph: setText(sheet, manage, plain) },
    { kind: 'P', paragraph: setText(sheet, contact, last) },
  ]
  return { parts, height: parts.reduce((sum, { paragraph }) => sum + paragraph.height + gap, 0) }
}

/** Draws the foot with its top left at `at`. */
export function drawFoot(
  sheet: Sheet,
  root: Section,
  foot: Foot,
  at: { x: number; y: number },
): void {
  let { y } = at
  for (const { kind, paragraph } of foot.parts) {
    const place = { x: at.x, y, color: kind === 'H2' ? colors.ink : colors.quiet }
    tag(sheet, root, kind, () => draw(sheet, paragraph, place))
    y += paragraph.height + gap
  }
}

import { colors } from './colors.ts'
import type { ConfirmationFacts } from './facts.ts'
import { draw, type Setting, type Sheet, setText } from './paragraph.ts'
import { type Section, tag } from './tags.ts'
import type { Weight } from './typefaces.ts'
import { wordsOf } from './words.ts'

const columnGap = 28
const leftShare = 0.56

type Box = { x: number; y: number; width: number }
type Entry = Omit<Setting, 'width'> & { weight: Weight; text: string; color?: string }

/** The agency on the left, the holder and who comes for them on the right. Returns where it ends. */
export function drawWhereAndWho(
  sheet: Sheet,
  root: Section,
  facts: ConfirmationFacts,
  box: Box,
): number {
  const t = wordsOf(facts.language)
  const { agency } = facts
  const { x, y } = box
  const left = box.width * leftShare
  const name = { weight: 'bold', size: 15, minSize: 10, maxLines: 2 } as const
  const plain = { weight: 'regular', size: 11.5, minSize: 9, maxLines: 2 } as const
  const small = { weight: 'bold', size: 9.5, minSize: 8, maxLines: 2 } as const
  const place: Entry[] = [
    { text: agency.name, ...name },
    { text: agency.address, ...plain, maxLines: 3 },
    { text: [agency.canton, agency.province].join(', '), ...plain },
  ]
  if (agency.demonstration) {
    place.push({ text: t('demonstration'), ...small, color: colors.brick })
  }
  const people: Entry[] = [
    { text: facts.holderName, ...name, minSize: 9, maxLines: 3 },
    { text: t('document', { document: facts.documentMasked }), ...plain },
  ]
  const right = { x: x + left + columnGap, width: box.width - left - columnGap }
  const placeEnd = drawEntries(sheet, root, t('where'), place, { x, y, width: left })
  let peopleEnd = drawEntries(sheet, root, t('holder'), people, { ...right, y })
  if (facts.thirdPartyName !== null) {
    const thirdParty = [{ text: facts.thirdPartyName, ...name, size: 13 }]
    peopleEnd = drawEntries(sheet, root, t('thirdParty'), thirdParty, {
      ...right,
      y: peopleEnd + 8,
    })
  }
  return Math.max(placeEnd, peopleEnd)
}

function drawEntries(
  sheet: Sheet,
  root: Section,
  heading: string,
  entries: Entry[],
  box: Box,
): number {
  const label: Entry = { text: heading, weight: 'regular', size: 10.5, color: colors.quiet }
  let y = box.y
  for (const entry of [label, ...entries]) {
    const paragraph = setText(sheet, entry.text, { ...entry, width: box.width })
    const at = { x: box.x, y, color: entry.color ?? colors.ink }
    tag(sheet, root, entry === label ? 'H2' : 'P', () => draw(sheet, paragraph, at))
    y += paragraph.height + 1.5
  }
  return y
}

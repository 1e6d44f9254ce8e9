import { boxColumn, type Checklist, fitChecklist } from './checklist.ts'
import { colors } from './colors.ts'
import type { ConfirmationFacts } from './facts.ts'
import { draw, type Paragraph, type Sheet, setText } from './paragraph.ts'
import { artifact, open, type Section, tag } from './tags.ts'
import { wordsOf } from './words.ts'

type Room = { x: number; y: number; width: number; bottom: number }

const headingSize = 15
const moreSize = 9

/**
 * What to bring, each with a box to tick, between `room.y` and `room.bottom`. Where something had to be
 * cut, the last line says where the whole list is.
 */
export function drawBring(sheet: Sheet, root: Section, facts: ConfirmationFacts, room: Room): void {
  if (facts.bring.length === 0) {
    return
  }
  const t = wordsOf(facts.language)
  const { x, width } = room
  const heading = setText(sheet, t('bring'), {
    weight: 'bold',
    size: headingSize,
    width,
    maxLines: 1,
  })
  tag(sheet, root, 'H2', () => draw(sheet, heading, { x, y: room.y, color: colors.ink }))
  const top = room.y + heading.height + 5
  const list = setWithin(sheet, facts, { width, height: room.bottom - top })
  drawList(sheet, root, list, { x, y: top })
  if (!list.whole) {
    const text = t('bringMore', { url: facts.pageUrl })
    const more = setText(sheet, text, {
      weight: 'bold',
      size: moreSize,
      minSize: 7,
      width,
      maxLines: 1,
    })
    const at = { x, y: room.bottom - more.height, color: colors.ink }
    tag(sheet, root, 'P', () => draw(sheet, more, at))
  }
}

function setWithin(
  sheet: Sheet,
  facts: ConfirmationFacts,
  room: { width: number; height: number },
): Checklist {
  const list = fitChecklist(sheet, facts.bring, room)
  return list.whole
    ? list
    : fitChecklist(sheet, facts.bring, { ...room, height: room.height - moreSize * 1.6 })
}

function drawList(
  sheet: Sheet,
  root: Section,
  list: Checklist,
  at: { x: number; y: number },
): void {
  const section = open(sheet, root, 'L')
  let y = at.y
  for (const item of list.items) {
    drawItem(sheet, section, item, { x: at.x, y, size: list.size })
    y += item.height + list.gap
  }
}

function drawItem(
  sheet: Sheet,
  list: Section,
  item: Paragraph,
  { x, y, size }: { x: number; y: number; size: number },
): void {
  artifact(sheet, () => {
    sheet
      .roundedRect(x + 0.5, y + size * 0.14, size, size, 1.5)
      .lineWidth(1)
      .stroke(colors.ink)
  })
  const body = open(sheet, open(sheet, list, 'LI'), 'LBody')
  const at = { x: x + size * boxColumn, y, color: colors.ink }
  tag(sheet, body, 'P', () => draw(sheet, item, at))
}

import type { Requirement } from './facts.ts'
import { type Paragraph, type Sheet, set } from './paragraph.ts'

/** What to bring as it fits; `whole` is false when something had to be cut or left out. */
export type Checklist = {
  items: Paragraph[]
  size: number
  gap: number
  height: number
  whole: boolean
}

// From comfortable to the smallest a tired eye should be asked to read; after that, text gives way.
const sizes = [12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8]
const smallestSize = 8
const fewerLines = [5, 4, 3, 2, 1]

/** Room left of each item for its box, in units of the text size. */
export const boxColumn = 2

/**
 * Sets what to bring within `room.height` points: smaller letters first, then fewer lines for each; one
 * is left out only where there is not a line for each.
 */
export function fitChecklist(
  sheet: Sheet,
  requirements: Requirement[],
  room: { width: number; height: number },
): Checklist {
  for (const size of sizes) {
    const list = setList(sheet, requirements, room.width, size, Number.POSITIVE_INFINITY)
    if (list.height <= room.height) {
      return list
    }
  }
  for (const lines of fewerLines) {
    const list = setList(sheet, requirements, room.width, smallestSize, lines)
    if (list.height <= room.height) {
      return list
    }
  }
  return shorten(setList(sheet, requirements, room.width, smallestSize, 1), room.height)
}

function setList(
  sheet: Sheet,
  requirements: Requirement[],
  width: number,
  size: number,
  maxLines: number,
): Checklist {
  const setting = { size, width: width - size * boxColumn, maxLines }
  const items = requirements.map(({ title, detail }) =>
    set(
      sheet,
      [
        { text: ended(title), weight: 'bold' },
        { text: detail, weight: 'regular' },
      ],
      setting,
    ),
  )
  const gap = size * 0.6
  return {
    items,
    size,
    gap,
    height: heightOf(items, gap),
    whole: items.every((item) => item.whole),
  }
}

function shorten(list: Checklist, height: number): Checklist {
  const items = [...list.items]
  while (items.length > 0 && heightOf(items, list.gap) > height) {
    items.pop()
  }
  return { ...list, items, whole: false, height: heightOf(items, list.gap) }
}

function heightOf(items: Paragraph[], gap: number): number {
  return items.reduce((sum, item) => sum + item.height + gap, 0)
}

// The title runs into the explanation, so it ends like a sentence.
function ended(title: string): string {
  return /[.:!?…]\s*$/u.test(title) ? title : `${title.trimEnd()}.`
}

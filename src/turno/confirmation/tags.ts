import type { Sheet } from './paragraph.ts'

/** A place in the document's structure that further elements are put into, in reading order. */
export type Section = ReturnType<Sheet['struct']>

/** What an element says besides its content: a Figure's text, and where it stands (left, top, right, bottom). */
export type Saying = { alt?: string; bbox?: number[] }

/** Opens a structure element of `type` at the end of `parent`. */
export function open(sheet: Sheet, parent: Section, type: string): Section {
  const section = sheet.struct(type)
  parent.add(section)
  return section
}

/** Draws content that belongs to a new element of `type` at the end of `parent`, as `H1`, `P` or `Figure`. */
export function tag(
  sheet: Sheet,
  parent: Section,
  type: string,
  paint: () => void,
  saying: Saying = {},
): void {
  parent.add(sheet.struct(type, saying, [paint]))
}

/** Draws what only decorates: a screen reader passes it by. */
export function artifact(sheet: Sheet, paint: () => void): void {
  sheet.markContent('Artifact', { type: 'Layout' })
  paint()
  sheet.endMarkedContent()
}

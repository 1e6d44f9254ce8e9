import type PDFDocument from 'pdfkit'
import { type Face, faceOf, type Weight } from './typefaces.ts'

/** A PDF being drawn. */
export type Sheet = InstanceType<typeof PDFDocument>

/** A stretch of text in one weight. */
export type Span = { text: string; weight: Weight }

/** How a text is to be set: points for sizes and widths; `minSize` and `maxLines` say how it gives way. */
export type Setting = { size: number; width: number; minSize?: number; maxLines?: number }

// Widths are for size 1: they scale, so trying a smaller size measures nothing anew.
type Piece = {
  text: string
  weight: Weight
  face: Face
  width: number
  space: number
  spaceBefore: boolean
}
type Line = { pieces: Piece[]; width: number }

/** A text broken into lines, ready to be drawn; `whole` is false when it had to be cut. */
export type Paragraph = { lines: Line[]; size: number; height: number; whole: boolean }

const leading = 1.3
const sizeStep = 0.5
const ellipsis = '…'
// More than a page of the smallest text; whatever is longer is not read any further.
const mostCharacters = 3000

/**
 * Breaks `spans` into lines. Where they need more than `maxLines` they are first made smaller, down to
 * `minSize`, and only then cut with an ellipsis. Control and direction characters become spaces.
 */
export function set(sheet: Sheet, spans: Span[], setting: Setting): Paragraph {
  const { width, maxLines = Number.POSITIVE_INFINITY } = setting
  const pieces = spans.flatMap((span, index) => piecesOf(sheet, span, index > 0))
  const smallest = Math.min(setting.minSize ?? setting.size, setting.size)
  for (let size = setting.size; ; size = Math.max(size - sizeStep, smallest)) {
    const lines = breakLines(sheet, pieces, width / size)
    if (lines.length <= maxLines) {
      return { lines, size, height: lines.length * size * leading, whole: true }
    }
    if (size <= smallest) {
      const kept = cut(sheet, lines.slice(0, maxLines), width / size)
      return { lines: kept, size, height: kept.length * size * leading, whole: false }
    }
  }
}

/** `set` for a text in one weight. */
export function setText(
  sheet: Sheet,
  text: string,
  { weight, ...setting }: Setting & { weight: Weight },
): Paragraph {
  return set(sheet, [{ text, weight }], setting)
}

/** Draws `paragraph` with its top at `y`; `centre` centres its lines within that width. */
export function draw(
  sheet: Sheet,
  paragraph: Paragraph,
  at: { x: number; y: number; color: string; centre?: number },
): void {
  const { lines, size } = paragraph
  sheet.fillColor(at.color).fontSize(size)
  lines.forEach((line, row) => {
    const baseline = at.y + row * size * leading + size
    let x = at.x + (at.centre === undefined ? 0 : (at.centre - line.width * size) / 2)
    for (const run of runsOf(line, row === lines.length - 1)) {
      sheet.font(run.face.name)
      sheet.text(run.text, x, baseline, { lineBreak: false, baseline: 'alphabetic' })
      x += run.width * size
    }
  })
}

function piecesOf(sheet: Sheet, { text, weight }: Span, follows: boolean): Piece[] {
  const readable = text.length > mostCharacters ? text.slice(0, mostCharacters) + ellipsis : text
  const words = readable
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
  return words.map((word, index) => pieceOf(sheet, word, weight, follows || index > 0))
}

function pieceOf(sheet: Sheet, text: string, weight: Weight, spaceBefore: boolean): Piece {
  const { face, word } = faceOf(text, weight)
  sheet.font(face.name).fontSize(1)
  const [width, space] = [sheet.widthOfString(word), sheet.widthOfString(' ')]
  return { text: word, weight, face, width, space, spaceBefore }
}

function breakLines(sheet: Sheet, pieces: Piece[], room: number): Line[] {
  const lines: Line[] = []
  let line: Line = { pieces: [], width: 0 }
  for (const piece of pieces.flatMap((word) => fitting(sheet, word, room))) {
    const space = line.pieces.length > 0 && piece.spaceBefore ? piece.space : 0
    if (line.pieces.length > 0 && line.width + space + piece.width > room) {
      lines.push(line)
      line = { pieces: [piece], width: piece.width }
    } else {
      line.pieces.push(piece)
      line.width += space + piece.width
    }
  }
  return line.pieces.length > 0 ? [...lines, line] : lines
}

// A word wider than the line (a name typed without spaces) is cut between characters as people see them.
function fitting(sheet: Sheet, piece: Piece, room: number): Piece[] {
  if (piece.width <= room) {
    return [piece]
  }
  const parts: Piece[] = []
  for (const character of characters(piece.text)) {
    const last = parts.at(-1)
    const grown = last && pieceOf(sheet, last.text + character, piece.weight, last.spaceBefore)
    if (grown && grown.width <= room) {
      parts[parts.length - 1] = grown
    } else {
      const isFirst = parts.length === 0
      parts.push(pieceOf(sheet, character, piece.weight, isFirst && piece.spaceBefore))
    }
  }
  return parts
}

// Ends the last line with an ellipsis, taking away as many characters as that needs.
function cut(sheet: Sheet, lines: Line[], room: number): Line[] {
  const pieces = [...(lines.at(-1)?.pieces ?? [])]
  for (let last = pieces.pop(); last; last = pieces.pop()) {
    const text = characters(last.text)
    for (let length = text.length; length > 0; length -= 1) {
      const short = text.slice(0, length).join('') + ellipsis
      const piece = pieceOf(sheet, short, last.weight, last.spaceBefore)
      const [line, ...more] = breakLines(sheet, [...pieces, piece], room)
      if (line && more.length === 0) {
        return [...lines.slice(0, -1), line]
      }
    }
  }
  return lines
}

// Neighbours in one face are drawn as one run. A line that is not the last keeps its space, so that a
// screen reader does not join its last word to the next line's first.
function runsOf(line: Line, isLast: boolean): { text: string; face: Face; width: number }[] {
  const runs: { text: string; face: Face; width: number }[] = []
  for (const piece of line.pieces) {
    const before = runs.at(-1)
    if (before && piece.spaceBefore) {
      before.text += ' '
      before.width += piece.space
    }
    if (before?.face === piece.face) {
      before.text += piece.text
      before.width += piece.width
    } else {
      runs.push({ text: piece.text, face: piece.face, width: piece.width })
    }
  }
  const end = runs.at(-1)
  if (end && !isLast) {
    end.text += ' '
  }
  return runs
}

function characters(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
}

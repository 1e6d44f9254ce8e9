import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

declare global {
  namespace PDFKit.Mixins {
    interface PDFFont {
      /** pdfkit also takes a font that is already open; its types do not say so. */
      registerFont(name: string, src: Font): this
    }
  }
}

/** The two weights of the papers. */
export type Weight = 'regular' | 'bold'

/** A typeface as the PDF embeds it. */
export type Face = { name: string; font: Font; covers(text: string): boolean }

const resolve = createRequire(import.meta.url).resolve

// Atkinson Hyperlegible Next is the site's family, but has no Vietnamese letters (Ễ), no dot below and
// no Ŋ; Noto Sans has all of Latin, Greek and Cyrillic and stands in for the words that need them.
const atkinson = '@expo-google-fonts/atkinson-hyperlegible-next'
const noto = '@expo-google-fonts/noto-sans'
const faces: Record<Weight, { own: Face; fuller: Face }> = {
  regular: {
    own: load('Atkinson', `${atkinson}/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf`),
    fuller: load('Noto', `${noto}/400Regular/NotoSans_400Regular.ttf`),
  },
  bold: {
    own: load('AtkinsonBold', `${atkinson}/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf`),
    fuller: load('NotoBold', `${noto}/700Bold/NotoSans_700Bold.ttf`),
  },
}

/**
 * Every face, to be registered with one new document, which must be finished before the next asks.
 *
 * The open fonts are shared, because reading their tables takes longer than the rest of a page. But
 * fontkit remembers with each glyph the first text it stood for, so that one document's words would
 * show in what is copied out of the next: that memory, and only it, is cleared.
 */
export function facesForDocument(): Face[] {
  const all = Object.values(faces).flatMap(({ own, fuller }) => [own, fuller])
  for (const { font } of all) {
    Reflect.set(font, '_glyphs', {})
  }
  return all
}

/**
 * The face a word is set in, and the word as it can be set: whole words change face, because a single
 * foreign letter inside one looks like a fault. What neither face has becomes U+FFFD, never nothing.
 */
export function faceOf(word: string, weight: Weight): { face: Face; word: string } {
  const { own, fuller } = faces[weight]
  if (own.covers(word)) {
    return { face: own, word }
  }
  const settable = [...word].map((character) => (fuller.covers(character) ? character : '\uFFFD'))
  return { face: fuller, word: settable.join('') }
}

function load(name: string, path: string): Face {
  const font = create(readFileSync(resolve(path)))
  if (!('characterSet' in font)) {
    throw new Error(`The typeface ${name} is a collection of fonts; the papers need a single one`)
  }
  takeLettersWhole(font)
  const known = new Set(font.characterSet)
  return {
    name,
    font,
    covers: (text) => [...text].every((character) => known.has(character.codePointAt(0) ?? -1)),
  }
}

// Noto takes some letters apart (ị into i and a dot) to place marks on them; the parts then copy out of
// the paper as something else. Only a word that does carry loose marks needs that step (ccmp).
function takeLettersWhole(font: Font): void {
  const layout = font.layout.bind(font)
  font.layout = (text, features, ...rest) =>
    layout(text, /\p{M}/u.test(text) ? features : { ccmp: false }, ...rest)
}

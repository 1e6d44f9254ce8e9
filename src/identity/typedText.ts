/**
 * More than any honest answer needs. Longer input is refused before it is looked at, so that a field
 * of ten kilobytes costs nothing.
 */
export const longestTyped = 256

// What copying from a web page or a PDF leaves behind: zero-width characters, direction marks,
// the soft hyphen, the byte-order mark. Nobody sees them, so nobody could correct them.
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu

/** `text` without invisible characters and without space around it. */
export function trimTyped(text: string): string {
  return text.replace(invisible, '').trim()
}

const separators = /[\s\p{Pd}\u2212]+/gu

/** `text` without the spaces and hyphens (of any width) that people group numbers with. */
export function withoutSeparators(text: string): string {
  return trimTyped(text).replace(separators, '')
}

import { guessable } from './guessable.ts'

/** How long a password must be: alone, and where a second factor stands beside it (NIST SP 800-63B-4). */
export const shortest = { alone: 15, withFactor: 8 } as const
export const longest = 128

/** What must be left of a password besides what anybody would guess. */
const ownShare = 4

export type PasswordVerdict = { ok: true } | { ok: false; reason: 'short' | 'long' | 'guessable' }

/**
 * Whether a password may be chosen. Only its length counts, in characters as people see them, and that
 * it is not made of what everybody tries first: the usual passwords, runs of a keyboard or alphabet, one
 * thing over and over, or `known` words (the institution's, the person's own name and address).
 */
export function judgePassword(
  password: string,
  { withFactor, known }: { withFactor: boolean; known: readonly string[] },
): PasswordVerdict {
  const length = Array.from(password.normalize('NFC')).length
  if (length < (withFactor ? shortest.withFactor : shortest.alone)) {
    return { ok: false, reason: 'short' }
  }
  if (length > longest) return { ok: false, reason: 'long' }
  const rest = withoutGuessable(plain(password), known.flatMap(wordsOf))
  const own = new Set(rest).size
  return own < ownShare ? { ok: false, reason: 'guessable' } : { ok: true }
}

/** Takes out whatever is guessed first, the longest first; dates and numbers count for nothing. */
function withoutGuessable(text: string, known: string[]): string {
  const words = [...guessable, ...known]
    .map(plain)
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length)
  let rest = text
  for (const word of words) rest = rest.replaceAll(word, ' ')
  return withoutRuns(rest).replace(/[^\p{L}]/gu, '')
}

/** Takes out three or more letters that follow each other in the alphabet, either way, or repeat. */
function withoutRuns(text: string): string {
  const letters = Array.from(text)
  const step = (at: number) =>
    (letters[at]?.codePointAt(0) ?? 0) - (letters[at - 1]?.codePointAt(0) ?? 0)
  return letters
    .filter((_, at) => {
      const inRun = [at - 1, at, at + 1].some(
        (middle) =>
          middle >= 1 &&
          middle + 1 < letters.length &&
          step(middle) === step(middle + 1) &&
          Math.abs(step(middle)) <= 1,
      )
      return !inRun
    })
    .join('')
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u)
}

const written: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
}
const signs: Record<string, string> = { '@': 'a', $: 's', '!': 'i' }

/** Small letters without accents, and letters for the signs people write in their place. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[@$!]/g, (sign) => signs[sign] ?? sign)
    .replace(/(?<=\p{L})[013457](?=\p{L})/gu, (digit) => written[digit] ?? digit)
}

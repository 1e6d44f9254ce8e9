/**
 * Letters of other scripts that look like a Latin capital. Documents print capitals, so a lower-case
 * letter is judged by its capital. Cyrillic, Greek and Armenian are here because their keyboards are
 * in use; a rarer script is refused by the character check that follows, which is safe as well.
 * Digits are never matched with letters: O and 0 are two different passports.
 */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  [
    // Cyrillic
    'АA ВB СC ЕE НH ІI ЇI ӀI ЈJ КK ҚK МM ОO РP ԚQ ЅS ТT ԜW ХX ҲX УY ҮY',
    // Greek
    'ΑA ΒB ϹC ΕE ϜF ΗH ΙI ͿJ ΚK ΜM ΝN ΟO ΡP ΤT ΧX ΥY ΖZ',
    // Armenian
    'ՕO ՍU ՏS ԼL',
    // The Turkish capital of i
    'İI',
  ]
    .flatMap((row) => row.split(' '))
    .map((pair): [string, string] => [pair.charAt(0), pair.charAt(1)]),
)

/**
 * `text` as Latin capitals and ASCII digits wherever a character is only another way of writing one:
 * full-width and other compatibility forms, look-alikes of other scripts, digits of other scripts.
 * What has no such reading stays as it is, for the caller to refuse. Idempotent.
 */
export function foldToLatin(text: string): string {
  // Twice, because some look-alikes only exist before NFKC and others only after it.
  return foldLetters(foldLetters(text).normalize('NFKC'))
}

function foldLetters(text: string): string {
  return Array.from(text, foldCharacter).join('')
}

function foldCharacter(character: string): string {
  const upper = character.toUpperCase()
  const single = upper.length === character.length ? upper : character // ß is no SS
  return lookAlikes.get(single) ?? digitValue(single) ?? single
}

/** The ASCII digit that a decimal digit of another script stands for. */
function digitValue(character: string): string | undefined {
  if (!isDigit(character)) return undefined
  // Unicode keeps each script's ten digits together and in order, so counting back gives the value.
  const code = character.codePointAt(0) ?? 0
  let before = 0
  while (isDigit(String.fromCodePoint(code - before - 1))) before += 1
  return String(before % 10)
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character)
}

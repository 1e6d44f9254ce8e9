// Letters that are no letter with a mark, so that NFKD leaves them as they are.
const plain: Record<string, string> = {
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ø: 'o',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
}

/** A text for comparing what people type in a hurry: small letters, no marks, single spaces. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łđðøßæœı]/g, (letter) => plain[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Whether every word of `asked` begins a word of `name`, in any order. Both as typed. */
export function namesMatch(asked: string, name: string): boolean {
  const words = folded(name).split(' ')
  const wanted = folded(asked).split(' ').filter(Boolean)
  return wanted.length > 0 && wanted.every((one) => words.some((word) => word.startsWith(one)))
}

/** Whether `asked` is a document's number, or at least its last four characters. */
export function numberMatches(asked: string, number: string): boolean {
  const wanted = folded(asked).replaceAll(' ', '')
  return (
    wanted.length >= 4 && /\d/.test(wanted) && folded(number).replaceAll(' ', '').endsWith(wanted)
  )
}

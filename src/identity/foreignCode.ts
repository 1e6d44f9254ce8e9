import type { ParsedNumber } from './documentNumber.ts'
import { readLettersAndDigits } from './passport.ts'

/**
 * A código de identificación para extranjeros: 4 to 20 letters or digits. Its format is not published,
 * so nothing more is asked of it; it is only taken to tell people which procedure is theirs.
 */
export function parseForeignCode(text: string): ParsedNumber {
  return readLettersAndDigits(text, { shortest: 4, longest: 20 })
}

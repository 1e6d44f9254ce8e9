/** The longest name of an account, in characters: it is to fit on a line of a page. */
export const longestStaffName = 120

/** The name of a person who works here, as it is kept: spaces in a row count as one. */
export function tidyStaffName(typed: string): string {
  return typed.normalize('NFC').replace(/\s+/gu, ' ').trim()
}

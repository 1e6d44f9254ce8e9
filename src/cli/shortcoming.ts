import { codesOf } from '../../db/errors.ts'

/** Why a file could not be written, as the end of a sentence: what the disk says, or our own check. */
export function shortcoming(error: unknown): string {
  const [code] = codesOf(error)
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') return 'the disk is full.'
  if (code !== undefined) return `the file cannot be read or written (${code}).`
  return error instanceof Error ? error.message : 'it is not known why.'
}

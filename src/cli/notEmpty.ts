import { InvalidArgumentError } from 'commander'

/**
 * An argument or option as it was given; refused where it is empty, as a shell's unset variable is: as
 * a path it would mean the folder one happens to be in.
 */
export function notEmpty(given: string): string {
  if (given.trim() === '') throw new InvalidArgumentError('It is empty.')
  return given
}

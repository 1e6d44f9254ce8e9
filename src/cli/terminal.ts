/** Where a command is run: what it is told from outside, and whom it answers. */
export type Terminal = {
  environment: NodeJS.ProcessEnv
  /** Writes a result, one or more lines, to standard output. */
  say(text: string): void
  /** Writes what went wrong, and remarks beside the result, to standard error. */
  complain(text: string): void
}

/** What a command ends with: 0 when it did what was asked, 1 when not; then it has complained. */
export type ExitCode = 0 | 1

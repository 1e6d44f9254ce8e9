import type { Terminal } from './terminal.ts'

/** The terminal this process was started from; the entry hands its environment in. */
export function ownTerminal(environment: NodeJS.ProcessEnv): Terminal {
  return {
    environment,
    say: (text) => void process.stdout.write(`${text}\n`),
    complain: (text) => void process.stderr.write(`${text}\n`),
  }
}

import { hash, parseOptions, verify } from '@node-rs/argon2'
import createError from 'http-errors'

/** What OWASP's cheat sheet on storing passwords asks of argon2id, the default of the package. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Each takes 19 MiB and a core for a while, so only so many run at once. */
const mostAtOnce = 4

/** With more than this in line, whoever comes is better told to come back. */
const mostWaiting = 100

/** What to compare with where there is nothing: of today's cost, and of a password nobody knows. */
export const nobodys =
  '$argon2id$v=19$m=19456,t=2,p=1$HZlGBaX+PhxNZdDuuJTeHA$8xuaLfm5gPvh+x3fzARtbwp5JkP6RPVNzRghaFJQ6DQ'

const waiting: (() => void)[] = []
let running = 0

/** A hash of a password for storage: a PHC string, other bytes every time. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(same(password), cost))
}

/**
 * Whether a password is the one of `stored`. Without one to compare (an unknown address, nobody's
 * password yet) it does the same work and is false.
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const matches = await inTurn(() => verify(stored ?? nobodys, same(password)))
  return matches && stored !== null
}

/** Whether a stored hash was made at another cost than today's and should be made again. */
export function isOutdated(stored: string): boolean {
  const made = parseOptions(stored)
  return (
    made.memoryCost !== cost.memoryCost ||
    made.timeCost !== cost.timeCost ||
    made.parallelism !== cost.parallelism ||
    !stored.startsWith('$argon2id$')
  )
}

/** The same text however a keyboard composes its accents. */
function same(password: string): string {
  return password.normalize('NFC')
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting) throw createError(503, 'Too many sign-ins at once')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running += 1
  }
  try {
    return await work()
  } finally {
    // Who waits takes over the place of who is done.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

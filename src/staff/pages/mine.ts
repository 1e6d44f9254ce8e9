import type { Request } from 'express'
import { type Presence, presenceOf } from '../access.ts'

/** Who sent a request that passed `needs`, and in which session. */
export function mine(request: Request): Presence {
  const presence = presenceOf(request)
  if (!presence) throw new Error('A staff page without its guard')
  return presence
}

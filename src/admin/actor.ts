import type { Request } from 'express'
import { knownStaff } from '../staff/access.ts'

/** The sender of a request as the record names them. */
export function actorOf(request: Request): `staff:${string}` {
  return `staff:${knownStaff(request).id}`
}

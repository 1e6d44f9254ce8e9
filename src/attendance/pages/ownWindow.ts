import type { Request } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import type { Clerk } from '../today.ts'
import type { Window } from '../windows.ts'

/** The window that whoever asks has open, and its agency. */
export type OwnWindow = { clerk: Clerk; window: Window; agency: Agency }

/**
 * The window of whoever asks; null without one, and where the role at its agency was taken from them
 * meanwhile. It comes from their open shift, never from a form.
 */
export async function ownWindow(
  { attendance, database, stores }: Pick<Services, 'attendance' | 'database' | 'stores'>,
  request: Request,
): Promise<OwnWindow | null> {
  const staff = knownStaff(request)
  const window = await attendance.windows.ofClerk(staff.id)
  const agency = window && (await stores.agencies.agency(database.read, window.agencyId))
  if (!window || !agency) return null
  if (!may(staff, 'window', agency.id)) return null
  return { clerk: { staffId: staff.id, windowId: window.id }, window, agency }
}

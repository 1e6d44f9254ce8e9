import type { Request } from 'express'
import type { Agency } from '../../agencies/agency.ts'
import type { Services } from '../../services.ts'
import { knownStaff, may } from '../../staff/access.ts'
import { pauseReasons } from '../reasons.ts'
import type { DoorPart } from '../viewModels.ts'
import { receptionUrl } from './addresses.ts'
import { choices } from './choices.ts'

/** Whether an agency takes people in just now, and what can be done about it. */
export async function doorPart(
  { attendance, pages }: Pick<Services, 'attendance' | 'pages'>,
  request: Request,
  { id }: Agency,
): Promise<DoorPart> {
  const day = await attendance.day.figures(id)
  const because = day?.pausedBecause ?? null
  const paused = because === null ? null : 'paused'
  const kind = day && day.closedAt !== null ? 'closed' : paused
  return {
    shut: kind && {
      kind,
      because: because === null ? null : pages.text(request, `room:arrive.because.${because}`),
    },
    pauseReasons: choices(pages, request, 'room:arrive.because.', pauseReasons),
    mayClose: may(knownStaff(request), 'supervisor', id),
    pauseUrl: receptionUrl(id, 'pausa'),
    resumeUrl: receptionUrl(id, 'reanudar'),
    closeUrl: receptionUrl(id, 'cierre'),
    reopenUrl: receptionUrl(id, 'reabrir'),
  }
}

import type { Request } from 'express'
import type { Services } from '../../services.ts'
import { time } from '../../web/dates.ts'
import type { PlaceReason } from '../place.ts'

/** Why somebody stands where they do, as a sentence for staff: "Desde su hora, 08:20; prioridad, −30 min". */
export function whyHere(
  { pages }: Pick<Services, 'pages'>,
  request: Request,
  { from, base, priorityMinutes, walkInMinutes }: PlaceReason,
  zone: string,
): string {
  const parts = [pages.text(request, `room:why.${from}`, { time: time(base, zone) })]
  if (priorityMinutes > 0) {
    parts.push(pages.text(request, 'room:whyMore.priority', { minutes: priorityMinutes }))
  }
  if (walkInMinutes > 0) {
    parts.push(pages.text(request, 'room:whyMore.walkIn', { minutes: walkInMinutes }))
  }
  return parts.join(' · ')
}

import type { Request } from 'express'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { dateTime, time } from '../../web/dates.ts'
import type { ArriveResult } from '../arrive.ts'
import type { Told } from '../viewModels.ts'
import type { WalkInResult } from '../walkIn.ts'

/** Why somebody was not taken in: at reception, or at a kiosk, where codes of others are shown too. */
export type NotTakenIn =
  | Extract<ArriveResult | WalkInResult, { ok: false }>
  | { ok: false; reason: 'not-ours' | 'too-often' }

type Refusal = {
  refused: NotTakenIn
  /** The agency's. */
  zone: string
  /** Reception is told what to do with somebody; a kiosk speaks to the person themselves. */
  at: 'reception' | 'kiosk'
}

const tones: Partial<Record<NotTakenIn['reason'], Told['tone']>> = {
  forged: 'stop',
  cancelled: 'stop',
  served: 'info',
  'too-early': 'info',
}

/** What is said of somebody who was not taken in: what happened, and what to do next. */
export function arriveAnswer(
  { pages }: Pick<Services, 'pages'>,
  request: Request,
  { refused, zone, at }: Refusal,
): Told {
  const { language } = contextOf(request)
  const { reason } = refused
  const say = (part: string, args: Record<string, string>) =>
    at === 'kiosk'
      ? pages.text(request, `kiosk:answer.${part}`, args)
      : pages.text(request, `room:arrive.${part}`, args)
  const told = (key: string, args: Record<string, string> = {}): Told => ({
    tone: tones[reason] ?? 'care',
    title: say(`${key}.title`, args),
    text: say(`${key}.text`, args),
  })
  switch (refused.reason) {
    case 'too-early':
      return told(reason, { hour: time(refused.startAt, zone), from: time(refused.from, zone) })
    case 'too-late':
      return told(refused.walkInsLeft > 0 ? 'too-late' : 'too-late-full', {
        hour: time(refused.startAt, zone),
        until: time(refused.until, zone),
      })
    case 'wrong-agency': {
      const { agency, startAt } = refused
      const when = dateTime(startAt, agency.zone, language)
      return told(reason, { agency: agency.name, address: agency.address, when })
    }
    case 'wrong-day':
      return told(reason, { when: dateTime(refused.startAt, zone, language) })
    case 'paused':
      return told(reason, {
        because: pages.text(request, `room:arrive.because.${refused.because}`),
      })
    default:
      return told(reason)
  }
}

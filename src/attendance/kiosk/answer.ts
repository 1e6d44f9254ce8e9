import type { Request } from 'express'
import type { Services } from '../../services.ts'
import { contextOf } from '../../web/context.ts'
import { dateTime, time } from '../../web/dates.ts'
import type { ArriveResult } from '../arrive.ts'
import type { Told } from '../viewModels.ts'
import type { WalkInResult } from '../walkIn.ts'

/** Why somebody was not taken in at a kiosk. */
export type KioskRefusal =
  | Extract<ArriveResult | WalkInResult, { ok: false }>
  | { ok: false; reason: 'not-ours' | 'too-often' }

const tones: Partial<Record<KioskRefusal['reason'], Told['tone']>> = {
  forged: 'stop',
  cancelled: 'stop',
  served: 'info',
  'too-early': 'info',
}

/** What a kiosk says to the person themselves: what happened, and what to do next. */
export function kioskAnswer(
  { pages }: Pick<Services, 'pages'>,
  request: Request,
  refused: KioskRefusal,
  zone: string,
): Told {
  const { language } = contextOf(request)
  const told = (key: string, args: Record<string, string> = {}): Told => ({
    tone: tones[refused.reason] ?? 'care',
    title: pages.text(request, `kiosk:answer.${key}.title`, args),
    text: pages.text(request, `kiosk:answer.${key}.text`, args),
  })
  switch (refused.reason) {
    case 'too-early':
      return told('too-early', {
        hour: time(refused.startAt, zone),
        from: time(refused.from, zone),
      })
    case 'too-late':
      return told(refused.walkInsLeft > 0 ? 'too-late' : 'too-late-full', {
        hour: time(refused.startAt, zone),
        until: time(refused.until, zone),
      })
    case 'wrong-agency': {
      const { agency, startAt } = refused
      const when = dateTime(startAt, agency.zone, language)
      return told('wrong-agency', { agency: agency.name, address: agency.address, when })
    }
    case 'wrong-day':
      return told('wrong-day', { when: dateTime(refused.startAt, zone, language) })
    case 'paused': {
      const because = pages.text(request, `room:arrive.because.${refused.because}`)
      return told('paused', { because })
    }
    default:
      return told(refused.reason)
  }
}

import type { Request } from 'express'
import type { Services } from '../../services.ts'
import type { Board, BoardCall } from '../board.ts'
import type { BoardPart, ShownCall } from '../liveViewModels.ts'

/** So many calls are large on the display, and so many are in the list beside them. */
const mostCurrent = 3
const mostLast = 5

/** What a display shows and has yet to announce, in words. */
export function boardPart(
  { clock, i18n, pages }: Pick<Services, 'clock' | 'i18n' | 'pages'>,
  request: Request,
  { day, zone, calls, next, pausedBecause }: Board,
  after: number,
): BoardPart {
  const current = calls.filter(({ open }) => open).slice(0, mostCurrent)
  const rest = calls.filter((call) => !current.includes(call))
  const because = pausedBecause && pages.text(request, `room:arrive.because.${pausedBecause}`)
  return {
    day,
    at: { at: clock.now(), zone },
    current: current.map(shown),
    last: rest.slice(0, mostLast).map(shown),
    next,
    paused: because,
    announcements: calls
      .filter(({ number }) => number > after)
      .sort((a, b) => a.number - b.number)
      .map((call) => {
        const { label, window } = shown(call)
        return {
          ...shown(call),
          open: call.open,
          say: i18n.t('es', 'live:display.say', { ...spoken(label), window }),
          caption: pages.text(request, 'live:display.caption', { label, window }),
        }
      }),
  }
}

function shown({ number, label, windowNumber }: BoardCall): ShownCall {
  return { number, label, window: windowNumber }
}

/** `A 014` as one says it: the letter, then the number without its zeros. */
function spoken(label: string): { letter: string; number: number } {
  const [letter = '', digits = ''] = label.split(' ')
  return { letter, number: Number(digits) }
}

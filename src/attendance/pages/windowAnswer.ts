import type { Request } from 'express'
import type { Services } from '../../services.ts'
import type { Told } from '../viewModels.ts'

/** Everything the window page may have to say, and how it looks. A closed list: it stands in the address. */
const tones = {
  'not-your-window': 'care',
  'window-taken': 'care',
  'has-window': 'care',
  'out-of-use': 'care',
  'unknown-window': 'care',
  'call-open': 'care',
  nobody: 'info',
  'window-busy': 'care',
  'not-waiting': 'care',
  'not-served': 'care',
  'unknown-call': 'care',
  'call-over': 'info',
  'told-enough': 'care',
  'too-soon': 'info',
  'visit-started': 'care',
  'not-before': 'info',
  nowhere: 'care',
  'unknown-target': 'care',
  'window-closed': 'care',
  nothing: 'info',
  'moved-on': 'care',
  'has-another': 'care',
  'unknown-visit': 'care',
  'visit-over': 'info',
  'unknown-requirement': 'care',
  'papers-open': 'care',
  'which-papers': 'care',
  whom: 'care',
  'outcome-stands': 'care',
  unknown: 'care',
  'not-now': 'care',
  saved: 'done',
  issued: 'done',
  ended: 'done',
  undone: 'done',
  'paper-genuine': 'done',
  'paper-older': 'care',
  'paper-other': 'stop',
  'paper-forged': 'stop',
  'paper-unreadable': 'care',
  corrected: 'done',
  'unknown-procedure': 'care',
  'clerk-elsewhere': 'care',
  'clerk-moved': 'done',
  'display-link-renewed': 'done',
} as const satisfies Record<string, Told['tone']>

export type WindowWord = keyof typeof tones

/** What the window page says first; null for a word that is not ours. */
export function windowAnswer(
  { pages }: Pick<Services, 'pages'>,
  request: Request,
  word: string,
): Told | null {
  const known = isWindowWord(word) ? word : null
  if (known === null) return null
  return {
    tone: tones[known],
    title: pages.text(request, `room:said.${known}.title`),
    text: pages.text(request, `room:said.${known}.text`),
  }
}

function isWindowWord(word: string): word is WindowWord {
  return Object.hasOwn(tones, word)
}

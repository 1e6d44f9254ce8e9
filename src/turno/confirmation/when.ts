import { DateTime } from 'luxon'
import type { Instant } from '../../clock.ts'
import type { Language } from '../../language.ts'
import { wordsOf } from './words.ts'

const earlyMinutes = 10
const dateForms = { es: "cccc d 'de' LLLL 'de' yyyy", en: 'cccc d LLLL yyyy' } as const
const locales = { es: 'es-EC', en: 'en-GB' } as const

/** An instant as the papers write it. */
export type Written = { date: string; time: string }

/**
 * `instant` on the wall clock of `zone`: "martes 24 de noviembre de 2026" and "08:20" (24 h).
 * The server's own zone plays no part.
 */
export function written(instant: Instant, zone: string, language: Language): Written {
  const local = DateTime.fromISO(instant, { zone, locale: locales[language] })
  return { date: local.toFormat(dateForms[language]), time: local.toFormat('HH:mm') }
}

/** The hour to be at the door, ten minutes before `start`. */
export function arrivalTime(start: Instant, zone: string): string {
  return DateTime.fromISO(start, { zone }).minus({ minutes: earlyMinutes }).toFormat('HH:mm')
}

/** Whose hour it is, in words: "Hora de Galápagos". */
export function zoneName(zone: string, language: Language): string {
  const t = wordsOf(language)
  return t([`zone.${zone}`, 'zone.other'], { zone })
}

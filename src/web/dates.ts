import { DateTime } from 'luxon'
import type { Instant, LocalDate } from '../clock.ts'
import type { Language } from '../language.ts'

const longDay = { es: "cccc d 'de' LLLL", en: 'cccc d LLLL' }
const shortDay = { es: 'ccc d LLL', en: 'ccc d LLL' }
const fullDay = { es: "d 'de' LLLL 'de' yyyy", en: 'd LLLL yyyy' }
const month = { es: "LLLL 'de' yyyy", en: 'LLLL yyyy' }

/** "martes 24 de noviembre", "Tuesday 24 November": the day of `instant` in `zone`. */
export function longDate(instant: Instant, zone: string, language: Language): string {
  return written(longDay[language], instant, zone, language)
}

/** "mar 24 nov", "Tue 24 Nov": the day of `instant` in `zone`. */
export function shortDate(instant: Instant, zone: string, language: Language): string {
  return written(shortDay[language], instant, zone, language)
}

/** "24 de noviembre de 2026", "24 November 2026": the day of `instant` in `zone`, with its year. */
export function date(instant: Instant, zone: string, language: Language): string {
  return written(fullDay[language], instant, zone, language)
}

/** "08:20", always 24 h: the wall clock of `zone` at `instant`. */
export function time(instant: Instant, zone: string): string {
  return written('HH:mm', instant, zone, 'es')
}

/** "martes 24 de noviembre, 08:20", "Tuesday 24 November, 08:20", in `zone`. */
export function dateTime(instant: Instant, zone: string, language: Language): string {
  return `${longDate(instant, zone, language)}, ${time(instant, zone)}`
}

/** "martes 24 de noviembre" of a calendar day, which has no zone. */
export function longDayName(day: LocalDate, language: Language): string {
  return written(longDay[language], day, 'utc', language)
}

/** "mar 24 nov", "Tue 24 Nov" of a calendar day, which has no zone. */
export function shortDayName(day: LocalDate, language: Language): string {
  return written(shortDay[language], day, 'utc', language)
}

/** "24 de noviembre de 2026" of a calendar day, which has no zone. */
export function dayWithYear(day: LocalDate, language: Language): string {
  return written(fullDay[language], day, 'utc', language)
}

/** "martes", "Tuesday": the weekday of a calendar day. */
export function weekday(day: LocalDate, language: Language): string {
  return written('cccc', day, 'utc', language)
}

/** "noviembre de 2026", "November 2026": the month of a calendar day. */
export function monthName(day: LocalDate, language: Language): string {
  return written(month[language], day, 'utc', language)
}

/** Galápagos went by the mainland's clock until 1986, so the name is asked for a day after that. */
const aRecentDay = Date.UTC(2026, 0, 1)

/** "hora de Ecuador", "Galapagos Time": how people call the clock of `zone`. */
export function zoneName(zone: string, language: Language): string {
  return kept(`${zone}|${language}`, () => {
    const parts = new Intl.DateTimeFormat(language, {
      timeZone: zone,
      timeZoneName: 'longGeneric',
    }).formatToParts(aRecentDay)
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
  })
}

// A page writes dozens of hours, and the next page much the same ones; what one reads as never
// changes, and making it takes fifty times what looking it up does.
const known = new Map<string, string>()
const mostKept = 20_000

function kept(key: string, make: () => string): string {
  const before = known.get(key)
  if (before !== undefined) return before
  const made = make()
  if (known.size >= mostKept) known.clear()
  known.set(key, made)
  return made
}

function written(format: string, text: string, zone: string, language: Language): string {
  return kept(`${format}|${text}|${zone}|${language}`, () => {
    const moment = DateTime.fromISO(text, { zone }).setLocale(language)
    if (!moment.isValid) throw new Error(`Not a moment in ${zone}: ${text}`)
    return moment.toFormat(format)
  })
}

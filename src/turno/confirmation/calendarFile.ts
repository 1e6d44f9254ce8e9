import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { DateTime } from 'luxon'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import type { ConfirmationFacts } from './facts.ts'
import { safeLabel } from './fileName.ts'
import { written } from './when.ts'
import { wordsOf } from './words.ts'

/** The facts, and whether the turno stands. */
export type CalendarFacts = ConfirmationFacts & { status: 'CONFIRMED' | 'CANCELLED' }

const dayBefore = 24 * 60 * 60
const twoHoursBefore = 2 * 60 * 60

/**
 * The turno as an iCalendar file (RFC 5545), in the agency's zone with its rules included. The UID never
 * changes and `sequence` grows, so that a later file moves or removes the entry an earlier one made.
 * Calendars are shared and synchronised, so it says nothing about the person but the reference.
 */
export function confirmationIcs(facts: CalendarFacts): string {
  const t = wordsOf(facts.language)
  const cancelled = facts.status === 'CANCELLED'
  const url = webAddress(facts.pageUrl)
  const calendar = ical({
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Turnero', product: 'Turnero', language: facts.language.toUpperCase() },
    // The zone belongs to the event alone: were the calendar to have one, DTSTAMP would be written in
    // it, and the standard asks for UTC there.
    timezone: { name: null, generator: zoneRules },
  })
  const event = calendar.createEvent({
    id: `${safeLabel(facts.reference)}@${facts.uidDomain.replace(/[^A-Za-z0-9.-]/g, '')}`,
    sequence: facts.sequence,
    stamp: DateTime.fromISO(facts.issuedAt, { zone: 'utc' }),
    start: DateTime.fromISO(facts.start, { zone: facts.zone }),
    end: DateTime.fromISO(facts.end, { zone: facts.zone }),
    timezone: facts.zone,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    summary: oneLine(t('calendar.summary', { procedure: facts.procedureName })),
    location: oneLine(placeOf(facts)),
    description: descriptionOf(facts),
    ...(url === null ? {} : { url }),
    ...organizerOf(facts),
  })
  if (!cancelled) {
    const { time } = written(facts.start, facts.zone, facts.language)
    event.createAlarm({
      type: ICalAlarmType.display,
      trigger: dayBefore,
      description: t('calendar.tomorrow', { time }),
    })
    event.createAlarm({
      type: ICalAlarmType.display,
      trigger: twoHoursBefore,
      description: t('calendar.soon', { time }),
    })
  }
  // Every line ends so, the last one too (RFC 5545, 3.1).
  return `${calendar.toString()}\r\n`
}

/** The type to serve or attach it with; mail programs look at the method in it. */
export function calendarContentType(status: CalendarFacts['status']): string {
  const method = status === 'CANCELLED' ? 'CANCEL' : 'PUBLISH'
  return `text/calendar; charset=utf-8; method=${method}`
}

// The standard wants somebody to answer for a published or cancelled entry.
function organizerOf({ institution, contact }: CalendarFacts) {
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(contact.email)
    ? { organizer: { name: oneLine(institution), email: contact.email } }
    : {}
}

function placeOf({ agency }: CalendarFacts): string {
  return [agency.name, agency.address, agency.canton, agency.province].join(', ')
}

function descriptionOf(facts: CalendarFacts): string {
  const t = wordsOf(facts.language)
  const lines = [t('calendar.reference', { reference: facts.reference })]
  if (facts.status === 'CANCELLED') {
    lines.unshift(t('calendar.cancelled'))
  } else {
    const bring = facts.bring.map(
      ({ title, detail }) => `- ${[title, detail].filter(Boolean).join(': ')}`,
    )
    const manage = facts.manageHint ?? t('manageHow', { url: facts.pageUrl })
    lines.push(t('calendar.early'), '', `${t('bring')}:`, ...bring, '', manage)
  }
  if (facts.agency.demonstration) {
    lines.push('', t('demonstration'))
  }
  return lines.map(oneLine).join('\n')
}

/** The rules of each zone asked for so far: looking one up takes longer than all the rest of the file. */
const knownRules = new Map<string, string | null>()

function zoneRules(zone: string): string | null {
  const known = knownRules.get(zone)
  if (known !== undefined) return known
  const [rules = null] = [tzlib_get_ical_block(zone)].flat()
  knownRules.set(zone, rules)
  return rules
}

// A URL is the one value that iCalendar does not escape, so only a clean web address goes in.
function webAddress(text: string): string | null {
  const isClean = !/[\p{Cc}\s]/u.test(text) && URL.canParse(text)
  const url = isClean ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

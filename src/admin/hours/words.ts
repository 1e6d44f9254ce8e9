import type { Agenda } from '../../agencies/agenda.ts'
import type { Change } from '../../agencies/change/change.ts'
import type { AgencyRules } from '../../agencies/change/rules.ts'
import type { CapacityBand } from '../../calendar/capacity.ts'
import { intervalText } from '../../calendar/intervalText.ts'
import { localDateOf, zonedDay } from '../../calendar/zonedDay.ts'
import type { Instant, LocalDate } from '../../clock.ts'
import type { Language } from '../../language.ts'
import { dateTime, dayWithYear, longDayName, time, weekday } from '../../web/dates.ts'
import type { TextArguments } from '../../web/i18n.ts'

/** What words are made with: the texts and the language of who reads. */
export type Writer = { language: Language; t(key: string, args?: TextArguments): string }

/** One thing of a record, said in words. */
export type Said = { label: string; text: string }

/** The names that rules do not have: of procedures, by their id. */
export type Names = { procedures: ReadonlyMap<string, string> }

/** "lunes": the name of an ISO weekday. 1 January 2024 was a Monday. */
export function weekdayName(day: number, language: Language): string {
  return weekday(`2024-01-0${day}`, language)
}

/** Everything a record will be, in the order of its form; nothing where it will be gone. */
export function saidOf(
  writer: Writer,
  change: Change | null,
  rules: AgencyRules | null,
  names: Names,
): Said[] {
  if (change === null || change.to === null) return []
  const { t, language } = writer
  switch (change.kind) {
    case 'closure': {
      const zone = rules?.agency.zone ?? 'America/Guayaquil'
      return [
        { label: t('hours:closure.span'), text: spanText(writer, change.to, zone) },
        ...reasonsOf(writer, change.to.reason),
      ]
    }
    case 'exception':
      return [
        { label: longDayName(change.date, language), text: hoursText(writer, change.to.intervals) },
        ...reasonsOf(writer, change.to.reason),
      ]
    case 'hours':
      return saidOfHours(writer, change.to)
    case 'pool': {
      const { name, seats, bands } = change.to
      return [
        { label: t('hours:pool.name'), text: name },
        { label: t('hours:pool.seats'), text: String(seats) },
        ...bands.map((band, n) => ({
          label: t('hours:pool.band', { number: n + 1 }),
          text: bandText(writer, band),
        })),
      ]
    }
    case 'agenda': {
      const { poolId, procedureId, slotMinutes, release, keptSeats, active } = change.to
      return [
        {
          label: t('hours:agenda.procedure'),
          text: names.procedures.get(procedureId) ?? procedureId,
        },
        {
          label: t('hours:agenda.pool'),
          text: rules?.pools.find(({ id }) => id === poolId)?.name ?? poolId,
        },
        { label: t('hours:agenda.slot'), text: t('hours:minutes', { count: slotMinutes }) },
        { label: t('hours:agenda.kept'), text: String(keptSeats) },
        { label: t('hours:agenda.release'), text: releaseText(writer, release) },
        { label: t('hours:agenda.lead'), text: t('hours:minutes', { count: release.leadMinutes }) },
        {
          label: t('hours:agenda.use'),
          text: t(active ? 'hours:agenda.active' : 'hours:agenda.inactive'),
        },
      ]
    }
    case 'agency-use':
      return [
        {
          label: t('hours:agenda.use'),
          text: t(change.to ? 'hours:agenda.active' : 'hours:agenda.inactive'),
        },
      ]
    case 'holidays':
      return change.to.flatMap(({ to }) =>
        to === null || to.state === 'removed'
          ? []
          : [{ label: to.name[language], text: holidayText(writer, to) }],
      )
  }
}

/** When a rest day is, and where. */
function holidayText(
  { t, language }: Writer,
  {
    date,
    scope,
    state,
    canton,
  }: {
    date: LocalDate
    scope: 'national' | 'province' | 'canton'
    state: string
    canton: string | null
  },
): string {
  const where = scope === 'canton' ? (canton ?? '') : t(`hours:holiday.scopes.${scope}`)
  const when = `${weekday(date, language)}, ${dayWithYear(date, language)}`
  return `${when} · ${where} · ${t(`hours:holiday.states.${state}`)}`
}

/** "Lunes 08:00–12:00, …" of one week, or "cerrado". */
function hoursText({ t }: Writer, intervals: { from: string; to: string }[]): string {
  return intervals.length === 0 ? t('hours:closed') : intervalText(intervals)
}

/** "08:00 del martes … a 12:00 del …", or the days alone where it is whole days. */
export function spanText(
  writer: Writer,
  { from, to }: { from: Instant; to: Instant },
  zone: string,
): string {
  const { t, language } = writer
  const first = localDateOf(from, zone)
  const lastMoment = new Date(Date.parse(to) - 1).toISOString()
  const last = localDateOf(lastMoment, zone)
  const day = zonedDay(first, zone)
  const end = zonedDay(last, zone)
  const whole = Date.parse(from) === day.from && Date.parse(to) === end.to
  if (whole && first === last) return longDayName(first, language)
  if (whole) {
    return t('hours:fromTo', {
      from: longDayName(first, language),
      to: longDayName(last, language),
    })
  }
  if (first === last) {
    const until = Date.parse(to) === end.to ? '24:00' : time(to, zone)
    return `${longDayName(first, language)}, ${time(from, zone)}–${until}`
  }
  return t('hours:fromTo', {
    from: dateTime(from, zone, language),
    to: dateTime(to, zone, language),
  })
}

/** "Cada lunes a las 08:00 se abre…" or "todos los días, hasta 30 días antes". */
export function releaseText({ t, language }: Writer, release: Agenda['release']): string {
  if (release.kind === 'rolling')
    return t('hours:agenda.rollingText', { count: release.horizonDays })
  return t('hours:agenda.weeklyText', {
    weekday: weekdayName(release.weekday, language),
    time: release.time,
    count: release.weeksAhead,
  })
}

/** "Todos los días 12:00–13:00: 1". */
export function bandText(
  { t, language }: Writer,
  { weekday: day, from, to, seats }: CapacityBand,
): string {
  const when = day === null ? t('hours:everyDay') : weekdayName(day, language)
  return t('hours:pool.bandText', { when, hours: `${from}–${to}`, count: seats })
}

/** "siempre", "desde el 1 de diciembre", "del … al …". */
export function validityText(
  { t, language }: Writer,
  { validFrom, validTo }: { validFrom: LocalDate | null; validTo: LocalDate | null },
): string {
  const from = validFrom === null ? '' : dayWithYear(validFrom, language)
  const to = validTo === null ? '' : dayWithYear(validTo, language)
  if (validFrom === null && validTo === null) return t('hours:week.always')
  if (validTo === null) return t('hours:week.since', { from })
  if (validFrom === null) return t('hours:week.until', { to })
  return t('hours:week.between', { from, to })
}

function saidOfHours(writer: Writer, rows: Extract<Change, { kind: 'hours' }>['to']): Said[] {
  const weeks = new Map<string, typeof rows>()
  for (const row of rows) {
    const key = validityText(writer, row)
    weeks.set(key, [...(weeks.get(key) ?? []), row])
  }
  return [...weeks].flatMap(([when, week]) =>
    [1, 2, 3, 4, 5, 6, 7].map((day) => ({
      label: `${weekdayName(day, writer.language)} (${when})`,
      text: hoursText(
        writer,
        week.filter((row) => row.weekday === day).sort((a, b) => (a.from < b.from ? -1 : 1)),
      ),
    })),
  )
}

function reasonsOf({ t }: Writer, reason: { es: string; en: string }): Said[] {
  return [
    { label: t('hours:reasonEs'), text: reason.es },
    { label: t('hours:reasonEn'), text: reason.en },
  ]
}

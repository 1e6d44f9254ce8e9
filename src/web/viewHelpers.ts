import Handlebars from 'handlebars'
import { z } from 'zod'
import { isLanguage, type Language } from '../language.ts'
import * as dates from './dates.ts'
import type { I18n } from './i18n.ts'

/** A function templates may call: its positional arguments, then its named ones. */
export type ViewHelper = (
  args: readonly unknown[],
  named: Record<string, unknown>,
  language: Language,
  instead: TextInstead | undefined,
) => unknown

/** What stands in place of a text, its holes filled; null where the text itself does. */
export type TextInstead = (key: string, values: Record<string, string | number>) => string | null

/** What the helpers draw on. `icon` gives the SVG source of a line icon or throws. */
export type HelperSources = {
  i18n: I18n
  assetUrl: (name: string) => string
  icon: (name: string) => string
}

const text = z.string()
const fieldErrors = z.array(z.object({ field: z.string(), message: z.string() }))
const textArguments = z.record(z.string(), z.union([z.string(), z.number()]))

/**
 * Every helper of the templates, by name. A wrong argument throws, so that a test sees it. This is
 * the only file that may hand out markup as safe, and it does so for the project's own icons only.
 */
export function viewHelpers({ i18n, assetUrl, icon }: HelperSources): Record<string, ViewHelper> {
  const onInstant =
    (format: (instant: string, zone: string, language: Language) => string): ViewHelper =>
    ([instant, zone], _named, language) =>
      i18n.mark(format(text.parse(instant), text.parse(zone), language))
  const onDay =
    (format: (day: string, language: Language) => string): ViewHelper =>
    ([day], _named, language) =>
      i18n.mark(format(text.parse(day), language))
  return {
    t: ([key], named, language, instead) => {
      const [name, values] = [text.parse(key), textArguments.parse(named)]
      return instead?.(name, values) ?? i18n.t(language, name, values)
    },
    eq: ([left, right]) => left === right,
    and: (args) => (args.every(Boolean) ? args.at(-1) : false),
    or: (args) => args.find(Boolean) ?? args.at(-1),
    not: ([value]) => !value,
    concat: (args) => args.map((part) => z.union([text, z.number()]).parse(part)).join(''),
    formatNumber: ([value], _named, language) =>
      new Intl.NumberFormat(language).format(z.number().parse(value)),
    /** Whole minutes, rounded up, of a number of seconds. */
    asMinutes: ([seconds]) => Math.ceil(z.number().parse(seconds) / 60),
    asset: ([name]) => assetUrl(text.parse(name)),
    icon: ([name]) => new Handlebars.SafeString(icon(text.parse(name))),
    /** The message for one field, or nothing: `errorFor errors 'email'`. */
    errorFor: ([errors, field]) =>
      fieldErrors.parse(errors).find((error) => error.field === field)?.message,
    longDate: onInstant(dates.longDate),
    shortDate: onInstant(dates.shortDate),
    fullDate: onInstant(dates.date),
    dateTime: onInstant(dates.dateTime),
    time: ([instant, zone]) => dates.time(text.parse(instant), text.parse(zone)),
    dayName: onDay(dates.longDayName),
    shortDayName: onDay(dates.shortDayName),
    dayWithYear: onDay(dates.dayWithYear),
    weekday: onDay(dates.weekday),
    monthName: onDay(dates.monthName),
    zoneName: onDay(dates.zoneName),
  }
}

/** The helpers in the form Handlebars calls them. */
export function registerHelpers(
  handlebars: typeof Handlebars,
  helpers: Record<string, ViewHelper>,
): void {
  for (const [name, helper] of Object.entries(helpers)) {
    handlebars.registerHelper(name, (...received: unknown[]) => {
      const { hash, data } = call.parse(received.at(-1))
      return helper(received.slice(0, -1), hash, data.language, data.instead)
    })
  }
}

const call = z.object({
  hash: z.record(z.string(), z.unknown()),
  data: z.looseObject({
    language: z.custom<Language>(isLanguage),
    instead: z.custom<TextInstead>((value) => typeof value === 'function').optional(),
  }),
})

import Handlebars from 'handlebars'
import { isLanguage, type Language } from '../language.ts'
import * as dates from './dates.ts'
import { fragmentOf, fragments } from './fragments.ts'
import type { I18n, TextArguments } from './i18n.ts'
import { optionsMarkup } from './optionsMarkup.ts'
import type { FieldError } from './pageModel.ts'

/** A function templates may call: its positional arguments, then its named ones; a block has its inside. */
export type ViewHelper = (
  args: readonly unknown[],
  named: Record<string, unknown>,
  language: Language,
  around: Around,
) => unknown

/** Where a helper is called: with what instead of texts, and around which block. */
type Around = { instead: TextInstead | undefined; block: (() => string) | null }

/** What stands in place of a text, its holes filled; null where the text itself does. */
export type TextInstead = (key: string, values: Record<string, string | number>) => string | null

/**
 * What the helpers draw on. `icon` gives the SVG source of a line icon or throws. `proveKept` writes a
 * block again each time it is taken from what was kept, and throws where the two differ.
 */
export type HelperSources = {
  i18n: I18n
  assetUrl: (name: string) => string
  icon: (name: string) => string
  proveKept: boolean
}

/**
 * Every helper of the templates, by name. A wrong argument throws, so that a test sees it. This is
 * the only file that may hand out markup as safe: the project's own icons, and the options of a list,
 * each escaped.
 */
export function viewHelpers(sources: HelperSources): Record<string, ViewHelper> {
  const { i18n, assetUrl, icon, proveKept } = sources
  const kept = fragments(proveKept)
  const keptFor = fragmentOf(proveKept)
  const onInstant =
    (format: (instant: string, zone: string, language: Language) => string): ViewHelper =>
    ([instant, zone], _named, language) =>
      i18n.mark(format(text(instant), text(zone), language))
  const onDay =
    (format: (day: string, language: Language) => string): ViewHelper =>
    ([day], _named, language) =>
      i18n.mark(format(text(day), language))
  return {
    t: ([key], named, language, { instead }) => {
      const [name, values] = [text(key), textArguments(named)]
      return instead?.(name, values) ?? i18n.t(language, name, values)
    },
    eq: ([left, right]) => left === right,
    and: (args) => (args.every(Boolean) ? args.at(-1) : false),
    or: (args) => args.find(Boolean) ?? args.at(-1),
    not: ([value]) => !value,
    concat: (args) => args.map(textOrNumber).join(''),
    formatNumber: ([value], _named, language) => numbers[language].format(number(value)),
    /** Whole minutes, rounded up, of a number of seconds. */
    asMinutes: ([seconds]) => Math.ceil(number(seconds) / 60),
    asset: ([name]) => assetUrl(text(name)),
    icon: ([name]) => new Handlebars.SafeString(icon(text(name))),
    /** The options of a list of `{ value, label }`, one of them chosen perhaps. */
    optionList: ([list, chosen]) => new Handlebars.SafeString(optionsMarkup(list, chosen)),
    /**
     * `{{#kept 'footer' name year}}…{{/kept}}`: a block that reads the same wherever its arguments and
     * the language are the same, so it is written once and then kept. Whatever the block looks at must
     * be an argument, and nothing personal may be.
     */
    kept: (args, _named, language, { instead, block }) => {
      if (block === null) throw new TypeError('kept wants a block')
      return instead === undefined ? kept(language, args, block) : block()
    },
    /**
     * `{{#keptFor month}}…{{/keptFor}}`: a block that reads the same as long as it is made from the same
     * object. What else it looks at must come and go with that object, and nothing personal may be there.
     */
    keptFor: ([object], _named, language, { instead, block }) => {
      if (block === null) throw new TypeError('keptFor wants a block')
      if (!isObject(object)) throw new TypeError('A piece is kept for an object')
      return instead === undefined ? keptFor(language, object, block) : block()
    },
    /** The message for one field, or nothing: `errorFor errors 'email'`. */
    errorFor: ([errors, field]) => messageFor(errors, field),
    longDate: onInstant(dates.longDate),
    shortDate: onInstant(dates.shortDate),
    fullDate: onInstant(dates.date),
    dateTime: onInstant(dates.dateTime),
    time: ([instant, zone]) => dates.time(text(instant), text(zone)),
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
    handlebars.registerHelper(name, function (this: unknown, ...received: unknown[]) {
      const call = received.pop()
      if (!isCall(call)) throw new TypeError(`${name} was not called by a template`)
      const { fn, hash, data } = call
      const { language, instead } = data
      const block = fn === undefined ? null : () => fn(this)
      return helper(received, hash, language, { instead, block })
    })
  }
}

// A page calls its helpers hundreds of times, so what they are given is looked at by hand: a schema
// library took longer over it than all the rest of a page.

type Call = {
  hash: Record<string, unknown>
  data: { language: Language; instead?: TextInstead }
  /** The inside of a block. */
  fn?: (context: unknown) => string
}

function isCall(value: unknown): value is Call {
  return (
    isObject(value) &&
    isObject(value.hash) &&
    isObject(value.data) &&
    isLanguage(value.data.language)
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`A text was wanted, not ${typeof value}`)
  return value
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`A number was wanted, not ${typeof value}`)
  return value
}

function textOrNumber(value: unknown): string | number {
  return typeof value === 'number' ? value : text(value)
}

function textArguments(named: Record<string, unknown>): TextArguments {
  if (!hasTextsOnly(named)) throw new TypeError('A text is filled with texts and numbers only')
  return named
}

function hasTextsOnly(named: Record<string, unknown>): named is TextArguments {
  for (const name in named) textOrNumber(named[name])
  return true
}

function messageFor(errors: unknown, field: unknown): string | undefined {
  if (!Array.isArray(errors)) throw new TypeError('A list of mistakes was wanted')
  return errors.find((error: unknown) => {
    if (!isFieldError(error)) throw new TypeError('A mistake has a field and a message')
    return error.field === field
  })?.message
}

function isFieldError(value: unknown): value is FieldError {
  return isObject(value) && typeof value.field === 'string' && typeof value.message === 'string'
}

const numbers = { es: new Intl.NumberFormat('es'), en: new Intl.NumberFormat('en') }

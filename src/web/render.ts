import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Language } from '../language.ts'
import type { I18n } from './i18n.ts'
import { settleView } from './settledViews.ts'
import { registerHelpers, type TextInstead, type ViewHelper, viewHelpers } from './viewHelpers.ts'

export type { TextInstead } from './viewHelpers.ts'

/**
 * Turns a view (its path under `views/`, without `.hbs`) and its model into text. `instead` says what
 * stands in place of a text of the locale files; it is escaped like any other value.
 */
export type Renderer = {
  /** A page or the HTML part of a mail; every value is escaped. Throws for an unknown view. */
  page(view: string, language: Language, model: object, instead?: TextInstead): string
  /** The plain-text part of a mail, `views/<view>.text.hbs`; nothing is escaped. */
  text(view: string, language: Language, model: object, instead?: TextInstead): string
}

/**
 * `cache: false` reads the templates again for every page, for work on them. `proveKept` is for tests:
 * what `{{#kept}}` took from before is written again and must read the same.
 */
export type RendererOptions = {
  viewsDir: string
  i18n: I18n
  assets: { url(name: string): string }
  cache: boolean
  proveKept?: boolean
}

type Kind = 'html' | 'text'
type View = { name: string; source: string }

/**
 * Loads every template once and registers each under its path, so that any of them can be a
 * partial or a layout (`{{#> layouts/page}}…{{/layouts/page}}`).
 *
 * A value that is written out must exist in the model (null is allowed and writes nothing); inside
 * a condition or as an argument it may be missing. A partial sees only what it is handed, and
 * `@root` for the page's own model. Unknown helpers and inherited properties are refused.
 */
export function createRenderer(options: RendererOptions): Renderer {
  const { viewsDir, i18n, assets, cache, proveKept = false } = options
  const sources = { i18n, assetUrl: assets.url, icon: readIcons(viewsDir), proveKept }
  const helpers = viewHelpers(sources)
  const compiled = new Map<string, Views>()
  const load = (kind: Kind, language: Language | null): Views => {
    const name = `${kind} ${language}`
    const known = cache ? compiled.get(name) : undefined
    const views = known ?? compileViews(viewsDir, kind, helpers, language)
    compiled.set(name, views)
    return views
  }
  const render = (
    kind: Kind,
    name: string,
    language: Language,
    model: object,
    instead: TextInstead | undefined,
  ): string => {
    const { byName, surroundings } = load(kind, instead === undefined ? language : null)
    const view = byName.get(name)
    if (view === undefined) throw new Error(`There is no view ${name}`)
    return view(model, { ...surroundings, data: { language, instead, root: model } })
  }
  return {
    page: (view, language, model, instead) => render('html', view, language, model, instead),
    text: (view, language, model, instead) =>
      render('text', `${view}.text`, language, model, instead),
  }
}

/** The names of all views under `viewsDir`; those of plain-text parts end in `.text`. */
export function listViews(viewsDir: string): string[] {
  return readdirSync(viewsDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => file.slice(0, -'.hbs'.length).replaceAll('\\', '/'))
    .sort()
}

/** A view that is made when it is first shown: there are hundreds, and most processes show a few. */
function whenAsked(make: () => Handlebars.TemplateDelegate): Handlebars.TemplateDelegate {
  let view: Handlebars.TemplateDelegate | null = null
  return (model, options) => {
    view ??= make()
    return view(model, options)
  }
}

type Views = {
  byName: ReadonlyMap<string, Handlebars.TemplateDelegate>
  surroundings: Handlebars.RuntimeOptions
}

/** All views of a kind: for a language, what it settles written in; for none, every text looked up. */
function compileViews(
  viewsDir: string,
  kind: Kind,
  helpers: Record<string, ViewHelper>,
  language: Language | null,
): Views {
  const handlebars = Handlebars.create()
  registerHelpers(handlebars, helpers)
  const known = [...Object.keys(helpers), 'if', 'unless', 'each', 'with', 'lookup']
  const options: CompileOptions = {
    strict: true,
    explicitPartialContext: true,
    knownHelpers: Object.fromEntries(known.map((name) => [name, true])),
    knownHelpersOnly: true,
    preventIndent: true,
    noEscape: kind === 'text',
  }
  const byName = new Map<string, Handlebars.TemplateDelegate>()
  for (const { name, source } of readViews(viewsDir, kind)) {
    const view = whenAsked(() => {
      const program = handlebars.parse(source)
      const settled = language && settleView(program, helpers, language, kind === 'html')
      return handlebars.compile(settled ?? program, options)
    })
    handlebars.registerPartial(name, view)
    byName.set(name, view)
  }
  return { byName, surroundings: surroundingsOf(handlebars) }
}

/**
 * What a view is called with beside its model. By itself a view wraps every helper anew each time it is
 * called, a fifth of a page's processor time; a partial is handed them by whoever calls it. So a view is
 * called as a partial would be, with what one partial was handed once. The helpers are handed on bare but
 * `lookup`, the one that asks for the means of looking things up that the wrapping adds.
 */
function surroundingsOf(handlebars: typeof Handlebars): Handlebars.RuntimeOptions {
  let handed: Handlebars.RuntimeOptions | undefined
  const name = 'what a partial is handed'
  handlebars.registerPartial(name, (_model, options) => {
    handed = options
    return ''
  })
  handlebars.compile(`{{> [${name}]}}`)({}, nothingInherited)
  handlebars.unregisterPartial(name)
  const { lookup, ...bare } = handlebars.helpers
  return { ...handed, helpers: { ...handed?.helpers, ...bare } }
}

const nothingInherited = {
  allowProtoPropertiesByDefault: false,
  allowProtoMethodsByDefault: false,
}

function readViews(viewsDir: string, kind: Kind): View[] {
  return listViews(viewsDir)
    .filter((name) => name.endsWith('.text') === (kind === 'text'))
    .map((name) => ({ name, source: readFileSync(join(viewsDir, `${name}.hbs`), 'utf8') }))
}

function readIcons(viewsDir: string): (name: string) => string {
  const folder = join(viewsDir, 'assets', 'icons')
  const icons = new Map(
    readdirSync(folder).map((file) => [
      file.replace(/\.svg$/, ''),
      readFileSync(join(folder, file), 'utf8').trim(),
    ]),
  )
  return (name) => {
    const icon = icons.get(name)
    if (icon === undefined) throw new Error(`There is no icon ${name}`)
    return icon
  }
}

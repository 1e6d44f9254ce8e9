import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInstance } from 'i18next'
import { type Language, languages } from '../language.ts'
import { flatten, pseudo, pseudoTexts, readTexts, type Texts } from './texts.ts'

/** The values a text has holes for, such as `{ name: 'Ana' }`; `count` chooses the plural. */
export type TextArguments = Record<string, string | number>

/** Every text of the interface, in every language. */
export type I18n = {
  languages: readonly Language[]
  /** The text `key` (`namespace:path.to.text`) in `language`, its holes filled, not escaped. */
  t(language: Language, key: string, args?: TextArguments): string
  /** The texts of a namespace as they stand in its file, with their names. */
  texts(language: Language, namespace: string): [name: string, text: string][]
  /** Marks a text that does not come from the locale files (a date) as seen by the translation. */
  mark(text: string): string
}

/**
 * What happens when a text or one of its values is missing: tests throw, a running service logs the
 * key and shows it. `pseudo` puts `⟦…⟧` around every text so that one that bypassed the locale
 * files stands out.
 */
export type I18nOptions = { onMissing: 'throw' | ((key: string) => void); pseudo?: boolean }

/** How many texts with a number and nothing else are kept. */
const mostCounted = 1000

/**
 * Loads `localesDir/{es,en}/*.json`, one namespace per file, once. Throws when a file is not JSON
 * or holds anything but texts.
 */
export function createI18n(localesDir: string, options: I18nOptions): I18n {
  const report = (key: string): string => {
    if (options.onMissing === 'throw') throw new Error(`No text for ${key}`)
    options.onMissing(key)
    return key
  }
  const resources = readLocales(
    localesDir,
    options.pseudo === true ? pseudoTexts : (texts) => texts,
  )
  const instance = createInstance()
  void instance.init({
    initAsync: false,
    resources,
    supportedLngs: [...languages],
    fallbackLng: false,
    ns: Object.keys(resources[languages[0]] ?? {}),
    interpolation: { escapeValue: false },
    missingInterpolationHandler: (text: string, match: string[]) =>
      report(`${match[1]} in “${text}”`),
  })
  // A page has a hundred texts and more, and i18next takes its time over each: what has no plural and
  // no reference to another text is taken apart once, and its holes are filled here.
  const plain = {
    es: new Map<string, readonly string[] | null>(),
    en: new Map<string, readonly string[] | null>(),
  }

  /** A text cut at its holes: text, name, text, name, text. Null where i18next must look at it. */
  function pieces(language: Language, key: string): readonly string[] | null {
    const known = plain[language].get(key)
    if (known !== undefined) return known
    const [namespace = '', name = ''] = key.split(':')
    const text: unknown = instance.getResource(language, namespace, name)
    const simple = typeof text === 'string' && !text.includes('$t(')
    const cut = simple ? text.split(/\{\{(\w+)\}\}/) : null
    const answer = cut?.some((piece) => piece.includes('{{')) ? null : cut
    plain[language].set(key, answer)
    return answer
  }

  function translated(language: Language, key: string, args: TextArguments): string {
    return instance.exists(key, { ...args, lng: language })
      ? String(instance.t(key, { ...args, lng: language }))
      : report(`${language} ${key}`)
  }

  // "quedan 7 minutos" stands on every page of whoever holds an hour, and i18next weighs its plural each time.
  const counted = new Map<string, string>()

  function plural(language: Language, key: string, count: number): string {
    const name = `${language} ${key} ${count}`
    const known = counted.get(name)
    if (known !== undefined) return known
    if (counted.size >= mostCounted) counted.clear()
    const text = translated(language, key, { count })
    counted.set(name, text)
    return text
  }

  return {
    languages,
    t(language, key, args = {}) {
      const { count } = args
      if (typeof count === 'number' && Object.keys(args).length === 1) {
        return plural(language, key, count)
      }
      const cut = 'count' in args ? null : pieces(language, key)
      if (cut === null) return translated(language, key, args)
      let text = cut[0] ?? ''
      for (let hole = 1; hole < cut.length; hole += 2) {
        const name = cut[hole] ?? ''
        text += args[name] ?? report(`${name} in “${key}”`)
        text += cut[hole + 1] ?? ''
      }
      return text
    },
    texts: (language, namespace) => flatten(resources[language]?.[namespace] ?? {}),
    mark: options.pseudo === true ? pseudo : (text) => text,
  }
}

type Locales = Record<string, Record<string, Texts>>

function readLocales(localesDir: string, change: (texts: Texts) => Texts): Locales {
  const resources: Locales = {}
  for (const language of languages) {
    const namespaces: Record<string, Texts> = {}
    for (const file of readdirSync(join(localesDir, language)).filter((f) => f.endsWith('.json'))) {
      const path = join(localesDir, language, file)
      namespaces[basename(file, '.json')] = change(readTexts(readFileSync(path, 'utf8'), path))
    }
    resources[language] = namespaces
  }
  return resources
}

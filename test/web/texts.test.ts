import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Language } from '../../src/language.ts'
import { createI18n } from '../../src/web/i18n.ts'
import { flatten, pseudo, readTexts } from '../../src/web/texts.ts'
import { dynamicKeys } from './dynamicKeys.ts'
import { equalTexts } from './equalTexts.ts'

const plural = /_(zero|one|two|few|many|other)$/
const spanish = textsOf('es')
const english = textsOf('en')
const namespaces = [...new Set([...spanish.keys()].map((key) => key.split(':')[0] ?? ''))]
const sources = ['src', 'jobs', 'views'].flatMap(filesUnder)
// The papers are made in worker threads with texts of their own, named without their namespace.
const papers = ['src/turno/confirmation', 'src/attendance/certificate']
  .flatMap(filesUnder)
  .join('\n')

describe('the texts', () => {
  test('exist in both languages', () => {
    expect(baseKeys(english)).toEqual(baseKeys(spanish))
  })

  test('have every plural form of their language', () => {
    for (const [texts, language] of [
      [spanish, 'es'],
      [english, 'en'],
    ] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      const plurals = [...texts.keys()].filter((key) => plural.test(key))
      const expected = [...new Set(plurals.map((key) => key.replace(plural, '')))].flatMap((key) =>
        forms.map((form) => `${key}_${form}`),
      )
      expect(plurals.sort()).toEqual(expected.sort())
    }
  })

  test('are the same in both languages only where that was reviewed', () => {
    const equal = [...spanish]
      .filter(([key, text]) => english.get(key) === text)
      .map(([key]) => key)
    expect(equal.sort()).toEqual([...equalTexts].sort())
  })

  test('have the same holes in both languages', () => {
    const differing = [...spanish].filter(
      ([key, text]) => english.has(key) && holes(text) !== holes(english.get(key) ?? ''),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })

  test('speak to the reader as usted', () => {
    const familiar = /\b(tú|tu|tus|te|contigo|tienes|puedes|debes|quieres|haz)\b/i
    expect([...spanish].filter(([, text]) => familiar.test(text))).toEqual([])
  })

  test('that pages and code ask for exist', () => {
    const missing = [...used().keys].filter((key) => !baseKeys(spanish).includes(key))
    expect(missing).toEqual([])
  })

  test('whose keys are put together are listed in one place', () => {
    const listed = dynamicKeys.filter((key) => !key.startsWith('papers:'))
    expect([...used().beginnings].sort()).toEqual([...listed].sort())
  })

  test('are all used', () => {
    const { keys } = used()
    const unused = baseKeys(spanish).filter(
      (key) => !keys.has(key) && !dynamicKeys.some((beginning) => key.startsWith(beginning)),
    )
    expect(unused).toEqual([])
  })
})

describe('a text', () => {
  test('that is missing is reported once, by its name, and shown as it', () => {
    const missing: string[] = []
    const i18n = createI18n('views/locales', { onMissing: (key) => missing.push(key) })
    expect(i18n.t('es', 'web:nothing')).toBe('es web:nothing')
    expect(missing).toEqual(['es web:nothing'])
  })

  test('in the pseudo-language keeps its holes', () => {
    expect(pseudo('Hola, {{name}}')).toBe('⟦Hólá, {{name}}⟧')
  })
})

/** Keys named whole in the sources, and beginnings of keys that are put together there. */
function used(): { keys: Set<string>; beginnings: Set<string> } {
  const named = new RegExp(`['"\`]((?:${namespaces.join('|')}):[\\w.-]*)(\\$\\{)?`, 'g')
  const keys = new Set<string>()
  const beginnings = new Set<string>()
  for (const source of sources) {
    for (const [, key = '', hole] of source.matchAll(named)) {
      if (key.endsWith('.')) beginnings.add(key)
      // A bare `staff:` is no key: it begins the name of an account in the record.
      else if (hole === undefined && !key.endsWith(':')) keys.add(key)
    }
  }
  for (const key of baseKeys(spanish).filter((name) => name.startsWith('papers:'))) {
    if (papers.includes(`'${key.slice('papers:'.length)}'`)) keys.add(key)
  }
  return { keys, beginnings }
}

function textsOf(language: Language): Map<string, string> {
  const folder = join('views/locales', language)
  return new Map(
    readdirSync(folder).flatMap((file) => {
      const path = join(folder, file)
      const texts = flatten(readTexts(readFileSync(path, 'utf8'), path))
      return texts.map(([name, text]): [string, string] => [
        `${basename(file, '.json')}:${name}`,
        text,
      ])
    }),
  )
}

function baseKeys(texts: Map<string, string>): string[] {
  return [...new Set([...texts.keys()].map((key) => key.replace(plural, '')))].sort()
}

function holes(text: string): string {
  const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)
  return [...new Set(names)].sort().join()
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|hbs)$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, ''))
}

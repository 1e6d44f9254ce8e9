import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInstance, type ResourceLanguage, type TFunction } from 'i18next'
import { type Language, languages } from '../../language.ts'

// The papers have an i18next of their own: they are made in worker threads, which share nothing with
// the web process and need one small namespace of it.
const words = createInstance()
words.init({
  lng: languages[0],
  ns: 'papers',
  defaultNS: 'papers',
  resources: Object.fromEntries(
    languages.map((language) => [language, { papers: readNamespace(language) }]),
  ),
  interpolation: { escapeValue: false },
  initAsync: false,
})

/** The words of the papers in `language`: `wordsOf('es')('title')`. */
export function wordsOf(language: Language): TFunction<'papers'> {
  return words.getFixedT(language, 'papers')
}

function readNamespace(language: Language): ResourceLanguage {
  return JSON.parse(
    readFileSync(join(projectRoot(), 'views', 'locales', language, 'papers.json'), 'utf8'),
  )
}

// The same file runs as src/… and as dist/src/…, so the root is found rather than counted.
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    folder = dirname(folder)
  }
  return folder
}

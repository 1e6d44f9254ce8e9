import type { Request } from 'express'
import {
  listNames,
  type ProcedureData,
  type ProcedureList,
  procedureTexts,
} from '../../agencies/procedureForm.ts'
import { documentKinds } from '../../identity/documents.ts'
import { languages } from '../../language.ts'
import type { Pages } from '../../web/pages.ts'
import type { ShownChange } from '../viewModels.ts'

/** How a procedure is said on the administration's pages. */
export function procedureWords(pages: Pages, request: Request) {
  const text = (key: string) => pages.text(request, key)
  const label = (name: string) => text(`admin:procedureFields.${name}`)

  function listText(data: ProcedureData, list: ProcedureList, language: 'es' | 'en'): string {
    if (list === 'authorisation') return data[list].map((one) => one.text[language]).join('\n')
    return data[list]
      .map(({ title, detail }) => `${title[language]}: ${detail[language]}`)
      .join('\n')
  }

  /** All of it, each text with its language. */
  function facts(data: ProcedureData): { label: string; value: string }[] {
    const both = (name: string, value: (language: 'es' | 'en') => string) =>
      languages.map((language) => ({
        label: `${label(name)} (${language.toUpperCase()})`,
        value: value(language),
      }))
    return [
      ...procedureTexts.flatMap((name) => both(name, (language) => data[name]?.[language] ?? '')),
      { label: label('free'), value: text(data.free ? 'admin:form.yes' : 'admin:form.no') },
      { label: label('minutesAtWindow'), value: String(data.minutesAtWindow) },
      { label: label('contactEmail'), value: data.contactEmail },
      { label: label('contactPhone'), value: data.contactPhone },
      ...documentKinds.map((kind) => ({
        label: text(`booking:kinds.${kind}`),
        value: text(`admin:acceptance.${data.acceptedDocuments[kind]}`),
      })),
      ...listNames.flatMap((list) => both(list, (language) => listText(data, list, language))),
    ].filter(({ value }) => value !== '')
  }

  return {
    label,
    facts,

    /** What differs between two states, in words; all of a new one. */
    changes(before: ProcedureData | null, after: ProcedureData): ShownChange[] {
      const was = new Map((before ? facts(before) : []).map((one) => [one.label, one.value]))
      const is = new Map(facts(after).map((one) => [one.label, one.value]))
      return [...new Set([...was.keys(), ...is.keys()])]
        .filter((name) => was.get(name) !== is.get(name))
        .map((name) => ({
          label: name,
          before: was.get(name) ?? null,
          after: is.get(name) ?? null,
        }))
    },
  }
}

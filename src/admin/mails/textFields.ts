import type { Request } from 'express'
import type { Language } from '../../language.ts'
import type { Edits, TextFaults, TextsVersion } from '../../messages/texts/editedTexts.ts'
import type { EditableKind, MailText } from '../../messages/texts/mailTexts.ts'
import { isObligatory, shownHole, shownText } from '../../messages/texts/placeholders.ts'
import type { Services } from '../../services.ts'
import type { ShownChange } from '../viewModels.ts'
import type { MailTextField } from './viewModels.ts'

/** Which mail in which language, and what stands there now. */
export type Subject = {
  kind: EditableKind
  language: Language
  texts: MailText[]
  now: TextsVersion
}

/** The texts of a mail as fields of a form, named and explained in the language of the page. */
export function textFields(pages: Services['pages']) {
  function fieldsOf(
    request: Request,
    { texts, language }: Subject,
    valueIn: (text: MailText) => string,
    faults: TextFaults,
  ): MailTextField[] {
    let paragraph = 0
    return texts.map((text) => {
      const role = roleOf(text)
      if (role === 'paragraph') paragraph += 1
      const original = shownText(text.text, text, language)
      const value = valueIn(text)
      const holes = [...text.holes, ...(text.ending === null ? [] : [text.ending])]
      return {
        id: fieldId(text.name),
        label: labelOf(request, text, role, paragraph),
        value,
        original,
        changed: value !== original,
        holes: holes.map((name) => ({
          name: shownHole(name, language),
          meaning: pages.text(request, `mails:holes.${name}`),
          obligatory: name === text.ending || isObligatory(name),
        })),
        error: errorOf(request, text.name, faults),
      }
    })
  }

  function labelOf(request: Request, { name }: MailText, role: Role, paragraph: number): string {
    const label = pages.text(request, `mails:roles.${role}`, { number: paragraph })
    const form = /_(one|many|other)$/.exec(name)?.[1]
    if (form === undefined) return label
    return `${label} (${pages.text(request, `mails:forms.${form}`)})`
  }

  function errorOf(request: Request, name: string, faults: TextFaults): string | null {
    const fault = faults.get(name)
    if (!fault) return null
    return pages.text(request, `mails:errors.${fault.fault}`, {
      name: 'name' in fault ? fault.name : '',
    })
  }

  /** What a change of the texts is, text by text: those that read the same are left out. */
  function changesOf(request: Request, subject: Subject, edits: Edits): ShownChange[] {
    const before = shownAs(subject, subject.now.edits)
    const after = shownAs(subject, edits)
    let paragraph = 0
    return subject.texts.flatMap((text): ShownChange[] => {
      const role = roleOf(text)
      if (role === 'paragraph') paragraph += 1
      if (before(text) === after(text)) return []
      const label = labelOf(request, text, role, paragraph)
      return [{ label, before: before(text), after: after(text) }]
    })
  }

  return { fieldsOf, changesOf }
}

type Role = 'subject' | 'lead' | 'button' | 'paragraph'

/** What a text is in its mail. */
function roleOf({ name, ending }: MailText): Role {
  if (/\.subject([._]|$)/.test(name)) return 'subject'
  if (ending === 'link') return 'button'
  return ending === null ? 'paragraph' : 'lead'
}

/** The name of a text's field, without what has a meaning in addresses. */
export function fieldId(name: string): string {
  return `texto-${name.replaceAll(/[.:]/g, '-')}`
}

/** How each text reads with these edits: the holes by the names people know. */
export function shownAs({ language }: Subject, edits: Edits): (text: MailText) => string {
  return (text) => shownText(edits[text.name] ?? text.text, text, language)
}

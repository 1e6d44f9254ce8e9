import type { Language } from '../../language.ts'
import type { I18n } from '../../web/i18n.ts'
import { holesIn, type TextShape } from './placeholders.ts'

/**
 * The mails whose texts can be edited: `relocation` are all that tell of a turno that must be moved,
 * `common` is what several of them share.
 */
export const editableKinds = [
  'code',
  'confirmation',
  'cancellation',
  'links',
  'clash',
  'freed',
  'relocation',
  'common',
] as const

export type EditableKind = (typeof editableKinds)[number]

/** One text of a mail, as it comes with the program. */
export type MailText = TextShape & {
  /** Its name under `messages:`, as `code.lead`, else its whole key; plurals end in `_one`, `_other`. */
  name: string
  text: string
}

/** The subject that people are told to look for is the institution's short name, and is set there. */
const fixed: ReadonlySet<string> = new Set(['code.subject'])

/** What a mail shows right behind a text: the first line's big one, or the button's address. */
const endings: Record<string, string> = {
  'code.lead': 'code',
  'confirmation.lead': 'when',
  'cancellation.lead': 'when',
  'clash.lead': 'when',
  'freed.lead': 'when',
  'links.lead': 'when',
  'confirmation.manage': 'link',
  'cancellation.page': 'link',
  'clash.page': 'link',
  'links.open': 'link',
  'relocation:mail.lead': 'when',
  'relocation:mail.proposed': 'when',
  'relocation:mail.keptLead': 'when',
  'relocation:mail.movedLead': 'when',
  'relocation:mail.unservedLead': 'when',
  'relocation:mail.accept': 'link',
  'relocation:mail.another': 'link',
  'relocation:mail.cancel': 'link',
}

export function isEditableKind(text: string): text is EditableKind {
  return editableKinds.some((kind) => kind === text)
}

/** The kind whose texts a message is written with. */
export function editableKindOf(messageKind: string): EditableKind {
  if (isEditableKind(messageKind)) return messageKind
  return aboutRelocation.has(messageKind) ? 'relocation' : 'common'
}

const aboutRelocation: ReadonlySet<string> = new Set([
  'relocation-reminder',
  'relocation-kept',
  'relocated',
  'unserved',
])

/** The texts of a kind of mail in a language, in the order of the locale file. */
export function textsOf(
  i18n: Pick<I18n, 'texts'>,
  kind: EditableKind,
  language: Language,
): MailText[] {
  return namedTexts(i18n, kind, language)
    .filter(([name]) => !fixed.has(name))
    .map(([name, text]) => ({
      name,
      text,
      holes: holesIn(text),
      ending: endings[name.replace(/_(zero|one|two|few|many|other)$/, '')] ?? null,
    }))
}

function namedTexts(
  i18n: Pick<I18n, 'texts'>,
  kind: EditableKind,
  language: Language,
): [string, string][] {
  if (kind === 'relocation') {
    return i18n
      .texts(language, 'relocation')
      .filter(([name]) => name.startsWith('mail.'))
      .map(([name, text]) => [`relocation:${name}`, text])
  }
  return i18n.texts(language, 'messages').filter(([name]) => groupOf(name) === kind)
}

/** The kind that a text of `messages` belongs to. */
function groupOf(name: string): EditableKind {
  const first = name.split('.')[0] ?? ''
  return name.includes('.') && isEditableKind(first) ? first : 'common'
}

import { isDeepStrictEqual } from 'node:util'
import type { Database } from '../../../db/database.ts'
import type { MessageTextStore } from '../../../db/messageTextStore.ts'
import { memo } from '../../agencies/memo.ts'
import type { Audit } from '../../audit/audit.ts'
import { recordChange } from '../../audit/changes.ts'
import type { Clock, Instant } from '../../clock.ts'
import type { Language } from '../../language.ts'
import type { I18n } from '../../web/i18n.ts'
import type { TextInstead } from '../../web/render.ts'
import {
  type EditableKind,
  editableKindOf,
  isEditableKind,
  type MailText,
  textsOf,
} from './mailTexts.ts'
import { filled, readText, type TextFault } from './placeholders.ts'

/** What stands in place of the texts that come with the program, by their names. */
export type Edits = Record<string, string>

export type TextsVersion = { version: number; actor: string; at: Instant; edits: Edits }

/** What is wrong, by the name of the text. */
export type TextFaults = ReadonlyMap<string, TextFault>

export type ReadEdits = { ok: true; edits: Edits } | { ok: false; faults: TextFaults }

export type SaveResult =
  /** Saved now, or the same already stood there. */
  | { ok: true; version: number }
  /** Somebody else changed the same mail since it was shown. */
  | { ok: false; reason: 'changed' }

type EditedTextsPorts = {
  database: Database
  store: MessageTextStore
  clock: Clock
  audit: Audit
  i18n: Pick<I18n, 'texts'>
  /** How long a process may go on with what it has read. */
  memoSeconds: number
}

/** The mails' texts as an institution wants them; each change is a version and stands in the record. */
export function createEditedTexts(ports: EditedTextsPorts) {
  const { database, store, clock, audit, i18n, memoSeconds } = ports
  const millis = () => Date.parse(clock.now())

  async function latest(kind: EditableKind, language: Language): Promise<TextsVersion> {
    const [row] = await store.versions(database.read, kind, language, 1)
    if (!row) return { version: 0, actor: '', at: '', edits: {} }
    return { version: row.version, actor: row.actor, at: row.at, edits: row.texts }
  }

  const kept = memo(memoSeconds, millis, async (key: string): Promise<Edits> => {
    const [kind = '', language] = key.split(' ')
    const known = isEditableKind(kind) ? kind : 'common'
    return (await latest(known, language === 'en' ? 'en' : 'es')).edits
  })

  return {
    latest,

    /** The last versions of a mail's texts, the newest first. */
    async history(kind: EditableKind, language: Language, most = 10): Promise<TextsVersion[]> {
      const rows = await store.versions(database.read, kind, language, most)
      return rows.map(({ version, actor, at, texts }) => ({ version, actor, at, edits: texts }))
    },

    /** What a mail is written with: its own texts and those that all share, as they are now. */
    async editsFor(kind: string, language: Language): Promise<Edits> {
      const common = await kept(`common ${language}`)
      return { ...common, ...(await kept(`${editableKindOf(kind)} ${language}`)) }
    },

    /** Saves what differs from the texts that come with the program, over the version that was shown. */
    async save(
      { kind, language }: { kind: EditableKind; language: Language },
      { edits, over, actor }: { edits: Edits; over: number; actor: string },
    ): Promise<SaveResult> {
      return database.transaction(async (tx): Promise<SaveResult> => {
        const [row] = await store.versions(tx, kind, language, 1)
        const before = row?.texts ?? {}
        const version = row?.version ?? 0
        if (isDeepStrictEqual({ ...before }, { ...edits })) return { ok: true, version }
        if (version !== over) return { ok: false, reason: 'changed' }
        const next = { kind, language, version: version + 1, texts: edits, actor, at: clock.now() }
        if (!(await store.add(tx, next))) return { ok: false, reason: 'changed' }
        const defaults = Object.fromEntries(
          textsOf(i18n, kind, language).map(({ name, text }) => [name, text]),
        )
        const subject = `mail:${kind}:${language}`
        const entry = { actor, action: 'mail-texts-changed', subject, agencyId: null }
        await recordChange(audit, tx, entry, { ...defaults, ...before }, { ...defaults, ...edits })
        return { ok: true, version: next.version }
      })
    },
  }
}

/** Reads what an admin typed for each text; what is as it comes with the program is not an edit. */
export function readEdits(
  texts: readonly MailText[],
  language: Language,
  typed: (name: string) => string,
): ReadEdits {
  const edits: Edits = {}
  const faults = new Map<string, TextFault>()
  for (const text of texts) {
    const read = readText(typed(text.name), text, language)
    if (!read.ok) faults.set(text.name, read)
    else if (read.text !== text.text) edits[text.name] = read.text
  }
  return faults.size > 0 ? { ok: false, faults } : { ok: true, edits }
}

/** What mails are rendered with: an edited text in place of the default, of a plural the right form. */
export function textInstead(edits: Edits, language: Language): TextInstead {
  const forms = new Intl.PluralRules(language)
  return (key, values) => {
    const name = key.replace(/^messages:/, '')
    const { count } = values
    const form = typeof count === 'number' ? edits[`${name}_${forms.select(count)}`] : undefined
    const text = form ?? (Object.hasOwn(edits, name) ? edits[name] : undefined)
    return text === undefined ? null : filled(text, values)
  }
}

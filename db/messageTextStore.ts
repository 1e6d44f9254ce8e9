import { and, desc, eq } from 'drizzle-orm'
import type { Db } from '#dialect'
import type { Language } from '../src/language.ts'
import type { Tables } from './schema.ts'

export type MessageTextRow = Tables['messageTexts']['$inferSelect']

/** What admins made of the mails' texts: versions that are only ever added. */
export function messageTextStore({ messageTexts }: Tables) {
  const of = (kind: string, language: Language) =>
    and(eq(messageTexts.kind, kind), eq(messageTexts.language, language))

  return {
    /** The versions of a mail's texts, the newest first. */
    async versions(
      db: Db,
      kind: string,
      language: Language,
      most: number,
    ): Promise<MessageTextRow[]> {
      return db
        .select()
        .from(messageTexts)
        .where(of(kind, language))
        .orderBy(desc(messageTexts.version))
        .limit(most)
    },

    /** Adds a version; false when somebody else has added it meanwhile. */
    async add(tx: Db, row: MessageTextRow): Promise<boolean> {
      const added = await tx
        .insert(messageTexts)
        .values(row)
        .onConflictDoNothing()
        .returning({ version: messageTexts.version })
      return added.length === 1
    },
  }
}

export type MessageTextStore = ReturnType<typeof messageTextStore>

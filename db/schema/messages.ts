import type { Columns } from '#dialect'

/** The outbox, which is the ledger too; what was made of its texts; and the runs of recurring work. */
export function messageTables({ table, text, integer, json, index, primaryKey }: Columns) {
  /**
   * One mail to one person, written in the transaction of what it tells about. The id is derived
   * from that fact, so writing it twice is writing it once. `recipient` and `secret` are sealed;
   * `secret` is wiped by the write that ends the message.
   */
  const messages = table(
    'messages',
    {
      id: text('id').primaryKey(),
      kind: text('kind').notNull(),
      subjectId: text('subject_id').notNull(),
      recipient: text('recipient').notNull(),
      secret: text('secret'),
      language: text('language', { enum: ['es', 'en'] }).notNull(),
      status: text('status', { enum: ['queued', 'sent', 'failed', 'dropped'] }).notNull(),
      reason: text('reason'),
      createdAt: text('created_at').notNull(),
      dueAt: text('due_at').notNull(),
      notAfter: text('not_after').notNull(),
      attempts: integer('attempts').notNull(),
      leasedUntil: text('leased_until'),
      lease: text('lease'),
      endedAt: text('ended_at'),
    },
    (t) => [
      index('messages_by_due').on(t.status, t.dueAt),
      // Codes are taken before all others, past thousands of confirmations that wait perhaps.
      index('messages_to_take').on(t.status, t.kind, t.dueAt),
      index('messages_by_subject').on(t.subjectId, t.kind, t.createdAt, t.id),
      index('messages_by_end').on(t.endedAt),
      index('messages_by_time').on(t.createdAt),
      index('messages_by_status').on(t.status, t.createdAt),
      index('messages_by_kind').on(t.kind, t.createdAt),
    ],
  )

  /** Recurring work: when it last ran and who is running it now. */
  const runs = table('runs', {
    name: text('name').primaryKey(),
    dueAt: text('due_at').notNull(),
    leasedUntil: text('leased_until'),
    lastRunAt: text('last_run_at'),
    lastCount: integer('last_count'),
  })

  /**
   * What an admin made of a mail's texts: a version is written, never changed, and the last one counts.
   * It holds only what differs from the texts that come with the program.
   */
  const messageTexts = table(
    'message_texts',
    {
      kind: text('kind').notNull(),
      language: text('language', { enum: ['es', 'en'] }).notNull(),
      version: integer('version').notNull(),
      texts: json('texts').$type<Record<string, string>>().notNull(),
      actor: text('actor').notNull(),
      at: text('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.kind, t.language, t.version] })],
  )

  return { messages, runs, messageTexts }
}

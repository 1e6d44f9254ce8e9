import { open, readFile } from 'node:fs/promises'
import { z } from 'zod'

const outcomes = ['answered', 'refused', 'unknown'] as const

/** What a client set out to do; on disk before the first byte leaves. */
const sentLine = z.object({
  line: z.literal('sent'),
  id: z.number(),
  client: z.number(),
  op: z.string(),
  /** What it is about: the draft, or the turno. */
  key: z.string(),
  /** The hour and the agenda the client believes to confirm. */
  hour: z.string().nullable(),
  agenda: z.string().nullable(),
  at: z.number(),
})

/** What came of it; on disk before the client goes on. */
const gotLine = z.object({
  line: z.literal('got'),
  id: z.number(),
  /** `refused`: the process was not there. `unknown`: no answer, or one that promises nothing. */
  outcome: z.enum(outcomes),
  status: z.number().nullable(),
  location: z.string().nullable(),
  at: z.number(),
})

export type Sent = Omit<z.infer<typeof sentLine>, 'line' | 'id' | 'at'>
export type Got = Omit<z.infer<typeof gotLine>, 'line' | 'id' | 'at'>

/** One request as the journal tells it; one without an answer has none. */
export type Entry = z.infer<typeof sentLine> & { got: z.infer<typeof gotLine> | null }

/** The diary of all clients; every line is on disk when its promise resolves. */
export type Journal = {
  sent(what: Sent): Promise<number>
  got(id: number, what: Got): Promise<void>
  close(): Promise<void>
}

/** Opens a journal in `file`. Lines that wait together share one fsync. */
export async function openJournal(file: string): Promise<Journal> {
  const handle = await open(file, 'a')
  let waiting: string[] = []
  let writing: Promise<void> | null = null
  let next: Promise<void> | null = null
  let lastId = 0

  async function flush(): Promise<void> {
    await writing
    next = null
    const lines = waiting
    waiting = []
    writing = handle.appendFile(lines.join('')).then(() => handle.datasync())
    await writing
  }

  function write(line: object): Promise<void> {
    waiting.push(`${JSON.stringify(line)}\n`)
    next ??= flush()
    return next
  }

  return {
    async sent(what) {
      lastId += 1
      const id = lastId
      await write({ line: 'sent', id, ...what, at: Date.now() })
      return id
    },
    got: (id, what) => write({ line: 'got', id, ...what, at: Date.now() }),
    async close() {
      await next
      await writing
      await handle.close()
    },
  }
}

/** Reads a journal back, as the checker must: from the disk. */
export async function readJournal(file: string): Promise<Entry[]> {
  const entries = new Map<number, Entry>()
  for (const text of (await readFile(file, 'utf8')).split('\n')) {
    if (text === '') continue
    const line = z.discriminatedUnion('line', [sentLine, gotLine]).parse(JSON.parse(text))
    if (line.line === 'sent') entries.set(line.id, { ...line, got: null })
    else {
      const entry = entries.get(line.id)
      if (entry) entry.got = line
    }
  }
  return [...entries.values()]
}

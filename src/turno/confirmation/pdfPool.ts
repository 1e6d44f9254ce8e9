import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { ConfirmationFacts } from './facts.ts'

/** Makes papers. `close` waits for those under way; after it no more are made. */
export type PdfPool = {
  confirmation(facts: ConfirmationFacts): Promise<Buffer>
  close(): Promise<void>
}

export type PdfPoolOptions = {
  /** At most so many threads; each takes about 60 MB. */
  threads?: number
  /** Milliseconds after which a thread without work ends; the next paper starts one in about 0.3 s. */
  idleTimeout?: number
  /** The compiled worker; its default is the file beside this one. */
  worker?: URL
}

/**
 * Makes papers in worker threads, so that a page or a mail never waits behind someone else's PDF.
 *
 * A worker thread loads its file with Node itself, past any transform a test runner applies, so that file
 * must be JavaScript. In `dist/` it is the one beside this. From TypeScript sources there is none: pass
 * `worker`, or use `directPapers`.
 */
export function createPdfPool({
  threads = 1,
  idleTimeout = 60_000,
  worker = new URL('./pdfWorker.js', import.meta.url),
}: PdfPoolOptions = {}): PdfPool {
  const pool = new Piscina({
    filename: fileURLToPath(worker),
    name: 'confirmation',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout,
  })
  return {
    confirmation: async (facts) => {
      const bytes: Uint8Array = await pool.run(facts)
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    },
    close: () => pool.close(),
  }
}

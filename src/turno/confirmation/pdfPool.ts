import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { CertificateFacts } from '../../attendance/certificate/facts.ts'
import type { ConfirmationFacts } from './facts.ts'

/** Makes papers. `close` waits for those under way; after it no more are made. */
export type PdfPool = {
  confirmation(facts: ConfirmationFacts): Promise<Buffer>
  certificate(facts: CertificateFacts): Promise<Buffer>
  close(): Promise<void>
}

export type PdfPoolOptions = {
  /** At most so many threads. One makes about 40 papers a second on one core and takes up to 80 MB, its code and fonts included. */
  threads?: number
  /** Milliseconds after which a thread without work ends; the next paper starts one in about 0.3 s. */
  idleTimeout?: number
  /** The compiled worker; its default is the file beside this one. */
  worker?: URL
}

/** A paper needs about 20 MB; without a bound a thread lets several times that much pile up. */
const resourceLimits = { maxOldGenerationSizeMb: 40, maxYoungGenerationSizeMb: 4 }

/**
 * Makes papers in worker threads, so that a page or a mail never waits behind someone else's PDF.
 *
 * A worker thread loads its file with Node itself, past any transform a test runner applies, so that file
 * must be JavaScript. In `dist/` it is the one beside this. From TypeScript sources there is none: pass
 * `worker`.
 */
export function createPdfPool({
  threads = 1,
  idleTimeout = 60_000,
  worker = new URL('./pdfWorker.js', import.meta.url),
}: PdfPoolOptions = {}): PdfPool {
  const underWay = new Set<{ paper: Promise<Buffer>; fail(error: unknown): void }>()
  let crew: Piscina | null = null
  let closed = false

  // A thread that cannot even start is no task's error to piscina, which would leave the tasks waiting
  // for ever: they are told, and the next paper tries with a new crew.
  const startedCrew = (): Piscina => {
    const started = new Piscina({
      filename: fileURLToPath(worker),
      minThreads: 0,
      maxThreads: threads,
      idleTimeout,
      resourceLimits,
    })
    started.on('error', (error) => {
      crew = crew === started ? null : crew
      for (const { fail } of underWay) {
        fail(error)
      }
      started.destroy().catch(() => {})
    })
    return started
  }

  const paperOf = (kind: 'confirmation' | 'certificate', facts: object): Promise<Buffer> => {
    if (closed) {
      return Promise.reject(new Error('The pool of paper makers is closed'))
    }
    crew ??= startedCrew()
    const { promise: failure, reject: fail } = withReject()
    const paper = Promise.race([made(crew, kind, facts), failure])
    const job = { paper, fail }
    underWay.add(job)
    return paper.finally(() => underWay.delete(job))
  }

  return {
    confirmation: (facts) => paperOf('confirmation', facts),
    certificate: (facts) => paperOf('certificate', facts),
    close: async () => {
      closed = true
      await Promise.allSettled([...underWay].map(({ paper }) => paper))
      await crew?.destroy()
    },
  }
}

/** The worker's export of that name makes the paper. */
async function made(crew: Piscina, kind: string, facts: object): Promise<Buffer> {
  const bytes: Uint8Array = await crew.run(facts, { name: kind })
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function withReject(): { promise: Promise<never>; reject(error: unknown): void } {
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse
  })
  return { promise, reject }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { emptyJar, openDoorTo } from './browser.ts'
import type { Patch } from './copy.ts'
import { openJournal } from './journal.ts'
import { onMachine } from './machine.ts'
import type { Sink } from './sink.ts'
import { findStrace, toldTooEarly, watching } from './strace.ts'
import { walk } from './walk.ts'

/** Killing a process proves nothing about the disk: what was written survives it, synced or not. */
const careless: Patch[] = [
  { file: 'db/sqlite.js', find: 'synchronous = FULL', replace: 'synchronous = OFF' },
  { file: 'db/sqlite.js', find: 'if (synchronous !== 2)', replace: 'if (false)' },
]

/** The references of so many people who book, one after the other. */
async function booked(
  people: number,
  folder: string,
  ports: number[],
  sink: Sink,
): Promise<string[]> {
  const journal = await openJournal(join(folder, 'journal.jsonl'))
  const door = openDoorTo(ports, 20_000)
  const references: string[] = []
  const jar = emptyJar()
  const stop = () => false
  for (let client = 1; client <= people; client += 1) {
    const walked = await walk(client, { door, journal, sink, stop, jar, reader: false })
    references.push(walked.reference ?? `nothing: ${walked.why}`)
  }
  for (const agent of door.agents.values()) agent.destroy()
  await journal.close()
  return references
}

describe('a confirmation on SQLite', () => {
  /** What strace has to say about each of some confirmations. */
  async function watched(people: number, patches: Patch[]): Promise<(string | null)[]> {
    const folder = mkdtempSync(join(tmpdir(), 'turnero-strace-'))
    const trace = join(folder, 'trace')
    const watcher = watching(await findStrace(), trace)
    const references = await onMachine(
      { dialect: 'sqlite', folder, patches, watcher },
      ({ ports, sink }) => booked(people, folder, ports, sink),
    )
    const sentences = references.map((reference) => toldTooEarly(trace, reference))
    rmSync(folder, { recursive: true, force: true })
    return sentences
  }

  test('is answered only after fdatasync has put it on disk', async () => {
    expect(await watched(6, [])).toEqual(Array(6).fill(null))
  }, 120_000)

  test('without synchronous=FULL it would not be, and we would see it', async () => {
    const sentences = await watched(2, careless)
    expect(sentences).toEqual([
      expect.stringMatching(/^\S+ was answered before it was on disk$/),
      expect.stringMatching(/^\S+ was answered before it was on disk$/),
    ])
  }, 120_000)
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { emptyJar, openDoorTo } from './browser.ts'
import { openJournal, readJournal } from './journal.ts'
import { readLedger } from './ledger.ts'
import { type Machine, onMachine } from './machine.ts'
import { type Walked, walk } from './walk.ts'

/** How many people book at the same time, one after the other. */
const crowd = 8
const exitMs = 30_000

test('both web processes are restarted in turn under a crowd: every confirmation comes through', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'turnero-rolling-'))
  await onMachine({ dialect: 'postgres', folder, web: 2, workers: 1 }, (machine) =>
    restartUnderCrowd(machine, folder),
  )
  rmSync(folder, { recursive: true, force: true })
}, 240_000)

async function restartUnderCrowd(machine: Machine, folder: string) {
  const file = join(folder, 'journal.jsonl')
  const journal = await openJournal(file)
  const door = openDoorTo(machine.ports, 15_000)
  const walks: Walked[] = []
  let over = false
  let next = 0
  const stop = () => false
  const visitors = Array.from({ length: crowd }, async (_, n) => {
    const jar = emptyJar()
    while (!over) {
      next += 1
      const reader = n === 0
      walks.push(await walk(next, { door, journal, sink: machine.sink, stop, jar, reader }))
    }
  })

  const exits: { code: number | null; inTime: boolean }[] = []
  for (const web of machine.processes.filter(({ role }) => role === 'web')) {
    const began = Date.now()
    const code = await web.restart()
    const life = machine.deaths.at(-1)
    exits.push({ code, inTime: (life?.at ?? Number.POSITIVE_INFINITY) - began < exitMs })
  }
  over = true
  await Promise.all(visitors)
  for (const agent of door.agents.values()) agent.destroy()
  await journal.close()

  expect(exits).toEqual(Array(2).fill({ code: 0, inTime: true }))
  expect(walks.flatMap(({ wrong }) => wrong)).toEqual([])
  expect(walks.filter(({ end }) => end === 'gave-up').map(({ why }) => why)).toEqual([])
  expect(walks.length).toBeGreaterThan(crowd)
  const confirms = (await readJournal(file)).filter(({ op }) => op === 'confirm')
  expect(confirms.filter(({ got }) => (got?.status ?? 0) >= 500)).toEqual([])
  const { turnos } = await readLedger(machine.database)
  const there = new Set(turnos.map(({ reference }) => reference))
  expect(walks.filter(({ reference }) => !there.has(reference ?? ''))).toEqual([])
}

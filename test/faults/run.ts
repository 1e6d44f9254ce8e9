import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { handoverSeconds } from '../../src/messages/mailer.ts'
import { type Door, emptyJar, openDoorTo } from './browser.ts'
import { check, type Verdict } from './checker.ts'
import { type ClerkAtWork, openRoom, type RoomSize, workAtWindow } from './clerks.ts'
import { openJournal, readJournal } from './journal.ts'
import { oversold, readLedger, readRoom } from './ledger.ts'
import { type Dialect, type Machine, startMachine } from './machine.ts'
import { type Mistake, mistakes } from './mistakes.ts'
import { type Fault, nemesis } from './nemesis.ts'
import type { Death } from './processes.ts'
import { checkRoom } from './roomChecker.ts'
import { walk } from './walk.ts'

export type FaultRun = {
  dialect: Dialect
  /** How long harm is done; draining and checking come on top. */
  minutes: number
  /** How many book at the same time; nobody where it is 0. */
  clients?: number
  /** A waiting room in which clerks call people meanwhile; the run lasts until all were called. */
  room?: RoomSize | null
  mistake?: string
  /** Breaks nothing: to see what the crowd does by itself. */
  calm?: boolean
  say?: (line: string) => void
}

export type FaultReport = Verdict & {
  dialect: Dialect
  /** How often each thing was done to the machine, and each crash point was hit. */
  counts: Record<string, number>
  walks: Record<string, number>
  /** People called at the agency, and certificates issued. */
  called: number
  issued: number
  /** Answers that say that something is broken, rather than away (503). */
  broken: number
  seconds: number
}

/** How long mails may take to drain once all is whole. */
const drainMs = 420_000

/** In a run of seconds a hand-over may take no longer, so that nobody waits a minute for a dead one's lease. */
const quickSeconds = 8
const quickHandover = {
  file: 'src/messages/mailer.js',
  find: `export const handoverSeconds = ${handoverSeconds};`,
  replace: `export const handoverSeconds = ${quickSeconds};`,
}

/** How many of a crowd read every page; the others know the way. */
const readers = 0.15

/**
 * One run against the real processes: a crowd books while the machine is broken in every way; then all
 * is made whole, the mails drain, and what people were told is held against what is there.
 */
export async function runFaults(options: FaultRun): Promise<FaultReport> {
  const { dialect, mistake, calm = false, room = null } = options
  const quick = options.minutes < 1 && mistake === undefined
  const planted: Mistake | undefined = mistake === undefined ? { patches: [] } : mistakes[mistake]
  if (!planted) throw new Error(`No such mistake; there are ${Object.keys(mistakes).join(', ')}.`)
  const folder = mkdtempSync(join(tmpdir(), 'turnero-faults-'))
  const began = Date.now()
  const steps = { taken: 0 }
  let clerks: ClerkAtWork[] = []
  const machine = await startMachine({
    dialect,
    folder,
    patches: quick ? [quickHandover] : planted.patches,
    crashes: calm ? null : { crowd: options.clients !== 0, stepsTaken: () => steps.taken },
    fill: async (database, keyring) => {
      if (room) clerks = await openRoom(database, keyring, room)
    },
  })
  let report: FaultReport
  try {
    const { often = null, rush = 0.4 } = planted
    const scene = { machine, folder, often, began, clerks, steps, quick, rush }
    report = await breakAndCheck(options, scene)
    if (!isSound(report)) cpSync(machine.dataFolder, join(folder, 'kept'), { recursive: true })
  } finally {
    await machine.close()
  }
  if (isSound(report) && !process.env.FAULTS_KEEP) rmSync(folder, { recursive: true, force: true })
  else options.say?.(`The journal, the logs and an SQLite database are kept in ${folder}.`)
  return report
}

function isSound({ lost, doubled, wrong }: Verdict): boolean {
  return lost.length + doubled.length + wrong.length === 0
}

type Scene = {
  machine: Machine
  folder: string
  often: string | null
  began: number
  clerks: ClerkAtWork[]
  steps: { taken: number }
  quick: boolean
  /** How many of those who know the way are after one hour. */
  rush: number
}

/** The run itself, on a machine that somebody else closes. */
async function breakAndCheck(
  {
    dialect,
    minutes,
    clients = minutes < 2 ? 24 : dialect === 'sqlite' ? 120 : 200,
    room = null,
    calm = false,
    say = () => undefined,
  }: FaultRun,
  { machine, folder, often, began, clerks, steps, quick, rush }: Scene,
): Promise<FaultReport> {
  say(`${dialect}: ${machine.processes.map(({ name }) => name).join(', ')} serve; breaking them.`)
  if (dialect === 'sqlite' && !machine.fillDisk) {
    say('sqlite: the disk is not filled: that takes root and a tmpfs.')
  }
  // The processes of a server that is not ours may be somebody else's, or on another machine.
  const mayKill = dialect === 'postgres' && !process.env.TEST_DATABASE_URL
  if (dialect === 'postgres' && !mayKill) {
    say('postgres: the server of TEST_DATABASE_URL is not ours to kill, so it is left alone.')
  }
  const journalFile = join(folder, 'journal.jsonl')
  const journal = await openJournal(journalFile)
  const seen = await watchSeats(machine)
  const until = Date.now() + minutes * 60_000
  const short = minutes < 2
  const door = openDoorTo(machine.ports, short ? 4_000 : 12_000)
  const doing = crowd({ machine, door, journal, clients, until, short, quick, rush })
  const calling = callEverybody({ clerks, room, door, journal, steps, minutes, until })
  const faults = calm
    ? await nothing(until)
    : await nemesis({
        processes: machine.processes,
        redis: machine.redis,
        sink: machine.sink,
        killBackend: mayKill ? () => killBackend(machine.databaseUrl) : null,
        fillDisk: machine.fillDisk,
        everyMs: minutes < 2 ? 700 : dialect === 'sqlite' ? 5_000 : 2_500,
        longPauses: minutes < 5 ? 0 : dialect === 'sqlite' ? 1 : 2,
        often,
        until,
      })
  say(`${dialect}: ${faults.length} faults done, letting the crowd finish and the mails drain.`)
  for (const one of machine.processes) one.disarm()
  await Promise.all(machine.processes.map((one) => one.restart()))
  const { ends, wrong } = await doing
  wrong.push(...(await calling))
  for (const agent of door.agents.values()) agent.destroy()
  await drain(machine)
  await journal.close()
  const watched = seen.stop()

  const ledger = await readLedger(machine.database)
  const entries = await readJournal(journalFile)
  const { keyring, deaths, sink } = machine
  const handover = quick ? quickSeconds : handoverSeconds
  const verdict = check({ entries, ledger, keyring, taken: sink.taken, faults, deaths, handover })
  const codes = await machine.stopProcesses()
  verdict.wrong.push(...wrong, ...unexplained(deaths, faults))
  const atAgency = checkRoom(entries, await readRoom(machine.database))
  for (const kind of ['lost', 'doubled', 'wrong'] as const) verdict[kind].push(...atAgency[kind])
  verdict.doubled.push(...watched)
  if (dialect === 'sqlite') verdict.wrong.push(...integrity(machine.databaseUrl))
  for (const code of codes) {
    if (code !== 0) verdict.wrong.push(`a process ended with ${code} when it was told to stop`)
  }
  return {
    ...verdict,
    dialect,
    counts: countsOf(faults, deaths),
    walks: tally(ends),
    called: atAgency.called,
    issued: atAgency.issued,
    broken: entries.filter(({ got }) => isBroken(got?.status ?? 0)).length,
    seconds: Math.round((Date.now() - began) / 1000),
  }
}

async function nothing(until: number): Promise<Fault[]> {
  await new Promise((resolve) => setTimeout(resolve, until - Date.now()))
  return []
}

type CrowdParts = {
  machine: Machine
  door: Door
  journal: Awaited<ReturnType<typeof openJournal>>
  clients: number
  until: number
  short: boolean
  quick: boolean
  rush: number
}

/** So many people at once, one after the other, each somebody new. */
async function crowd(parts: CrowdParts) {
  const { machine, door, journal, clients, until, short, quick, rush } = parts
  const ends: string[] = []
  const wrong: string[] = []
  let next = 0
  const graceMs = quick ? 25_000 : short ? 75_000 : 150_000
  const stop = () => Date.now() > until + graceMs
  async function one() {
    const jar = emptyJar()
    while (Date.now() < until) {
      next += 1
      const reader = Math.random() < readers
      const { sink } = machine
      const walked = await walk(next, { door, journal, sink, stop, jar, reader, rush })
      ends.push(walked.end === 'gave-up' ? `gave up: ${walked.why}` : walked.end)
      wrong.push(...walked.wrong)
    }
  }
  await Promise.all(Array.from({ length: clients }, one))
  return { ends, wrong }
}

/** Clerks are no clients of the crowd: they have numbers, and so addresses, of their own. */
const firstClerk = 8_000_000

type RoomParts = Pick<Scene, 'clerks' | 'steps'> & {
  room: RoomSize | null
  door: Door
  journal: Awaited<ReturnType<typeof openJournal>>
  minutes: number
  until: number
}

/**
 * All clerks at work until nobody waits, spread over most of the time that harm is done; whoever is left
 * then is called as fast as the pages come.
 */
async function callEverybody(parts: RoomParts): Promise<string[]> {
  const { clerks, room, door, journal, steps, minutes, until } = parts
  if (!room) return []
  const spread = (minutes * 60_000 * 0.5 * room.windows) / Math.max(1, room.people)
  const paceMs = () => (Date.now() < until ? spread : 0)
  const stop = () => Date.now() > until + drainMs
  const onStep = () => {
    steps.taken += 1
  }
  const days = clerks.map((clerk, n) =>
    workAtWindow(clerk, { door, journal, client: firstClerk + n, paceMs, onStep, stop }),
  )
  return (await Promise.all(days)).flat()
}

/** Counts the seats again and again while the crowd is at work. */
async function watchSeats({ database }: Machine) {
  const seen = new Set<string>()
  let stopped = false
  const { tables } = database
  const pools = await database.read.select().from(tables.pools)
  const look = async () => {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      try {
        const now = new Date().toISOString()
        const seats = await database.read.select().from(tables.seats)
        for (const problem of oversold({ seats, pools }, now)) seen.add(problem)
      } catch {
        // The database is away just now; that is what we do to it.
      }
    }
  }
  void look()
  return {
    stop() {
      stopped = true
      return [...seen]
    },
  }
}

/**
 * Waits until no message is queued any more. One that was refused again and again tries next in a quarter
 * of an hour or more: once only such are left, that time is over.
 */
async function drain({ database }: Machine): Promise<void> {
  const { messages } = database.tables
  const queued = eq(messages.status, 'queued')
  const end = Date.now() + drainMs
  while (Date.now() < end) {
    const left = await database.read.select({ dueAt: messages.dueAt }).from(messages).where(queued)
    if (left.length === 0) return
    const now = new Date().toISOString()
    const inAMinute = new Date(Date.now() + 60_000).toISOString()
    if (left.every(({ dueAt }) => dueAt > inAMinute)) {
      await database.transaction((tx) => tx.update(messages).set({ dueAt: now }).where(queued))
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** SIGKILL for one of PostgreSQL's own processes: the whole server recovers from its log. Over when it has. */
async function killBackend(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() order by random() limit 1',
    )
    const pid = rows[0]?.pid
    if (pid === undefined) return false
    process.kill(pid, 'SIGKILL')
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
  await recovered(url)
  return true
}

/** Waits until PostgreSQL lets somebody in again. */
async function recovered(url: string): Promise<void> {
  const end = Date.now() + 60_000
  while (Date.now() < end) {
    // It takes the server a moment to notice that one of its own is gone.
    await new Promise((resolve) => setTimeout(resolve, 200))
    const client = new Client({ connectionString: url })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('select 1')
      return
    } catch {
      // Still recovering.
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

/** Processes that ended by themselves while nothing was wrong with what they need. */
function unexplained(deaths: Death[], faults: Fault[]): string[] {
  const excuses = faults.filter(({ kind }) => kind === 'disk full' || kind === 'database kill')
  return deaths.flatMap(({ who, at, cause, said }) => {
    if (cause !== 'by itself') return []
    if (excuses.some(({ from, to }) => from <= at && at <= to + 10_000)) return []
    return [`${who} ended by itself: ${said.slice(-600)}`]
  })
}

/** What SQLite itself says of its file. */
function integrity(file: string): string[] {
  const problems: string[] = []
  const connection = new Sqlite(file, { readonly: true })
  const whole = connection.pragma('integrity_check', { simple: true })
  if (whole !== 'ok') problems.push(`integrity_check: ${whole}`)
  const foreign = connection.pragma('foreign_key_check')
  if (Array.isArray(foreign) && foreign.length > 0) problems.push('foreign_key_check fails')
  connection.close()
  return problems
}

function countsOf(faults: Fault[], deaths: Death[]): Record<string, number> {
  const crashes = deaths.flatMap(({ cause }) =>
    cause === 'killed' || cause === 'stopped' || cause === 'by itself' ? [] : [`crash ${cause}`],
  )
  const alone = deaths.flatMap(({ cause }) => (cause === 'by itself' ? ['ended by itself'] : []))
  return tally([...faults.map(({ kind }) => kind), ...crashes, ...alone])
}

function tally(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

const isBroken = (status: number) => status >= 500 && status !== 503

/** SIGKILLs in all: ours, and the crash points'. */
export function killsIn(counts: Record<string, number>): number {
  return Object.entries(counts)
    .filter(([kind]) => /^(kill|redis kill|database kill|crash )/.test(kind))
    .reduce((sum, [, count]) => sum + count, 0)
}

/** The report in words. */
export function told(report: FaultReport): string {
  const { dialect, counts, walks, answered, unknown, mails, duplicates, seconds } = report
  const list = (of: Record<string, number>, only = (_name: string) => true) =>
    Object.entries(of)
      .filter(([name]) => only(name))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  const isKill = (name: string) => /kill$/.test(name)
  const isPause = (name: string) => /pause$/.test(name)
  const isCrash = (name: string) => name.startsWith('crash ')
  const isOther = (name: string) => !isKill(name) && !isPause(name) && !isCrash(name)
  const problems = [...report.lost, ...report.doubled, ...report.wrong]
  const again = Object.values(duplicates).reduce((sum, count) => sum + count, 0)
  return [
    `${dialect}, ${seconds} s`,
    `  kills ${killsIn(counts)}: ${list(counts, isKill)}`,
    `  of them at crash points: ${list(counts, isCrash).replaceAll('crash ', '')}`,
    `  pauses: ${list(counts, isPause)}`,
    `  other harm: ${list(counts, isOther)}`,
    `  walks: ${list(walks)}`,
    `  answered confirmations ${answered}, unknown ${unknown}, answers of 500 ${report.broken}`,
    `  at the agency: ${report.called} people called, ${report.issued} certificates issued`,
    `  mails ${mails}, of them a second time ${again}: ${list(duplicates)}`,
    `  ${report.lost.length} lost, ${report.doubled.length} doubled, ${report.wrong.length} wrong`,
    ...problems.slice(0, 20).map((problem) => `  - ${problem}`),
    ...(problems.length > 20 ? [`  - and ${problems.length - 20} more`] : []),
  ].join('\n')
}

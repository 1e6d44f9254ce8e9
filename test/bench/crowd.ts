import { openBrowser } from './browser.ts'
import type { Installation } from './installation.ts'
import { walkNineSteps } from './nineSteps.ts'
import { agendaOf, provinceOf } from './town.ts'

/** What a crowd did while it was watched. */
export type Crowd = {
  walks: number
  /** Walks that ended without a turno, because every hour tried was taken. */
  without: number
  seconds: number
  /** Milliseconds of each answer. */
  answers: number[]
  /** Milliseconds of each whole walk, the wait for the mail included. */
  durations: number[]
  requests: number
}

type CrowdOptions = {
  installation: Installation
  agencies: number
  /** Walks that run at once. */
  people: number
  /** Watched after the warm-up. */
  seconds: number
  warmUpSeconds?: number
  /** Walks to begin a second, however many are under way; without it each person's next begins at once. */
  rate?: number
  /** Ends after so many walks, even if that takes longer than `seconds`. */
  walks?: number
  /** A server is warm when its hot code is compiled, which takes walks rather than seconds. */
  warmUpWalks: number
  /** Called when the warm-up is over. */
  onWarm?: () => Promise<void>
}

let clients = 0

const mostWarmUpSeconds = 60

/** Has people walk the nine steps, and watches them once the server is warm. */
export async function crowd(options: CrowdOptions): Promise<Crowd> {
  const {
    installation,
    agencies,
    people,
    seconds,
    warmUpSeconds = 5,
    rate,
    walks = 0,
    warmUpWalks,
  } = options

  const { servers, sink } = installation
  const seen = { walks: 0, without: 0, requests: 0 }
  const answers: number[] = []
  const durations: number[] = []
  let warm = false
  let over = false

  async function one() {
    clients += 1
    const client = clients
    const { port = 0 } = servers[client % servers.length] ?? {}
    const browser = await openBrowser(port, client)
    const began = performance.now()
    const place = Math.floor(Math.random() * agencies)
    const walker = { client, agenda: agendaOf(place), province: provinceOf(place) }
    const done = await walkNineSteps(browser, walker, sink)
    browser.close()
    if (!warm || over) return
    durations.push(performance.now() - began)
    for (const ms of browser.times) answers.push(ms)
    seen.requests += browser.times.length
    if (done) seen.walks += 1
    else seen.without += 1
  }

  let begun = 0
  const busy = new Set<Promise<void>>()
  const failures: unknown[] = []
  const begin = () => {
    begun += 1
    const walk: Promise<void> = one()
      .catch((error: unknown) => void failures.push(error))
      .finally(() => busy.delete(walk))
    busy.add(walk)
    return walk
  }
  async function again() {
    while (!over && failures.length === 0) await begin()
  }
  const ticking = rate === undefined ? null : setInterval(begin, 1000 / rate)
  const loops = rate === undefined ? Array.from({ length: people }, again) : []

  const warming = performance.now()
  const warmed = () => (performance.now() - warming) / 1000
  while (warmed() < warmUpSeconds || (begun < warmUpWalks && warmed() < mostWarmUpSeconds)) {
    await pause(50)
    if (failures.length > 0) throw failures[0]
  }
  await options.onWarm?.()
  warm = true
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1000
  while ((elapsed() < seconds || seen.walks < walks) && failures.length === 0) await pause(50)
  const watched = elapsed()
  over = true
  if (ticking) clearInterval(ticking)
  await Promise.all([...loops, ...busy])
  if (failures.length > 0) throw failures[0]
  return { ...seen, seconds: watched, answers, durations }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

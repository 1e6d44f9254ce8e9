import { openDatabase } from '../../db/open.ts'
import { type Browser, hidden, openBrowser } from './browser.ts'
import { cookieOf, hoursOf, type Standing, standAtTheHours } from './drafts.ts'
import { type Bench, median, quantile, rounded } from './figures.ts'
import { install } from './installation.ts'
import type { Sink } from './sink.ts'
import { agendaOf, townOf } from './town.ts'
import type { Answer } from './wire.ts'

const full = { people: 2000, windows: 25 }
const small = { people: 200, windows: 4 }
/** 20 slots of 20 minutes on the one day that can be booked: 500 seats. */
const day = { from: '08:00', to: '14:40' }
const forOneSeat = 200

/** Everybody at once: 2,000 people for 500 seats, then 200 people for one. */
export const storm: Bench = async (say, { quick }) => {
  const { people, windows } = quick ? small : full
  const standing: Standing[] = []
  const inThreeDays = new Date(Date.now() + 3 * 24 * 3_600_000).getUTCDay()
  const weekdays = [inThreeDays === 0 ? 7 : inThreeDays]
  const data = townOf({ agencies: 2, windows, weekdays, ...day, horizonDays: 6 })
  const installation = await install({
    data: {
      ...data,
      agencies: data.agencies.map((agency, n) => (n === 1 ? oneSeat(agency) : agency)),
    },
    before: async (services) => {
      const crowd = Array.from({ length: people + forOneSeat }, (_, client) => ({
        client,
        agenda: agendaOf(client < people ? 0 : 1),
      }))
      standing.push(...(await standAtTheHours(services, crowd)))
    },
  })
  try {
    const { port = 0 } = installation.servers[0] ?? {}
    const ready: Ready[] = []
    for (const [n, one] of standing.entries()) {
      const path = hoursOf(one)
      const reader = await openBrowser(port, n, cookieOf(one))
      const { body } = await reader.get(path)
      reader.close()
      const slots = [...body.matchAll(/data-slot="([^"]+)"/g)].map((found) => found[1] ?? '')
      ready.push({ client: n, standing: one, path, slots, token: hidden(body, '_csrf') })
    }

    const [server] = installation.servers
    await server?.health()
    const all = await rush(port, ready.slice(0, people))
    const health = await server?.health()
    const sold = all.confirmed.length
    say(
      `${people} people at once for ${windows * 20} seats: ${all.held} held, ${sold} sold, ${all.refused} refused.`,
    )
    say(
      `${all.answers.length} answers: p50 ${median(all.answers).toFixed(0)} ms, ` +
        `p99 ${quantile(all.answers, 0.99).toFixed(0)} ms, longest ${Math.max(...all.answers).toFixed(0)} ms; ` +
        `${((health?.mainMs ?? 0) / all.answers.length).toFixed(2)} ms of the main thread each.`,
    )
    // Another day, another seat: the mails of this one are out by then.
    await allSent(installation.sink, sold)
    const one = await rush(port, ready.slice(people))
    say(
      `${forOneSeat} people at once for one seat: ${one.held} held it, ` +
        `${one.refused} were refused; all were answered within ${Math.max(...one.holds).toFixed(0)} ms.`,
    )
    const oversold = await overbooked(installation.file, windows)
    return {
      sold,
      oversold,
      refused: all.refused,
      errors5xx: all.errors + one.errors,
      p50_ms: rounded(median(all.answers)),
      p99_ms: rounded(quantile(all.answers, 0.99)),
      one_seat_held: one.held,
      one_seat_longest_ms: rounded(Math.max(...one.holds)),
    }
  } finally {
    await installation.stop()
  }
}

/** Somebody who has read the page of the hours and is about to choose one. */
type Ready = { client: number; standing: Standing; path: string; slots: string[]; token: string }

function oneSeat<Agency extends { windows: number; hours: { from: string; to: string }[] }>(
  agency: Agency,
): Agency {
  const hours = agency.hours.map((hour) => ({ ...hour, from: '08:00', to: '08:20' }))
  return { ...agency, windows: 1, hours }
}

/** Each wants one of the hours, and who has it confirms at once; nobody tries another. */
async function rush(port: number, ready: readonly Ready[]) {
  const holds: number[] = []
  const answers: number[] = []
  const confirmed: string[] = []
  let held = 0
  let refused = 0
  let errors = 0
  const count = (answer: Answer) => {
    answers.push(answer.ms)
    if (answer.status >= 500) errors += 1
    return answer
  }
  const browsers: Browser[] = []
  for (const { client, standing } of ready) {
    browsers.push(await openBrowser(port, client, cookieOf(standing)))
  }
  // Who is waiting for the hour to come has the page open: once the last is answered, all are connected.
  await browsers.at(-1)?.get('/salud/viva')
  await Promise.all(
    browsers.map(async (browser, n) => {
      const { path = '', slots = [], token = '' } = ready[n] ?? {}
      const slot = slots[n % slots.length] ?? ''
      const hold = count(await browser.post(path, { _csrf: token, slot }))
      holds.push(hold.ms)
      if (hold.location === null) {
        refused += 1
        return
      }
      held += 1
      const summary = hold.location
      const { body } = count(await browser.get(summary))
      const made = count(await browser.post(summary, { _csrf: hidden(body, '_csrf') }))
      if (made.location?.startsWith('/turnos/')) confirmed.push(made.location)
    }),
  )
  for (const browser of browsers) browser.close()
  return { holds, answers, confirmed, held, refused, errors }
}

/** Waits until so many confirmations have been taken; a minute at most. */
async function allSent(sink: Sink, count: number): Promise<void> {
  const end = performance.now() + 60_000
  while (sink.taken('confirmation') < count && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** How many live turnos there are beyond the windows, hour by hour. */
async function overbooked(file: string, windows: number): Promise<number> {
  const database = await openDatabase(file, 'db/migrations')
  const { turnos } = database.tables
  const rows = await database.read
    .select({ agenda: turnos.agendaId, start: turnos.startAt, status: turnos.status })
    .from(turnos)
  await database.close()
  const perHour = new Map<string, number>()
  for (const { agenda, start } of rows.filter(({ status }) => status === 'confirmed')) {
    const key = `${agenda} ${start}`
    perHour.set(key, (perHour.get(key) ?? 0) + 1)
  }
  let over = 0
  for (const [key, count] of perHour) {
    over += Math.max(0, count - (key.startsWith(agendaOf(0)) ? windows : 1))
  }
  return over
}

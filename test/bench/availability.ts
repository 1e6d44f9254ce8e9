import { openBrowser } from './browser.ts'
import { cookieOf, hoursOf, type Standing, standAtTheHours } from './drafts.ts'
import { type Bench, median, rounded } from './figures.ts'
import { install } from './installation.ts'
import { type Ask, asked } from './load.ts'
import { fillPast } from './past.ts'
import { agendaOf, townOf } from './town.ts'

const few = 1000
const full = { agendas: 5000, many: 1_000_000, rounds: 400 }
const small = { agendas: 500, many: 50_000, rounds: 100 }

/** The page of the hours with little and with much behind it, and with 5,000 agendas; one request at a time. */
export const availability: Bench = async (say, { quick }) => {
  const { agendas, many, rounds } = quick ? small : full
  const standing: Standing[][] = []
  const places = [0, 1].map(() =>
    install({
      data: townOf({ agencies: agendas, windows: 8, from: '08:00', to: '17:00', horizonDays: 30 }),
      before: async (services) => {
        const people = Array.from({ length: 20 }, (_, client) => ({
          client,
          agenda: agendaOf(client),
        }))
        standing.push(await standAtTheHours(services, people))
      },
    }),
  )
  const installations = []
  for (const place of places) installations.push(await place)
  try {
    const asks: Ask[] = []
    for (const [n, installation] of installations.entries()) {
      fillPast(installation.file, n === 0 ? few : many)
      const { port = 0 } = installation.servers[0] ?? {}
      const people = standing[n] ?? []
      const browsers = await Promise.all(
        people.map((one, client) => openBrowser(port, client, cookieOf(one))),
      )
      let turn = 0
      asks.push(() => {
        turn = (turn + 1) % people.length
        const [browser, one] = [browsers[turn], people[turn]]
        if (!browser || !one) throw new Error('Nobody is there')
        return browser.get(hoursOf(one))
      })
    }
    for (const ask of asks) await asked([ask], 500)
    const times: number[][] = asks.map(() => [])
    for (let round = 0; round < rounds; round += 1) {
      for (const [n, ask] of asks.entries()) times[n]?.push((await ask()).ms)
    }
    const [little = 0, much = 0] = times.map(median)
    say(
      `The calendar page, ${agendas} agendas: median ${little.toFixed(1)} ms with ${few} turnos behind it, ` +
        `${much.toFixed(1)} ms with ${many}.`,
    )
    return { ratio: rounded(much / little), median_ms: rounded(much) }
  } finally {
    for (const installation of installations) await installation.stop()
  }
}
